"""Every table that holds something of a client: what an export shows of it, to whom, and how it is forgotten.

One list for both, so that nothing is forgotten in an export that an erasure knows, or the other way round. A test over
the schema fails for a table that leads to a client and stands neither here nor among what is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.domain.disclosure.exported import EXPORTED

OF_CLIENT = "client_id = $2"
NOTHING: frozenset[str] = frozenset()


class Readers(StrEnum):
    """Who finds the rows of a table in an export for its own use; an export for the client shows all of them.

    `record`, `consent`: by the rule of sight of that name. `own`: the agency that they belong to. `sender`, `parties`:
    whose referral it is, or who has a part in the handoff. `serving`: whoever may ask for an export at all. `timeline`:
    each entry by the rule of the thing that it tells of. `resource`: by the rule of each resource, in its face.
    """

    RECORD = "record"
    CONSENT = "consent"
    OWN = "own"
    SENDER = "sender"
    PARTIES = "parties"
    SERVING = "serving"
    TIMELINE = "timeline"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holding:
    """What one table holds of a client.

    `of_client` finds its rows: $1 is the network, $2 the client. `member` is its name in an export; None shows nothing.
    `parent` names the table and the column through which rows are reached, and read, by those who read that.
    What its columns tell to whom stands in `domain.disclosure`; `technical` ones are shown to nobody.
    `emptied` says which columns an erasure empties, as SQL; without it the rows are deleted.
    """

    table: str
    member: str | None
    readers: Readers = Readers.RECORD
    of_client: str = OF_CLIENT
    parent: tuple[str, str] | None = None
    author: str = "agency_id"
    technical: frozenset[str] = NOTHING
    emptied: Mapping[str, str] = field(default_factory=dict)

    @property
    def private(self) -> frozenset[str]:
        """The columns that are not told to everybody who finds the row."""
        return frozenset(EXPORTED.get(self.member or "", ()))


def _below(parent: str, column: str) -> str:
    return f"{column} IN (SELECT id FROM {parent} WHERE network_id = $1 AND client_id = $2)"  # noqa: S608 - our own


def _part(table: str, member: str | None, parent: str, column: str) -> Holding:
    """Describe a table whose rows are parts of a record, and read with it."""
    return Holding(table=table, member=member, of_client=_below(parent, column), parent=(parent, column))


_OF_RESOURCES = "(type, id) IN (SELECT type, id FROM resources WHERE network_id = $1 AND client_id = $2)"
_IN_REFERRALS = _below("referrals", "referral_id")
# Each way by its own index: a task for a referral may name no client.
_OF_REFERRALS = f"""id IN (
    SELECT id FROM tasks WHERE network_id = $1 AND client_id = $2
    UNION SELECT id FROM tasks WHERE network_id = $1 AND {_IN_REFERRALS}
    UNION SELECT id FROM tasks WHERE network_id = $1 AND handoff_id IN
        (SELECT id FROM handoffs WHERE network_id = $1 AND {_IN_REFERRALS}))"""  # noqa: S608 - our own names

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        table="clients",
        member="client",
        readers=Readers.SERVING,
        of_client="id = $2",
        technical=frozenset({"erased_at"}),
        emptied={
            "names": "'[]'",
            "birth_date": "NULL",
            "identifiers": "'[]'",
            "pronouns": "NULL",
            "gender_identity": "NULL",
            "gender_identity_text": "NULL",
            "administrative_sex": "NULL",
            "races": "'{}'",
            "ethnicities": "'{}'",
            "race_ethnicity_text": "NULL",
            "languages": "'[]'",
            "accessibility": "'{}'",
            "accessibility_text": "NULL",
            "cultural_preferences": "NULL",
            "addresses": "'[]'",
            "contact_points": "'[]'",
            "do_not_contact": "true",
            "household": "NULL",
            "restricted": "true",
            "alerts": "'[]'",
            "deceased": "false",
            "deceased_on": "NULL",
            "name_key": "''",
            "link_target_id": "NULL",
            "linked_at": "NULL",
            "linked_by": "NULL",
        },
    ),
    Holding(table="client_terms", member=None),
    Holding(table="client_access", member="access", readers=Readers.OWN, technical=frozenset({"client_name_key"})),
    Holding(table="client_access_names", member=None),
    Holding(table="client_shares", member=None),
    Holding(table="relabelling_clients", member=None),
    Holding(table="consents", member="consents", readers=Readers.CONSENT),
    Holding(
        table="consent_documents",
        member="consent_documents",
        of_client=_below("consents", "consent_id"),
        parent=("consents", "consent_id"),
        technical=frozenset({"content"}),
    ),
    Holding(table="client_proxies", member="proxies", readers=Readers.CONSENT),
    Holding(table="consent_overrides", member="consent_overrides", readers=Readers.OWN),
    Holding(table="needs", member="needs"),
    _part("need_steps", "need_history", "needs", "need_id"),
    Holding(table="goals", member="goals"),
    _part("goal_progress", "goal_progress", "goals", "goal_id"),
    Holding(table="care_plans", member="care_plans"),
    _part("care_plan_goals", "care_plan_goals", "care_plans", "plan_id"),
    _part(
        "care_plan_activities",
        "care_plan_activities",
        "care_plans",
        "plan_id",
    ),
    Holding(
        table="care_plan_versions",
        member="care_plan_versions",
        of_client=_below("care_plans", "plan_id"),
    ),
    _part("care_plan_reviews", "care_plan_reviews", "care_plans", "plan_id"),
    Holding(table="assessments", member="assessments"),
    _part("assessment_versions", "assessment_history", "assessments", "assessment_id"),
    Holding(table="assessment_scores", member="assessment_scores"),
    Holding(
        table="referrals",
        member="referrals",
        readers=Readers.SENDER,
        author="sender_id",
        technical=frozenset({"line_from"}),
    ),
    _part("referral_history", "referral_history", "referrals", "referral_id"),
    Holding(
        table="handoffs",
        member="handoffs",
        of_client=_IN_REFERRALS,
        readers=Readers.PARTIES,
        author="provider_id",
        technical=frozenset({"clocks", "clock_at", "messages", "nudged", "offered_to"}),
    ),
    Holding(
        table="handoff_offers",
        member=None,
        of_client=f"handoff_id IN (SELECT id FROM handoffs WHERE network_id = $1 AND {_IN_REFERRALS})",  # noqa: S608 - our own
    ),
    Holding(
        table="handoff_messages",
        member="handoff_messages",
        parent=("handoffs", "handoff_id"),
    ),
    Holding(table="tasks", member="tasks", readers=Readers.OWN, of_client=_OF_REFERRALS),
    Holding(table="appointments", member="appointments"),
    Holding(table="care_teams", member="care_teams"),
    Holding(table="care_team_members", member="care_team_members"),
    Holding(table="client_acuities", member="acuities", readers=Readers.OWN),
    Holding(table="handovers", member="handovers"),
    Holding(table="caseload_transfer_clients", member=None),
    Holding(table="timeline_entries", member="timeline", readers=Readers.TIMELINE),
    Holding(table="resources", member="resources", readers=Readers.RESOURCE),
    Holding(table="resource_versions", member="resource_history", readers=Readers.RESOURCE, of_client=_OF_RESOURCES),
    Holding(table="resource_words", member=None, of_client=_OF_RESOURCES),
    Holding(table="resource_spans", member=None, of_client=_OF_RESOURCES),
    Holding(table="resource_amounts", member=None, of_client=_OF_RESOURCES),
    Holding(
        table="break_glass",
        member="emergency_accesses",
        readers=Readers.OWN,
        emptied={"words": "''", "review_note": "NULL"},
    ),
    Holding(table="client_exports", member=None),
    _part("client_export_contents", None, "client_exports", "export_id"),
    Holding(table="resource_export_files", member=None, of_client="$2 = ANY (client_ids)"),
    Holding(table="legal_holds", member=None),
    Holding(table="erasures", member=None, emptied={"note": "NULL", "decision_note": "NULL"}),
)
BY_TABLE = {holding.table: holding for holding in HOLDINGS}

# What names a client and stays as it is, and why.
KEPT: Mapping[str, str] = MappingProxyType(
    {
        "audit_entries": "ids only; whoever may forget what was done with a record could hide it",
        "audit_subjects": "ids only; the accounting of disclosures outlives the record",
        "events": "ids only; a reader with a cursor misses nothing",
        "resource_exports": "ids only, of clients who were named; it goes two days after it ended",
        "resource_imports": "how many lines became what; it goes two days after it ended",
        "resource_import_parts": "what was sent, until it is taken; then ids only, which go with the import",
    }
)
# What names the things of a client without leading to it by a key: cleared by what was deleted.
SUBJECTS = ("source_records", "external_identifiers")

TECHNICAL = frozenset(
    {"network_id", "kinds", "name_key", "own_labels", "program_labels", "released_kinds", "released_labels"}
)

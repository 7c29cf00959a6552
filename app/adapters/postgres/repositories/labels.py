"""Labels spread in SQL over everything that there is of clients: what something is part of, and what is part of it.

In every statement $1 is the network, $2 the clients, $3 an agency and $4 the labels that its programs give ($5 the same
in words); without an agency only what is inherited spreads. Labels are added, never taken away.
"""

from collections.abc import Collection, Iterator
from uuid import UUID

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.care_plans.plan_moves import UNDER_WAY
from app.domain.codes import label_bits
from app.domain.identity import ClientId
from app.ports.labels import Given
from app.ports.resources import Target

_NAMES = ("network", "clients", "agency", "labels", "words")
# Whoever changes these reads their parts once they hold the whole: it is locked before its parts are touched.
_WHOLES = ("referrals", "care_teams")
_OF = "{0}.network_id = $1::uuid AND {0}.client_id = ANY ($2::uuid[])"
_UNDER_WAY = ", ".join(f"'{status}'" for status in sorted(UNDER_WAY))


def _own(table: str, agency: str = "agency_id") -> str:
    return f"SELECT r.id, $4::smallint FROM {table} r WHERE {_OF.format('r')} AND r.{agency} = $3::uuid"  # noqa: S608


def _made(noun: str) -> str:
    """Find what was made of the suggestions of the agency's assessments."""
    return f"""
        SELECT (s -> 'made' ->> 'id')::uuid, $4::smallint FROM assessments a, jsonb_array_elements(a.suggestions) s
        WHERE {_OF.format("a")} AND a.agency_id = $3::uuid AND s -> 'made' ->> 'noun' = '{noun}'"""  # noqa: S608


def _tasks_of(noun: str) -> str:
    """Find the tasks about things of these clients, and what those bear."""
    return f"""
        SELECT t.id, r.sensitivity FROM {noun}s r JOIN tasks t
            ON t.network_id = r.network_id AND t.client_id = r.client_id AND t.{noun.removeprefix("care_")}_id = r.id
        WHERE {_OF.format("r")}"""  # noqa: S608


def _done(noun: str) -> str:
    """Find the plans under way of which an activity is a thing, and what that bears."""
    return f"""
        SELECT p.id, r.sensitivity FROM care_plans p
        JOIN care_plan_activities a ON a.network_id = p.network_id AND a.plan_id = p.id
        JOIN {noun}s r ON r.network_id = a.network_id AND r.id = a.{noun}_id
        WHERE {_OF.format("p")} AND p.status IN ({_UNDER_WAY})"""  # noqa: S608


_PARENTS = f"""
    SELECT r.id, above.sensitivity FROM referrals r
    JOIN referrals above ON above.network_id = r.network_id AND above.id = r.parent_id WHERE {_OF.format("r")}"""  # noqa: S608
_HANDOFFS = f"""
    SELECT h.id, r.sensitivity | CASE WHEN h.provider_id = $3::uuid THEN $4::smallint ELSE 0::smallint END
    FROM referrals r JOIN handoffs h ON h.network_id = r.network_id AND h.referral_id = r.id WHERE {_OF.format("r")}"""  # noqa: S608
_NEEDS_OF_GOALS = f"""
    SELECT g.id, n.sensitivity FROM goals g
    JOIN needs n ON n.network_id = g.network_id AND n.id = ANY (g.needs) WHERE {_OF.format("g")}"""  # noqa: S608
_GOALS_OF_PLANS = f"""
    SELECT p.id, g.sensitivity FROM care_plans p
    JOIN care_plan_goals l ON l.network_id = p.network_id AND l.plan_id = p.id
    JOIN goals g ON g.network_id = l.network_id AND g.id = l.goal_id
    WHERE {_OF.format("p")} AND p.status IN ({_UNDER_WAY})"""  # noqa: S608
_NEEDS_OF_PLANS = f"""
    SELECT p.id, n.sensitivity FROM care_plans p
    JOIN needs n ON n.network_id = p.network_id AND n.id = ANY (p.need_ids)
    WHERE {_OF.format("p")} AND p.status IN ({_UNDER_WAY})"""  # noqa: S608
_TASKS_OF_PLANS = f"""
    SELECT p.id, q.sensitivity FROM care_plans p
    JOIN care_plan_activities a ON a.network_id = p.network_id AND a.plan_id = p.id
    JOIN tasks t ON t.network_id = a.network_id AND t.id = a.task_id
    JOIN assessments q ON q.network_id = t.network_id AND q.id = t.assessment_id
    WHERE {_OF.format("p")} AND p.status IN ({_UNDER_WAY})"""  # noqa: S608
_TASKS_OF_REFERRALS = f"""
    SELECT t.id, r.sensitivity FROM referrals r
    JOIN tasks t ON t.network_id = r.network_id AND t.referral_id = r.id WHERE {_OF.format("r")}"""  # noqa: S608
_TASKS_OF_HANDOFFS = f"""
    SELECT t.id, h.sensitivity FROM referrals r
    JOIN handoffs h ON h.network_id = r.network_id AND h.referral_id = r.id
    JOIN tasks t ON t.network_id = h.network_id AND t.handoff_id = h.id WHERE {_OF.format("r")}"""  # noqa: S608
_MEMBERS = f"""
    SELECT m.id, coalesce(h.sensitivity, 0::smallint)
        | CASE WHEN m.agency_id = $3::uuid THEN $4::smallint ELSE 0::smallint END
    FROM care_teams r JOIN care_team_members m ON m.network_id = r.network_id AND m.team_id = r.id
    LEFT JOIN handoffs h ON h.network_id = m.network_id AND h.id = m.handoff_id WHERE {_OF.format("r")}"""  # noqa: S608

_ARM = "SELECT id, bits, {1} FROM ({0}) AS source (id, bits)"
_BY_HAND = """, content = CASE WHEN found.made THEN jsonb_set(r.content, '{labels}', (
    SELECT jsonb_agg(DISTINCT label) FROM jsonb_array_elements((r.content -> 'labels') || $5::jsonb) label))
    ELSE r.content END"""
_NOT_BY_HAND = " OR found.made AND NOT r.content -> 'labels' @> $5::jsonb"
_PROGRAMS = ", program_labels = r.program_labels | found.bits"
_NOT_OF_PROGRAMS = " OR r.program_labels & found.bits <> found.bits"


def _bear(table: str, *sources: str, made: str | None = None, more: str = "", lacking: str = "") -> Statement:
    """Add to what rows of a table bear, and return which they are."""
    arms = [_ARM.format(source, "false") for source in sources]
    if made is not None:
        arms.append(_ARM.format(_made(made), "true"))
        more, lacking = _BY_HAND, _NOT_BY_HAND
    return Statement.text(
        f"""
        UPDATE {table} r SET sensitivity = r.sensitivity | found.bits{more}
        FROM (
            SELECT id, bit_or(bits) AS bits, bool_or(made) AS made
            FROM ({" UNION ALL ".join(arms)}) AS arms (id, bits, made) GROUP BY id
        ) found
        WHERE r.network_id = $1::uuid AND r.id = found.id AND (r.sensitivity & found.bits <> found.bits{lacking})
            AND num_nulls($3::uuid, $4::smallint, $5::jsonb) >= 0 -- not every source asks for all of them
        RETURNING r.id
        """,  # noqa: S608 - our own words
        *_NAMES,
    )


def _statements() -> Iterator[tuple[str, Statement]]:
    """Go from what is inherited to what inherits; name what each labels."""
    yield "assessment", _bear("assessments", _own("assessments"))
    yield "need", _bear("needs", _own("needs"), made="need")
    yield "goal", _bear("goals", _own("goals"), _NEEDS_OF_GOALS, made="goal")
    yield "referral", _bear("referrals", _own("referrals", "sender_id"), _made("referral"))
    yield from [("referral", _bear("referrals", _PARENTS))] * 2  # a referral is referred on twice at most
    yield "handoff", _bear("handoffs", _HANDOFFS)
    yield "appointment", _bear("appointments", _own("appointments"), more=_PROGRAMS, lacking=_NOT_OF_PROGRAMS)
    plan = (_own("care_plans"), _GOALS_OF_PLANS, _NEEDS_OF_PLANS, _TASKS_OF_PLANS)
    yield "care-plan", _bear("care_plans", *plan, _done("referral"), _done("appointment"))
    about = (_tasks_of("assessment"), _tasks_of("care_plan"), _TASKS_OF_REFERRALS, _TASKS_OF_HANDOFFS)
    yield "task", _bear("tasks", _own("tasks"), *about)
    yield "care-team", _bear("care_teams", _own("care_teams"))
    yield "care-team-member", _bear("care_team_members", _MEMBERS)
    yield "handover", _bear("handovers", _own("handovers"))


_BEAR = tuple(_statements())
_LOCK = tuple(
    Statement.text(
        f"SELECT id FROM {table} r WHERE {_OF.format('r')} ORDER BY id FOR UPDATE",  # noqa: S608
        *_NAMES[:2],
    )
    for table in _WHOLES
)
_KEPT = Statement.text(
    f"""
    UPDATE resources r SET sensitivity = r.sensitivity | $4::smallint
    WHERE {_OF.format("r")} AND r.agency_id = $3::uuid AND (NOT r.projected OR r.type = 'Provenance')
        AND r.sensitivity & $4::smallint <> $4::smallint
    RETURNING r.type, r.id
    """,  # noqa: S608 - our own words
    *_NAMES[:4],
)
_PROJECTED = Statement.text(
    f"SELECT id FROM resources r WHERE {_OF.format('r')} AND r.projected",  # noqa: S608 - our own words
    *_NAMES[:2],
)
_SCORES = Statement.text(
    f"""
    UPDATE assessment_scores s SET sensitivity = s.sensitivity | r.sensitivity FROM assessments r
    WHERE {_OF.format("r")} AND s.network_id = r.network_id AND s.assessment_id = r.id
        AND s.sensitivity & r.sensitivity <> r.sensitivity
    """,  # noqa: S608 - our own words
    *_NAMES[:2],
)
# What a plan was bears what its agency's programs give; what else it showed then is withheld by part.
_VERSIONS = Statement.text(
    f"""
    UPDATE care_plan_versions v SET sensitivity = v.sensitivity | $4::smallint FROM care_plans r
    WHERE {_OF.format("r")} AND v.network_id = r.network_id AND v.plan_id = r.id AND v.agency_id = $3::uuid
        AND v.sensitivity & $4::smallint <> $4::smallint
    """,  # noqa: S608 - our own words
    *_NAMES[:4],
)
_TOLD_OF = (
    *("assessments", "needs", "goals", "referrals", "handoffs", "appointments", "care_plans", "tasks", "care_teams"),
    *("care_team_members", "handovers", "resources"),
)
_THINGS = " UNION ALL ".join(
    f"SELECT r.client_id, r.id, r.sensitivity FROM {table} r WHERE {_OF.format('r')} AND r.sensitivity <> 0"  # noqa: S608
    for table in _TOLD_OF
)
# What was told of a thing is withdrawn from its past as well, and from events that nobody has read yet.
_PAST = Statement.text(
    f"""
    UPDATE timeline_entries e SET sensitivity = e.sensitivity | thing.sensitivity FROM ({_THINGS}) thing
    WHERE e.network_id = $1::uuid AND e.client_id = thing.client_id AND e.subject_id = thing.id
        AND e.sensitivity & thing.sensitivity <> thing.sensitivity
    """,  # noqa: S608 - our own words
    *_NAMES[:2],
)


class LabelRepository:
    """The labels of everything that is on record of clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def spread(self, clients: Collection[ClientId], given: Given | None = None) -> tuple[UUID, ...]:
        """Run the statements one after the other."""
        values = {
            "clients": sorted(clients),
            "agency": given.agency if given else None,
            "labels": label_bits(given.labels) if given else 0,
            "words": sorted(given.labels) if given else [],
        }
        for statement in _LOCK:
            await self.session.fetch(statement, **values)
        kept = [Target(type=row["type"], id=row["id"]) for row in await self.session.fetch(_KEPT, **values)]
        self.session.changes.labelled.update(kept)
        changed = [target.id for target in kept]
        projected = {row["id"] for row in await self.session.fetch(_PROJECTED, **values)}
        for noun, statement in _BEAR:
            labelled = [row["id"] for row in await self.session.fetch(statement, **values)]
            self.session.touch_ids(noun, (id_ for id_ in labelled if id_ in projected or noun == "care-team-member"))
            changed += labelled
        for statement in (_SCORES, _VERSIONS, _PAST):
            await self.session.execute(statement, **values)
        return tuple(changed)

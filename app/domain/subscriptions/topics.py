"""What may be subscribed to: topics, and the events of the log that are about resources of each type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

CANONICALS = "urn:throughline:topic:"
ANY_TYPE = "resource-changed"
KEPT = "resource"
"""The noun of the events of resources that are kept as they came, whatever their type."""
DELETED = "resource.deleted"
MESSAGED = "handoff.messaged"
Subject = tuple[str, UUID]
NOUNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Appointment": frozenset({"appointment"}),
        "CarePlan": frozenset({"care-plan"}),
        "CareTeam": frozenset({"care-team", "care-team-member"}),
        "Communication": frozenset({"handoff"}),
        "Condition": frozenset({"need"}),
        "Consent": frozenset({"consent"}),
        "Goal": frozenset({"goal"}),
        "Group": frozenset({"household"}),
        "HealthcareService": frozenset({"service"}),
        "Location": frozenset({"location"}),
        "Organization": frozenset({"agency"}),
        "Patient": frozenset({"client"}),
        "Practitioner": frozenset({"worker"}),
        "Questionnaire": frozenset({"instrument"}),
        "QuestionnaireResponse": frozenset({"assessment"}),
        "RelatedPerson": frozenset({"proxy"}),
        "ServiceRequest": frozenset({"referral", "handoff"}),
        "Task": frozenset({"handoff", "task"}),
    }
)
"""The nouns whose events are about resources of a type."""
RELATED: Mapping[tuple[str, str], str] = MappingProxyType(
    {("CareTeam", "care-team-member"): "care-team", ("Communication", "handoff"): "message"}
)
"""Where it is not the event's subject that the resource has its id from, but something related to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic: changes of the resources of a type, or, without one, of the types that the filters name."""

    name: str
    title: str
    type: str | None = None

    @property
    def canonical(self) -> str:
        """How a subscription names it."""
        return f"{CANONICALS}{self.name}"


def nouns_of(types: Iterable[str]) -> frozenset[str]:
    """Return the nouns of the events that may be about resources of these types."""
    return frozenset({KEPT}).union(*(NOUNS.get(type_, ()) for type_ in types))


def about(event_type: str, subject: UUID, related: Mapping[str, UUID], types: Iterable[str]) -> tuple[Subject, ...]:
    """Return which resources of these types an event may be about, by type and id."""
    noun = event_type.partition(".")[0]
    found: list[Subject] = []
    for type_ in types:
        if event_type == MESSAGED and type_ != "Communication":
            continue  # what is said about a handoff does not change it
        if noun == KEPT or noun in NOUNS.get(type_, ()):
            named = RELATED.get((type_, noun))
            id_ = subject if named is None else related.get(named)
            found += [] if id_ is None else [(type_, id_)]
    return tuple(found)


TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        topic.canonical: topic
        for topic in (
            Topic(name="task-changed", title="A Task was made or changed", type="Task"),
            Topic(name="service-request-changed", title="A ServiceRequest was made or changed", type="ServiceRequest"),
            Topic(name="consent-changed", title="A Consent was given or taken back", type="Consent"),
            Topic(name="condition-changed", title="A Condition was made or changed", type="Condition"),
            Topic(name="goal-changed", title="A Goal was made or changed", type="Goal"),
            Topic(name="care-plan-changed", title="A CarePlan was made or changed", type="CarePlan"),
            Topic(
                name="questionnaire-response-changed",
                title="A QuestionnaireResponse was made or changed",
                type="QuestionnaireResponse",
            ),
            Topic(name="appointment-changed", title="An Appointment was made or changed", type="Appointment"),
            Topic(name="patient-changed", title="A Patient was registered or changed", type="Patient"),
            Topic(name=ANY_TYPE, title="A resource of a type that a filter names was made, changed or deleted"),
        )
    }
)
"""The topics that there are, by canonical."""

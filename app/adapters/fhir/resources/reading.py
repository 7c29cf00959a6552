"""What every translator of a resource needs beside it: the names of its run, and how its references are meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.references import Names, References
from app.domain.assessments.instrument import Instrument
from app.domain.care_plans.participant import CLIENT, Participant, ParticipantKind
from app.ports.imports import Link, Severity

UNTOLD = Participant(kind=ParticipantKind.OTHER, name="Not told by the source")
_KINDS = {
    "Practitioner": ParticipantKind.WORKER,
    "PractitionerRole": ParticipantKind.WORKER,
    "Organization": ParticipantKind.AGENCY,
    "RelatedPerson": ParticipantKind.RELATED_PERSON,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One resource under its key, read with the references of its file and the names of its run.

    `instruments` are those that responses of the file fill in, by canonical address.
    """

    key: str
    source: str
    resource: Element
    references: References
    names: Names
    instruments: Mapping[str, Instrument] = field(default_factory=dict)

    def subject(self) -> Link | None:
        """Read of whom the resource tells; remark when it tells of nobody who is known by a key or an identifier."""
        link = self.references.link(self.resource, "subject")
        if link is not None and (link.key or link.identifier):
            return link
        self.resource.remark(Severity.REJECTED, "no-subject", "subject", "It does not say whose it is.")
        return None

    def links(self, holder: Element, name: str) -> tuple[Link, ...]:
        """Read a list of references."""
        return tuple(link for each in holder.elements(name) if (link := self.references.of(each)))

    def participant(self, *names: str) -> Participant:
        """Read who said it, from the first of these members that tells."""
        for name in names:
            link = self.references.link(self.resource, name)
            if link is not None:
                return self.who(link)
        return UNTOLD

    def who(self, link: Link) -> Participant:
        """Say who is meant by a link."""
        kind = kind_of(link)
        if kind == "Patient":
            return CLIENT
        called = self.names.of(link) or link.key or UNTOLD.name
        return Participant(kind=_KINDS.get(kind or "", ParticipantKind.OTHER), name=called)

    def not_taken(self, *names: str) -> None:
        """Remark on members that have no place here."""
        for name in names:
            if self.resource.is_there(name):
                self.resource.remark(Severity.NOTED, "not-taken", name, f"{name}: not taken over.")


def kind_of(link: Link) -> str | None:
    """Return the type that a key names, where it names one."""
    kind, slash, _ = (link.key or "").partition("/")
    return kind if slash and ":" not in kind else None

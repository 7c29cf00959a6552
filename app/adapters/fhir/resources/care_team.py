"""From a FHIR R4 CareTeam to a named team with its members."""

from collections.abc import Iterator
from datetime import datetime

from app.adapters.fhir.resources.concepts import (
    notes_of,
    read_code,
    read_concepts,
    read_identifiers,
    spelled,
)
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.reading import Reading, kind_of
from app.domain.care_teams.member import MemberKind, NewMember, Person
from app.domain.care_teams.team import MOST_WORDS, TeamContent
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.codings import Concept
from app.domain.faults import NAME_LENGTH, TEXT_LENGTH
from app.domain.identity import Identifier
from app.ports.record_drafts import TeamDraft

UNNAMED = "Care team"
_STATUS = spelled(TeamStatus)


def read_care_team(reading: Reading) -> TeamDraft | None:
    """Read one CareTeam; None, with a remark, when it does not say whose it is."""
    team, client = reading.resource, reading.subject()
    if client is None:
        return None
    reading.not_taken("managingOrganization", "reasonReference", "telecom")
    content = TeamContent(
        name=team.text("name", NAME_LENGTH) or UNNAMED,
        categories=read_concepts(team, "category")[:MOST_WORDS],
        reasons=read_concepts(team, "reasonCode")[:MOST_WORDS],
        note=notes_of(team, TEXT_LENGTH),
        starts=team.element("period").moment("start"),
        ends=team.element("period").moment("end"),
        identifiers=(Identifier(system=reading.source, value=reading.key), *read_identifiers(team)),
    )
    return TeamDraft(
        key=reading.key,
        place=team.place(),
        client=client,
        content=content,
        status=read_code(team, "status", _STATUS) or TeamStatus.ACTIVE,
        members=tuple(_members(reading, content.starts, content.ends)),
    )


def _members(reading: Reading, starts: datetime | None, ends: datetime | None) -> Iterator[NewMember]:
    """Yield each member once: who takes part in several roles is told with the codes of all of them."""
    roles: dict[tuple[MemberKind, Person | None], list[Concept]] = {}
    periods: dict[tuple[MemberKind, Person | None], tuple[datetime | None, datetime | None]] = {}
    for participant in reading.resource.elements("participant"):
        who = _who(reading, participant)
        if who is None:
            continue
        roles.setdefault(who, []).extend(read_concepts(participant, "role"))
        period = participant.element("period")
        periods.setdefault(who, (period.moment("start") or starts, period.moment("end") or ends))
    for (kind, person), told in roles.items():
        since, until = periods[kind, person]
        yield NewMember(kind=kind, person=person, role=_together(told), since=since or until, until=until)


def _together(roles: list[Concept]) -> Concept | None:
    codings = tuple({(each.system, each.code): each for role in roles for each in role.codings}.values())
    texts = dict.fromkeys(role.text for role in roles if role.text)
    return Concept(codings=codings, text=", ".join(texts) or None) if codings or texts else None


def _who(reading: Reading, participant: Element) -> tuple[MemberKind, Person | None] | None:
    link = reading.references.link(participant, "member")
    if participant.is_there("onBehalfOf"):
        participant.left_out("not-taken", "onBehalfOf", "For whom a member acts is not taken over.")
    if link is None:
        roles = read_concepts(participant, "role")
        if not roles:
            participant.left_out("nobody", "member", "It does not say who takes part.")
            return None
        return MemberKind.OTHER, Person(name=roles[0].words[:NAME_LENGTH])
    kind = kind_of(link)
    if link.key is not None and link.key == (reading.references.link(reading.resource, "subject") or link).key:
        return MemberKind.CLIENT, None
    called = reading.names.of(link) or link.key or (link.identifier.value if link.identifier else UNNAMED)
    related = kind in ("RelatedPerson", "Patient")
    return MemberKind.RELATED_PERSON if related else MemberKind.OTHER, Person(name=called)

"""A care team as a CareTeam.

https://hl7.org/fhir/R4/careteam.html, http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-careteam.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import (
    US_CORE,
    Json,
    concept,
    identifiers,
    moment,
    notes,
    period,
    said,
    spelled,
    to,
    told,
)
from app.domain.care_teams.member import Member, MemberKind
from app.domain.care_teams.member_moves import MemberStatus
from app.domain.care_teams.team import CareTeam

PROFILE = f"{US_CORE}us-core-careteam"


def drawings(team: CareTeam) -> tuple[Drawing, ...]:
    """Draw a team; a member that bears a label which the team does not is told to nobody by the team."""
    there = [member for member in team.members if member.status is not MemberStatus.ENTERED_IN_ERROR]
    open_ = [member for member in there if member.sensitivities <= team.sensitivities]
    members = sorted(open_, key=lambda member: (member.since, member.id))
    return (of_record("CareTeam", team.id, team, _team(team, members, redacted=len(open_) < len(there))),)


def _team(team: CareTeam, members: list[Member], *, redacted: bool) -> Json:
    content = team.content
    participants = [_participant(member) for member in members]
    complete = all("role" in each and "reference" in each["member"] for each in participants)
    return told(
        {
            "meta": meta(team.sensitivities, (PROFILE,) if participants and complete else (), redacted=redacted),
            "identifier": identifiers(content.identifiers),
            "status": spelled(team.status.value),
            "category": [written for each in content.categories if (written := concept(each))],
            "name": said(content.name),
            "subject": to("Patient", team.client),
            "period": period(moment(content.starts or team.created_at), moment(content.ends)),
            "participant": participants,
            "reasonCode": [written for each in content.reasons if (written := concept(each))],
            "managingOrganization": [managing] if (managing := to("Organization", team.agency)) else [],
            "note": notes(content.note),
        }
    )


def _participant(member: Member) -> Json:
    role = concept(member.role)
    return told(
        {
            "id": str(member.id),
            "role": [role] if role else [],
            "member": _who(member),
            # Only who is a practitioner acts on behalf of an organization (ctm-1).
            "onBehalfOf": to("Organization", member.agency) if member.kind is MemberKind.WORKER else None,
            "period": period(moment(member.since), moment(member.until)),
        }
    )


def _who(member: Member) -> Json:
    known = {
        MemberKind.WORKER: to("Practitioner", member.worker),
        MemberKind.AGENCY: to("Organization", member.agency),
        MemberKind.CLIENT: to("Patient", member.client),
    }.get(member.kind)
    named = said(member.person.name) if member.person else None
    return known or {"display": named or member.kind.value.replace("_", " ")}

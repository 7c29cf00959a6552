"""Care teams and their members as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.moments import Moment
from app.api.rest.schemas.concepts import ConceptIn, ConceptOut
from app.api.rest.schemas.handoffs import ActionOut
from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.patches import Patch
from app.api.rest.schemas.shapes import Email, ExternalIdentifier, Input, Name, Shape, Words
from app.domain.care_teams.member import MemberChanges, MemberKind, NewMember, Person
from app.domain.care_teams.member_moves import MemberStatus
from app.domain.care_teams.team import MOST_WORDS, TeamContent, TeamKind
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.identity import AgencyId, Identifier, WorkerId

Phone = Annotated[str, Field(min_length=1, max_length=300, examples=["305-555-0134"])]


class TeamPersonOut(Shape):
    """Somebody whom the network does not know otherwise."""

    name: Name = Field(description="Who it is.", examples=["Rosa Lima"])
    relationship: ConceptOut | None = Field(description="What the person is to the client.")
    phone: Phone | None = Field(description="How to call the person.")
    email: Email | None = Field(description="Where to write to.")


class TeamPersonIn(Input):
    """Somebody whom the network does not know otherwise."""

    name: Name = Field(description="Who it is.", examples=["Rosa Lima"])
    relationship: ConceptIn | None = Field(description="What the person is to the client.")
    phone: Phone | None = Field(description="How to call the person.")
    email: Email | None = Field(description="Where to write to.")

    def person(self) -> Person:
        """Return it as the domain takes it."""
        relationship = self.relationship.concept() if self.relationship else None
        return Person(name=self.name, relationship=relationship, phone=self.phone, email=self.email)


class NewTeamMemberIn(Input):
    """Who is to be on a team."""

    model_config = ConfigDict(
        json_schema_extra={
            "additionalProperties": False,
            "examples": [
                {
                    "kind": "related_person",
                    "role": {"text": "Emergency contact"},
                    "person": {"name": "Rosa Lima", "relationship": {"text": "Sister"}, "phone": "305-555-0134"},
                }
            ],
        }
    )

    kind: MemberKind = Field(description="Who it is: a worker or an agency of the network, the client, or another.")
    role: ConceptIn | None = Field(description="In which role.")
    worker_id: UUID | None = Field(description="The worker, for the kind worker.")
    agency_id: UUID | None = Field(description="The agency; for related persons and others: on whose behalf.")
    person: TeamPersonIn | None = Field(description="Who it is, for related persons and others.")
    since: Moment | None = Field(description="Since when; now, unless given.")

    def member(self) -> NewMember:
        """Return it as the use cases take it."""
        return NewMember(
            kind=self.kind,
            role=self.role.concept() if self.role else None,
            worker=WorkerId(self.worker_id) if self.worker_id else None,
            agency=AgencyId(self.agency_id) if self.agency_id else None,
            person=self.person.person() if self.person else None,
            since=self.since,
        )


class TeamMemberPatch(Patch):
    """A merge patch of a member: absent stays, null is taken away."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "examples": [{"role": {"text": "Nurse"}}]}
    )

    role: ConceptIn = Field(description="In which role.")
    person: TeamPersonIn = Field(description="Who it is, for related persons and others.")

    def changes(self) -> MemberChanges:
        """Return what was asked for as the domain's value."""
        return MemberChanges(
            told=frozenset(self.model_fields_set),
            role=self.role.concept() if self.role else None,
            person=self.person.person() if self.person else None,
        )


class PrimaryIn(Input):
    """Who is to be the primary case manager."""

    worker_id: UUID = Field(description="A worker of your agency.")


class TeamMemberItemOut(Shape):
    """One who works with the client, or did, on a list."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Counts its changes.", examples=[1])
    kind: MemberKind = Field(description="Who it is.")
    status: MemberStatus = Field(description="Whether it is on the team now.")
    role: ConceptOut | None = Field(description="In which role.")
    worker_id: UUID | None = Field(description="The worker.")
    agency_id: UUID | None = Field(description="The agency.")
    person: TeamPersonOut | None = Field(description="Who it is, for related persons and others.")
    handoff_id: UUID | None = Field(description="The handoff with which it came, and with which it goes.")
    primary: bool = Field(description="Whether it is its agency's primary case manager for the client.")
    since: datetime = Field(description="Since when.")
    until: datetime | None = Field(description="Until when.", examples=[None])
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")


class TeamMemberOut(TeamMemberItemOut):
    """One who works with the client, or did."""

    notices: Notices


class CareTeamFields(Shape):
    """What a team is for."""

    name: Name = Field(description="Its name.", examples=["Asthma home visits"])
    note: Words | None = Field(description="More about it.")
    starts: Moment | None = Field(description="From when it works.")
    ends: Moment | None = Field(description="Until when it works.", examples=[None])
    identifiers: list[ExternalIdentifier] = Field(description="What other systems call it.", max_length=MOST_WORDS)


class CareTeamIn(Input, CareTeamFields):
    """What a team is for, as a whole."""

    categories: list[ConceptIn] = Field(description="What kind of team it is.", max_length=MOST_WORDS)
    reasons: list[ConceptIn] = Field(description="Why there is one.", max_length=MOST_WORDS)

    def content(self) -> TeamContent:
        """Return it as the domain's value."""
        return TeamContent(
            name=self.name,
            categories=tuple(each.concept() for each in self.categories),
            reasons=tuple(each.concept() for each in self.reasons),
            note=self.note,
            starts=self.starts,
            ends=self.ends,
            identifiers=tuple(Identifier(system=each.system, value=each.value) for each in self.identifiers),
        )


class NewCareTeamIn(CareTeamIn):
    """Another team of a client, beside its own."""

    client_id: UUID = Field(description="The client.")
    proposed: bool = Field(default=False, description="Whether it is to begin later: its members read nothing yet.")


class CareTeamItemOut(Shape):
    """A team in a list."""

    id: UUID = Field(description="Its identifier; that of the client for the client's own team.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="The client.")
    agency_id: UUID | None = Field(description="The agency that answers for it; null for the client's own team.")
    kind: TeamKind = Field(description="The client's own team, or one that an agency named.")
    status: TeamStatus = Field(description="Where it stands.")
    name: Name = Field(description="Its name.", examples=["Asthma home visits"])
    updated_at: datetime = Field(description="When it last changed.")


class CareTeamOut(CareTeamFields):
    """Who works together for a client, former members too."""

    id: UUID = Field(description="Its identifier; that of the client for the client's own team.")
    version: int = Field(description="Counts its changes.", examples=[1])
    client_id: UUID = Field(description="The client.")
    agency_id: UUID | None = Field(description="The agency that answers for it; null for the client's own team.")
    kind: TeamKind = Field(description="The client's own team, or one that an agency named.")
    status: TeamStatus = Field(description="Where it stands.")
    categories: list[ConceptOut] = Field(description="What kind of team it is.")
    reasons: list[ConceptOut] = Field(description="Why there is one.")
    members: list[TeamMemberItemOut] = Field(description="Who is on it, and who was.")
    withheld: list[str] = Field(description="`members`, where there are more than you may know of.", examples=[[]])
    created_at: datetime = Field(description="When it began.")
    updated_at: datetime = Field(description="When it last changed.")
    available_actions: list[ActionOut] = Field(description="What you may do now, and why not the rest.")
    notices: Notices

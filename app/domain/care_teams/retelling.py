"""How a named team follows what another system says of it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.care_teams.member import Member, MemberKind, NewMember, Person
from app.domain.care_teams.member_moves import MemberAction
from app.domain.care_teams.team import ENDED, SYSTEM, CareTeam, TeamContent
from app.domain.care_teams.team_moves import TeamStatus


@dataclass(frozen=True, slots=True)
class Joining:
    """Who is to join, and whether anything else has changed."""

    members: tuple[NewMember, ...]
    changed: bool


def retell_team(
    team: CareTeam, content: TeamContent, status: TeamStatus, members: Sequence[NewMember], at: datetime
) -> Joining:
    """Let a team follow its source; whom the source does not name any more leaves, if it came from there."""
    told = {(each.kind, each.person): each for each in members}
    gone = [each for each in team.active if each.worker is None and each.agency is None and _of(each) not in told]
    here = {_of(each) for each in team.members}
    joining = tuple(each for who, each in told.items() if who not in here) if status not in ENDED else ()
    changed = bool(gone) or (content, status) != (team.content, team.status)
    for member in gone:
        member.act(MemberAction.END, SYSTEM, at)
    if changed:
        team.content, team.updated_at = content, at
        team.begin_as(status, at)
    return Joining(joining, changed)


def _of(member: Member) -> tuple[MemberKind, Person | None]:
    return member.kind, member.person

"""Shows that consents to classes of agencies, and to certain agencies as tellers, are kept when referrals go out."""

from dataclasses import replace

import pytest

from app.domain.care_teams.member import MemberKind, NewMember
from app.domain.codes import Category
from app.domain.consents.scope import RecipientClass, Section
from app.domain.errors import Conflict
from app.domain.identity import CareTeamId
from app.domain.networks.agency import ProgramType
from app.domain.networks.roles import Role
from app.domain.referrals.content import Destination
from app.domain.referrals.states import HandoffState
from app.use_cases import agencies, care_teams, referrals
from tests.support.scenes_referrals import Scene


async def goes_out(scene: Scene, place: int) -> bool:
    new = scene.a_new_referral(destinations=(Destination(service=scene.offered[place].id),))
    try:
        view = await scene.core.run(scene.at_sender(), referrals.create, new, send=True)
    except Conflict:
        return False
    return view.handoffs[0].state is HandoffState.SENT


async def test_a_consent_to_the_care_team_reaches_those_who_are_on_it(scene: Scene) -> None:
    await scene.revoke()
    categories = (Category.FOOD, Section.CARE_PLANS)
    await scene.agree(recipient_classes=(RecipientClass.CARE_TEAM,), categories=categories)
    assert not await goes_out(scene, 0)
    new = NewMember(kind=MemberKind.AGENCY, agency=scene.pantries[0].id)
    await scene.core.run(scene.at_sender(), care_teams.add_member, CareTeamId(scene.client), new)
    assert [await goes_out(scene, place) for place in range(2)] == [True, False]


async def test_a_consent_to_a_type_of_program_reaches_the_agencies_that_run_one(scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(recipient_classes=(RecipientClass.GENERAL,))
    pantry = scene.pantries[1]
    profile = replace(pantry.profile, program_types=(ProgramType.GENERAL,))
    call = scene.world.by(Role.NETWORK_ADMIN)
    await scene.core.run(call, agencies.describe, pantry.id, None, profile)
    assert [await goes_out(scene, place) for place in range(3)] == [False, True, False]


@pytest.mark.parametrize(("teller", "expected"), [("sender", True), ("pantry", False)])
async def test_only_the_agencies_that_a_consent_names_as_telling_send_under_it(
    scene: Scene,
    teller: str,
    expected: bool,  # noqa: FBT001
) -> None:
    await scene.revoke()
    named = scene.sender if teller == "sender" else scene.pantries[0]
    await scene.agree(disclosers=(named.id,))
    assert await goes_out(scene, 1) is expected

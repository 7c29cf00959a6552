"""Shows that consents to classes of agencies, and to certain agencies as tellers, are kept when referrals go out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.care_teams.member import MemberKind, NewMember
from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import ConsentType, Witness
from app.domain.consents.scope import RecipientClass, Section, Statement
from app.domain.errors import Conflict
from app.domain.identity import CareTeamId
from app.domain.networks.agency import ProgramType
from app.domain.networks.roles import Role
from app.domain.referrals.content import Destination
from app.domain.referrals.states import HandoffState
from app.domain.work.task import TaskKind
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.use_cases.care import care_teams, tasks
from app.use_cases.networks import agencies
from app.use_cases.referrals import referrals
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


TOLD = (Statement.RIGHT_TO_REVOKE, Statement.NOT_CONDITIONED, Statement.REDISCLOSURE)
SOON = timedelta(days=20)
TYPES: dict[ConsentType, dict[str, Any]] = {
    ConsentType.GENERAL: {},
    ConsentType.HIPAA_AUTHORIZATION: {"statements": TOLD},
    ConsentType.PART2: {"statements": TOLD, "sensitivities": (Sensitivity.SUD,)},
    ConsentType.VSP_RELEASE: {"statements": TOLD},
    ConsentType.VERBAL: {"read_out": "They may know."},
}


@pytest.mark.parametrize("kind", TYPES)
async def test_a_consent_of_any_type_taken_back_withdraws_what_waits_and_silences_what_goes_on(
    scene: Scene, kind: ConsentType
) -> None:
    await scene.revoke()
    pantries = tuple(pantry.id for pantry in scene.pantries)
    now = datetime.now(UTC) - timedelta(minutes=1)
    heard = {"witness": Witness(name="Noor", witnessed_at=now)} if kind is ConsentType.VERBAL else {}
    await scene.agree(type=kind, recipients=pantries, recipient_classes=(), ends=now + SOON, **TYPES[kind], **heard)
    waiting, working = await scene.sent(), await scene.sent(override_reason="Another need")
    await scene.accepted(working)
    await scene.revoke()
    left, kept = await scene.read(waiting.id), await scene.read(working.id)
    assert (left.handoffs[0].state, kept.handoffs[0].state) == (HandoffState.WITHDRAWN, HandoffState.ACCEPTED)
    page = await scene.core.run(scene.at(0), tasks.browse, TaskFilter(), Order.NEWEST, after=None, limit=9)
    assert TaskKind.CONSENT_REVOKED in {task.kind for task in page.items}
    assert not await goes_out(scene, 0)

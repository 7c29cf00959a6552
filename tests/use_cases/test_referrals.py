"""Referrals and handoffs through the core, on the database: modes, tiers, consents, room, tasks, access."""

import asyncio

import pytest

from app.domain.clients.access import Tier
from app.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale
from app.domain.lifecycle import NotYours, TransitionNotAllowed
from app.domain.networks.roles import Role
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState as H
from app.domain.referrals.states import ReferralState as R
from app.use_cases import clients, consents, handoffs, referrals, tasks
from tests.support.builders_referrals import FULL, MET
from tests.support.scenes_referrals import PHONE, Scene


async def test_a_referral_is_sent_accepted_worked_and_closed(scene: Scene) -> None:
    view = await scene.sent()
    assert (R.OPEN, H.SENT, 2) == (view.state, view.handoffs[0].state, view.version)
    handoff = await scene.accepted(view)
    assert H.ACCEPTED == handoff.state
    assert R.PLACED == (await scene.read(view.id)).state
    handoff = await scene.core.run(scene.at(0), handoffs.start, handoff.id, expected=handoff.version)
    handoff = await scene.core.run(scene.at(0), handoffs.complete, handoff.id, MET, expected=handoff.version)
    again = await scene.read(view.id)
    assert (R.IN_SERVICE, MET) == (again.state, again.handoffs[0].outcome)
    closed = await scene.core.run(scene.at_sender(), referrals.complete, view.id, MET, expected=again.version)
    assert R.COMPLETED == closed.state

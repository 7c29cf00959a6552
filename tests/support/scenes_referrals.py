"""Agencies that refer to one another, with a client who consents: what every test of referrals begins with."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.clients.contact import Channel, ContactPoint, ContactSystem
from app.domain.clients.demographics import Language
from app.domain.clients.profile import Profile
from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import ConsentType, RevocationMethod, Terms
from app.domain.consents.scope import Direction, Section, Statement
from app.domain.directory.capacity import Accepting
from app.domain.directory.service import Service
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId
from app.domain.networks.agency import Agency
from app.domain.networks.roles import Role
from app.domain.referrals.content import Content, Destination, NewReferral
from app.domain.referrals.routing import Routing
from app.domain.referrals.views import HandoffView, ReferralView
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.core import Call, Core
from app.use_cases.directory import services
from app.use_cases.referrals import handoffs, referrals
from tests.support.builders_clients import a_profile, some_terms
from tests.support.builders_directory import World

PHONE = ContactPoint(system=ContactSystem.PHONE, value="305-555-0134", permitted=(Channel.CALL,))
SILENT_PHONE = ContactPoint(system=ContactSystem.PHONE, value="305-555-0199")
EVERYTHING = (Section.CARE_PLANS, Section.CONDITIONS, Section.ASSESSMENTS, Section.ENCOUNTERS, Category.FOOD)
PART_2_STATEMENTS = (
    Statement.RIGHT_TO_REVOKE,
    Statement.NOT_CONDITIONED,
    Statement.CONSEQUENCES_OF_REFUSAL,
    Statement.REDISCLOSURE,
)


def agreed(**fields: Any) -> Terms:
    """Terms that the client agreed to just now."""
    at = datetime.now(UTC) - timedelta(minutes=1)
    terms = some_terms(starts=at)
    assert terms.signature is not None
    return replace(terms, signature=replace(terms.signature, signed_at=at), **fields)


@dataclass(slots=True, kw_only=True)
class Scene:
    """A sender, three pantries and a client."""

    world: World
    sender: Agency
    pantries: list[Agency]
    offered: list[Service]
    client: ClientId
    consent: consents.Standing | None = None

    @property
    def core(self) -> Core:
        return self.world.core

    def at_sender(self, *roles: Role) -> Call:
        return self.world.by(*(roles or (Role.CASE_MANAGER,)), agency=self.sender.id)

    def at(self, place: int, *roles: Role) -> Call:
        return self.world.by(*(roles or (Role.INTAKE,)), agency=self.pantries[place].id)

    def as_coordinator(self) -> Call:
        return self.world.by(Role.COORDINATOR)

    async def agree(self, **fields: Any) -> None:
        self.consent = await self.core.run(self.at_sender(), consents.grant, self.client, agreed(**fields))

    async def release(self, *recipients: AgencyId) -> None:
        """Let the client open substance use treatment to some agencies, with all that 42 CFR part 2 asks for."""
        await self.agree(
            type=ConsentType.PART2,
            categories=EVERYTHING,
            sensitivities=(Sensitivity.SUD,),
            statements=PART_2_STATEMENTS,
            recipients=recipients,
            recipient_classes=(),
            ends=datetime.now(UTC) + timedelta(days=30),
            direction=Direction.BOTH,
        )

    async def revoke(self) -> None:
        assert self.consent is not None
        consent = self.consent.consent.id
        await self.core.run(self.at_sender(), consents.revoke, consent, RevocationMethod.PHONE, None, expected=None)

    def a_new_referral(self, routing: Routing = Routing.DIRECT, pantries: int = 1, **fields: Any) -> NewReferral:
        whole: dict[str, Any] = {
            "client": self.client,
            "content": Content(category=Category.FOOD, details="Two children, no stove."),
            "routing": routing,
            "destinations": tuple(Destination(service=each.id) for each in self.offered[:pantries]),
        }
        return NewReferral(**{**whole, **fields})

    async def sent(self, routing: Routing = Routing.DIRECT, pantries: int = 1, **fields: Any) -> ReferralView:
        new = self.a_new_referral(routing, pantries, **fields)
        return await self.core.run(self.at_sender(), referrals.create, new, send=True)

    async def accepted(self, view: ReferralView, place: int = 0) -> HandoffView:
        handoff = view.handoffs[place]
        return await self.core.run(self.at(place), handoffs.accept, handoff.id, expected=handoff.version)

    async def read(self, referral: ReferralId) -> ReferralView:
        return await self.core.run(self.at_sender(), referrals.read, referral)

    async def read_at(self, place: int, handoff: HandoffId) -> HandoffView:
        return await self.core.run(self.at(place), handoffs.read, handoff)

    async def room(self, place: int, total: int, available: int) -> None:
        call = self.world.by(Role.NETWORK_ADMIN)
        service = self.offered[place].id
        await self.core.run(call, services.report_capacity, service, None, Accepting.OPEN, total, available)

    async def room_left(self, place: int) -> int | None:
        service = await self.core.run(self.world.by(Role.NETWORK_ADMIN), services.read, self.offered[place].id)
        return service.capacity.available


def who() -> Profile:
    """A person with one number that may be called and one that may not."""
    return a_profile(
        contact_points=(PHONE, SILENT_PHONE), languages=(Language(tag="es", preferred=True, interpreter=True),)
    )


async def a_scene(world: World) -> Scene:
    """Set up a sender, three pantries, and a client who allows everything about food both ways."""
    sender = await world.an_agency("Bayside Clinic")
    pantries = [await world.an_agency(name) for name in ("Harbor Pantry", "Hill Pantry", "Mill Pantry")]
    offered = [await world.a_service(pantry) for pantry in pantries]
    call = world.by(Role.CASE_MANAGER, agency=sender.id)
    registration = await world.core.run(call, clients.register, who())
    scene = Scene(world=world, sender=sender, pantries=pantries, offered=offered, client=registration.client.id)
    await scene.agree()
    return scene


@pytest.fixture
async def scene(world: World) -> Scene:
    """A sender, three pantries, and a client who allows everything about food both ways."""
    return await a_scene(world)

"""The network that one looks at first."""

import json
from collections import Counter
from pathlib import Path

from app.demo import file as demo_file
from app.demo import stories
from app.demo.directory import MEMBERS
from app.demo.network import Demo, build
from app.domain.networks.roles import Role
from app.domain.referrals.states import ReferralState
from app.ports.clients import ClientFilter, ClientOrder
from app.ports.directory import AgencyFilter, ServiceFilter
from app.ports.referrals import Order, ReferralFilter
from app.use_cases import agencies, clients, referrals, services
from app.use_cases.core import Core


async def the_demo(core: Core) -> Demo:
    secrets = iter(range(1_000))
    demo = await build(core, lambda: f"secret {next(secrets)}")
    await stories.tell(demo)
    return demo


async def test_the_demo_has_agencies_people_and_referrals_in_every_state_that_one_wants_to_see(core: Core) -> None:
    demo = await the_demo(core)
    hub = demo.by("hub", Role.COORDINATOR)
    joined = await core.run(hub, agencies.browse, AgencyFilter(), 200, None)
    assert {member.profile.name for member in MEMBERS} == {agency.name for agency in joined.items}
    offered = await core.run(hub, services.browse, ServiceFilter(), 200, None)
    assert sum(len(member.offers) for member in MEMBERS) == len(offered.items)
    served = Counter[str]()
    states = Counter[ReferralState]()
    for member in MEMBERS:
        if member.clients:
            call = demo.by(member.key, Role.CASE_MANAGER)
            page = await core.run(call, clients.search, ClientFilter(), ClientOrder.NAME, after=None, limit=200)
            served[member.key] = len(page.items)
            sent = await core.run(call, referrals.browse, ReferralFilter(), Order.NEWEST, after=None, limit=200)
            states.update(view.state for view in sent.items)
    assert all(served[member.key] >= member.clients for member in MEMBERS)  # with those handed to it
    assert sum(map(len, demo.clients.values())) == 60
    assert {
        ReferralState.DRAFT,
        ReferralState.OPEN,
        ReferralState.NEEDS_ACTION,
        ReferralState.PLACED,
        ReferralState.IN_SERVICE,
        ReferralState.ON_HOLD,
        ReferralState.COMPLETED,
        ReferralState.CLOSED_UNMET,
    } <= states.keys()


async def test_every_role_of_every_agency_gets_credentials_that_prove_it(core: Core) -> None:
    demo = await the_demo(core)
    assert len({credential.client_id for credential in demo.credentials}) == len(demo.credentials)
    async with core.transactions.begin(demo.network) as tx:
        for credential in demo.credentials:
            registered = await tx.api_clients.get(credential.id)
            assert registered is not None
            assert registered.proves(credential.client_secret)
    assert {Role.NETWORK_ADMIN, Role.COORDINATOR} <= {credential.role for credential in demo.credentials}


async def test_the_demo_is_the_same_every_time(core: Core) -> None:
    one, other = await build(core, lambda: "secret"), await build(core, lambda: "secret")
    names = [[client.profile for served in demo.clients.values() for client in served] for demo in (one, other)]
    assert names[0] == names[1]
    assert len({profile.names[0] for profile in names[0]}) == len(names[0])


async def test_the_file_finds_the_same_network_again_and_only_its_owner_reads_it(core: Core, tmp_path: Path) -> None:
    path = tmp_path / "home" / demo_file.NAME
    await demo_file.prepare(core, tmp_path / "home", "http://127.0.0.1:8000")
    first = json.loads(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o600
    await demo_file.prepare(core, tmp_path / "home", "http://127.0.0.1:9000")
    again = json.loads(path.read_text())
    assert {**first, "base_url": "http://127.0.0.1:9000"} == again
    path.write_text('{"network": "01a1ffd4-55a3-7574-b366-7a635ad74896"}')
    await demo_file.prepare(core, tmp_path / "home", "http://127.0.0.1:8000")
    anew = json.loads(path.read_text())
    assert first["network"] != anew["network"]
    assert len(first["clients"]) == len(anew["clients"])

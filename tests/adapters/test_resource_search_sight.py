"""A search tells nothing that reading would not: not through chains, inclusions, orders, absence, faces or counts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.adapters.postgres.repositories.access import AccessRepository
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.consents.scope import Section, kind_bits
from app.domain.identity import AgencyId
from app.domain.resources.reading import ResourceReading
from app.ports.access import Access
from tests.support.found_resources import NOW, Shelf
from tests.support.scenes_referrals import Scene

WHOLE = {
    "identifier": [{"system": "urn:mrn", "value": "7"}],
    "name": [{"family": "Nunez", "given": ["Ana"]}],
    "birthDate": "1990-05-17",
    "managingOrganization": {"reference": "Organization/0190a000-0000-7000-8000-00000000000a"},
}
IDENTITY = {"name": [{"family": "Nunez"}]}
PANTRY = UUID("0190a000-0000-7000-8000-00000000000a")
CONDITIONS = {"kinds": kind_bits({Section.CONDITIONS})}


@dataclass(slots=True)
class Sights:
    """A shelf with a client, a condition and a note, and those who see them: whole, in part, not at all."""

    shelf: Shelf
    scene: Scene

    @property
    def whole(self) -> Access:
        return self._of(self.scene.sender.id)

    @property
    def part(self) -> Access:
        return self._of(self.scene.pantries[0].id)

    @property
    def nothing(self) -> Access:
        return self._of(self.scene.pantries[1].id)

    def _of(self, agency: AgencyId) -> Access:
        return Access(agency=agency, network_wide=False, at=NOW)

    async def found_by(self, type_: str, query: str) -> tuple[list[str], list[str], list[str]]:
        """Return what each finds: who sees the whole, a part, nothing; all of them count what they find."""
        found = [await self.shelf.finds(type_, query, access=each) for each in (self.whole, self.part, self.nothing)]
        counts = [await self.shelf.counts(type_, query, access=each) for each in (self.whole, self.part, self.nothing)]
        assert counts == [len(names) for names in found]
        whole, part, nothing = found
        return whole, part, nothing


@pytest.fixture
async def sights(scene: Scene, transactions: PostgresTransactions) -> AsyncIterator[Sights]:
    async with transactions.session(scene.world.network.id) as session:
        part = AccessGrant(
            agency=scene.pantries[0].id,
            client=scene.client,
            basis=Basis.HANDOFF,
            source=uuid4(),
            since=NOW,
            tier=Tier.IDENTITY,
        )
        await AccessRepository(session).grant(part)
        await session.connection.execute("UPDATE resources SET deleted = true")  # what the scene itself is told as
        ana = uuid4()
        shelf = Shelf(session, Access(agency=scene.sender.id, network_wide=False, at=NOW))
        seen: dict[str, Any] = {"client": scene.client, "agency": scene.sender.id}
        await shelf.put("pantry", "Organization", {"name": "Pantry"}, id=PANTRY)
        await shelf.put("ana", "Patient", WHOLE, id=ana, reading=ResourceReading.CLIENT, other=IDENTITY, **seen)
        about = {"subject": {"reference": f"Patient/{ana}"}, "code": {"coding": [{"code": "hungry"}]}}
        await shelf.put("need", "Condition", about, reading=ResourceReading.RECORD, **seen, **CONDITIONS)
        await shelf.put("flyer", "Basic", about)
        yield Sights(shelf, scene)


HERS, BOTH, NOBODYS = (["ana"], [], []), (["ana"], ["ana"], []), ([], [], [])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", BOTH),
        ("family=nunez", BOTH),
        ("family:exact=Nunez", BOTH),
        ("given=ana", HERS),
        ("identifier=urn:mrn|7", HERS),
        ("identifier=7", HERS),
        ("identifier:missing=false", HERS),
        ("identifier:missing=true", ([], ["ana"], [])),
        ("identifier:not=7", ([], ["ana"], [])),
        ("birthdate=1990", HERS),
        ("birthdate=lt2020&_sort=birthdate", HERS),
        ("organization.name=pantry", HERS),
        ("_has:Condition:patient:code=hungry", HERS),
        ("given=nobody", NOBODYS),
    ],
)
async def test_a_client_is_found_by_what_its_finder_is_shown(
    sights: Sights, query: str, expected: tuple[list[str], ...]
) -> None:
    assert await sights.found_by("Patient", query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("code=hungry", (["flyer"], ["flyer"], ["flyer"])),
        ("subject:Patient.family=nunez", (["flyer"], ["flyer"], [])),
        ("subject:Patient.given=ana", (["flyer"], [], [])),
        ("subject:Patient.identifier=7", (["flyer"], [], [])),
        ("subject:Patient.birthdate=1990", (["flyer"], [], [])),
        ("subject:Patient.identifier:missing=true", ([], ["flyer"], [])),
        ("subject:Patient.organization.name=pantry", (["flyer"], [], [])),
        ("subject:Patient._has:Condition:patient:code=hungry", (["flyer"], [], [])),
        ("subject:Patient._lastUpdated=2027", (["flyer"], ["flyer"], [])),
    ],
)
async def test_a_chain_goes_only_through_what_may_be_read(
    sights: Sights, query: str, expected: tuple[list[str], ...]
) -> None:
    assert await sights.found_by("Basic", query) == expected


async def test_what_comes_along_is_what_may_be_read(sights: Sights) -> None:
    async def brought(type_: str, query: str) -> list[list[str]]:
        seers = (sights.whole, sights.part, sights.nothing)
        return [await sights.shelf.brings(type_, query, access=each) for each in seers]

    assert await brought("Basic", "_include=Basic:subject") == [["ana"], ["ana"], []]
    assert await brought("Basic", "_include=Basic:subject&_include:iterate=Patient:organization") == [
        ["ana", "pantry"],
        ["ana"],
        [],
    ]
    assert await brought("Patient", "_revinclude=Condition:patient") == [["need"], [], []]
    assert await brought("Organization", "_revinclude=Patient:organization") == [["ana"], [], []]
    assert await brought("Patient", "_include=Patient:organization") == [["pantry"], [], []]
    assert await brought("Basic", "_include=Basic:patient&_revinclude:iterate=Condition:patient") == [
        ["ana", "need"],
        ["ana"],
        [],
    ]


async def test_only_the_types_that_a_token_reaches_come_along(sights: Sights) -> None:
    query = "_include=Basic:subject&_revinclude:iterate=Condition:patient&_include:iterate=Patient:organization"
    assert await sights.shelf.brings("Basic", query, types=["Patient", "Organization"]) == ["ana", "pantry"]
    assert await sights.shelf.brings("Basic", query, types=["Organization"]) == []


async def test_a_restricted_client_is_in_no_search_and_opens_by_its_link(sights: Sights) -> None:
    shelf, hidden = sights.shelf, uuid4()
    await shelf.put("hidden", "Patient", {"name": [{"family": "Quiet"}]}, id=hidden, hidden=True)
    about = {"subject": {"reference": f"Patient/{hidden}"}}
    await shelf.put("leaflet", "Basic", about)
    for query in ("family=quiet", f"_id={hidden}", "_has:Basic:patient:_id:not=x", f"_id={hidden}&_sort=family"):
        assert "hidden" not in await shelf.finds("Patient", query)
    assert await shelf.finds("Basic", f"patient=Patient/{hidden}") == ["leaflet"]
    assert await shelf.finds("Basic", "patient.family=quiet") == []
    assert await shelf.brings("Basic", f"patient=Patient/{hidden}&_include=Basic:patient") == []


async def test_a_clients_record_is_what_may_be_read_of_it_in_pages(sights: Sights) -> None:
    async def record(access: Access, **which: Any) -> list[str]:
        asked = {"types": None, "since": None, "after": None, "limit": 10, **which}
        page = await sights.shelf.queries.of_client(access, sights.scene.client, **asked)
        return sights.shelf.named(page.items)

    assert await record(sights.whole) == ["need", "ana"]
    assert await record(sights.part) == ["ana"]
    assert await record(sights.nothing) == []
    assert await record(sights.whole, types=["Patient"]) == ["ana"]
    assert await record(sights.whole, since=NOW.replace(year=2028)) == []
    first = await sights.shelf.queries.of_client(
        sights.whole, sights.scene.client, types=None, since=None, after=None, limit=1
    )
    assert sights.shelf.named(first.items) == ["need"]
    assert await record(sights.whole, after=first.next) == ["ana"]


async def test_a_network_wide_role_finds_what_it_reads(sights: Sights) -> None:
    everybody = Access(agency=sights.scene.pantries[2].id, network_wide=True, at=NOW)
    assert await sights.shelf.finds("Patient", "given=ana", access=everybody) == ["ana"]
    assert await sights.shelf.finds("Condition", "patient.given=ana", access=everybody) == ["need"]


async def test_what_arrives_between_pages_neither_repeats_nor_hides_anything(sights: Sights) -> None:
    shelf = sights.shelf
    for number in range(6):
        await shelf.put(
            f"old {number}", "Basic", {"code": {"coding": [{"code": "c", "system": "s"}]}, "number": number}
        )
    for query in ("code=s|c", "code=s|c&_sort=_lastUpdated", "code=s|c&_sort=-code", "code=c", "code:not=hungry"):
        first = await shelf.page("Basic", query, limit=2)
        await shelf.put(f"new by {query}", "Basic", {"code": {"coding": [{"code": "c", "system": "s"}]}})
        names, after = shelf.named(first.items), first.next
        while after is not None:
            page = await shelf.page("Basic", query, after=after, limit=2)
            names += shelf.named(page.items)
            after = page.next
        assert len(names) == len(set(names)), query
        assert {name for name in names if name.startswith("old")} == {f"old {number}" for number in range(6)}, query

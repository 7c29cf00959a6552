"""Resources and their terms on PostgreSQL: written by projections, with versions, in the face that each asker reads."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import bindparam, select

from app.adapters.postgres import projecting
from app.adapters.postgres.projecting import rows_of
from app.adapters.postgres.queries.access import reach
from app.adapters.postgres.queries.resource_access import shown_face
from app.adapters.postgres.repositories.access import AccessRepository
from app.adapters.postgres.repositories.resources import ResourceRepository
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.resources import ResourceRow
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.assessments.assessment import InstrumentName
from app.domain.assessments.own_instrument import Definition
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import Sensitivity
from app.domain.consents.scope import Section
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.domain.resources.reading import ResourceReading
from app.ports.access import Access
from app.ports.resources import Face, Past, Projection, Span, StoredResource, Target, Terms, Word
from tests.support.builders_resources import AT, a_face, some_terms
from tests.support.scenes_referrals import Scene

LATER = AT + timedelta(hours=1)


@dataclass(slots=True)
class Thing:
    """An aggregate that says of itself what it looks like."""

    looks: list[Projection]
    id: UUID = field(default_factory=uuid4)


class Mirror:
    """Projects things as they look, and puts back what was posted where nothing else is said."""

    def project(self, thing: object) -> tuple[Projection, ...]:
        return tuple(thing.looks) if isinstance(thing, Thing) else ()

    def merge(self, projection: Projection, source: Face, rendered: Face) -> Projection:
        return replace(projection, face=source) if projection.face == rendered else projection

    def labelled(self, type_: str, face: Face, terms: Terms, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        del type_, labels
        return face, terms

    def lacks(self, thing: object) -> InstrumentName | None:
        del thing
        return None

    def learn(self, network: NetworkId, name: InstrumentName, definition: Definition) -> None:
        del network, name, definition

    def relabelled(self, type_: str, face: Face, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
        del type_, labels
        return face, Terms()


MIRROR = Mirror()


def a_projection(client: ClientId, agency: AgencyId, **fields: Any) -> Projection:
    whole: dict[str, Any] = {
        "type": "Condition",
        "id": uuid4(),
        "client": client,
        "agency": agency,
        "reading": ResourceReading.RECORD,
        "kinds": frozenset({Section.CONDITIONS}),
        "face": a_face(code="hungry"),
        "terms": some_terms("hungry", "Condition"),
    }
    return Projection(**{**whole, **fields})


@dataclass(frozen=True, slots=True)
class Store:
    """The resources of a scene's network, on one open session."""

    session: Session

    @property
    def resources(self) -> ResourceRepository:
        async def project(at: datetime) -> None:
            await projecting.write(self.session, MIRROR, at)

        return ResourceRepository(self.session, MIRROR, project)

    async def show(self, thing: Thing, at: datetime = AT, *, new: bool = False) -> None:
        self.session.touch(thing, new=new)
        await projecting.write(self.session, MIRROR, at)

    async def words(self, projection: Projection) -> set[tuple[Any, ...]]:
        sql = "SELECT key, value, face, updated_at FROM resource_words WHERE network_id = $1 AND type = $2 AND id = $3"
        statement = Statement.text(sql, "network", "type", "id")
        return {tuple(row) for row in await self.session.fetch(statement, type=projection.type, id=projection.id)}


@pytest.fixture
async def store(scene: Scene, transactions: PostgresTransactions) -> AsyncIterator[Store]:
    async with transactions.session(scene.world.network.id) as session:
        yield Store(session)


def at_sender(scene: Scene) -> Access:
    return Access(agency=scene.sender.id, network_wide=False, at=AT)


def at_pantry(scene: Scene, place: int = 0) -> Access:
    return Access(agency=scene.pantries[place].id, network_wide=False, at=AT)


def target_of(projection: Projection) -> Target:
    return Target(type=projection.type, id=projection.id)


def told(stored: StoredResource | None) -> tuple[int, bytes] | None:
    return None if stored is None else (stored.version, stored.content)


async def test_a_new_thing_is_found_and_read_as_it_looks(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id, sensitivities=frozenset({Sensitivity.MH}))
    await store.show(Thing([looks]), new=True)
    assert await store.resources.read(at_sender(scene), target_of(looks)) == StoredResource(
        type="Condition",
        id=looks.id,
        version=1,
        updated_at=AT,
        deleted=False,
        content=b'{"code":"hungry"}',
        meta=b"{}",
        client=scene.client,
        agency=scene.sender.id,
        sensitivities=frozenset({Sensitivity.MH}),
    )
    assert await store.words(looks) == {("Condition.code", "hungry|http://loinc.org", 0, AT)}


async def test_what_looks_as_before_keeps_its_version(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id)
    await store.show(Thing([looks]), new=True)
    await store.show(Thing([looks]), LATER)
    found = await store.resources.read(at_sender(scene), target_of(looks))
    assert found is not None
    assert (found.version, found.updated_at) == (1, AT)


async def test_what_looks_otherwise_is_a_version_on_with_new_terms_and_a_past(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id)
    target, access = target_of(looks), at_sender(scene)
    await store.show(Thing([looks]), new=True)
    await store.show(Thing([replace(looks, face=a_face(code="fed"), terms=some_terms("fed", "Condition"))]), LATER)
    assert told(await store.resources.read(access, target)) == (2, b'{"code":"fed"}')
    assert told(await store.resources.read_version(access, target, 1)) == (1, b'{"code":"hungry"}')
    assert told(await store.resources.read_version(access, target, 2)) == (2, b'{"code":"fed"}')
    assert await store.resources.read_version(access, target, 3) is None
    assert await store.words(looks) == {("Condition.code", "fed|http://loinc.org", 0, LATER)}


async def test_a_change_at_the_same_moment_is_later_nonetheless(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id)
    await store.show(Thing([looks]), new=True)
    await store.show(Thing([replace(looks, face=a_face(code="fed"))]), AT)
    found = await store.resources.read(at_sender(scene), target_of(looks))
    assert found is not None
    assert found.updated_at == AT + timedelta(microseconds=1)


async def test_two_looks_in_one_go_are_two_versions(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id)
    target, access = target_of(looks), at_sender(scene)
    accepted, waiting = replace(looks, face=a_face(status="accepted")), replace(looks, face=a_face(status="on-hold"))
    await store.show(Thing([accepted, waiting]), new=True)
    assert told(await store.resources.read_version(access, target, 1)) == (1, b'{"status":"accepted"}')
    assert told(await store.resources.read(access, target)) == (2, b'{"status":"on-hold"}')
    again, done = replace(looks, face=a_face(status="again")), replace(looks, face=a_face(status="done"))
    await store.show(Thing([again, done]), LATER)
    history = await store.resources.history(access, Past(type="Condition", id=looks.id), after=None, limit=10)
    assert [told(each) for each in history.items] == [
        (4, b'{"status":"done"}'),
        (3, b'{"status":"again"}'),
        (2, b'{"status":"on-hold"}'),
        (1, b'{"status":"accepted"}'),
    ]


async def test_other_labels_alone_change_who_reads_and_no_version(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id)
    await _serves(scene, store, 0)
    await store.show(Thing([looks]), new=True)
    assert told(await store.resources.read(at_pantry(scene), target_of(looks))) == (1, b'{"code":"hungry"}')
    await store.show(Thing([replace(looks, sensitivities=frozenset({Sensitivity.SUD}))]), LATER)
    assert await store.resources.read(at_pantry(scene), target_of(looks)) is None
    assert told(await store.resources.read(at_sender(scene), target_of(looks))) == (1, b'{"code":"hungry"}')


async def test_each_asker_reads_its_face(scene: Scene, store: Store) -> None:
    whole = a_projection(
        scene.client,
        scene.sender.id,
        type="Patient",
        reading=ResourceReading.CLIENT,
        face=a_face(name="Ana"),
        other=a_face(name="A."),
    )
    terms = Terms(words=(Word(key="Patient.name", value="ana", face=1), Word(key="Patient.name", value="a", face=2)))
    handed = a_projection(
        scene.client,
        scene.sender.id,
        type="Task",
        reading=ResourceReading.PARTIES,
        parties=frozenset({scene.sender.id, scene.pantries[0].id}),
        face=a_face(who="Ana"),
        other=a_face(who="somebody"),
        other_agency=scene.pantries[0].id,
    )
    await store.show(Thing([replace(whole, terms=terms)]), new=True)
    await store.show(Thing([handed]), new=True)
    await _serves(scene, store, 0, Tier.IDENTITY)
    assert told(await store.resources.read(at_sender(scene), target_of(whole))) == (1, b'{"name":"Ana"}')
    assert told(await store.resources.read(at_pantry(scene), target_of(whole))) == (1, b'{"name":"A."}')
    assert await store.resources.read(at_pantry(scene, 1), target_of(whole)) is None
    assert told(await store.resources.read(at_sender(scene), target_of(handed))) == (1, b'{"who":"Ana"}')
    assert told(await store.resources.read(at_pantry(scene), target_of(handed))) == (1, b'{"who":"somebody"}')
    assert await store.resources.read(at_pantry(scene, 1), target_of(handed)) is None
    assert await _face(store, at_sender(scene), whole) == 1
    assert await _face(store, at_pantry(scene), whole) == 2


async def test_the_directory_is_read_by_everybody_and_the_rest_by_its_agency(scene: Scene, store: Store) -> None:
    nobody = ClientId(uuid4())
    medication = replace(a_projection(nobody, scene.sender.id, reading=ResourceReading.NETWORK), client=None)
    own = replace(a_projection(nobody, scene.sender.id, reading=ResourceReading.OWN), client=None)
    await store.show(Thing([medication, own]), new=True)
    assert told(await store.resources.read(at_pantry(scene), target_of(medication))) == (1, b'{"code":"hungry"}')
    assert told(await store.resources.read(at_sender(scene), target_of(own))) == (1, b'{"code":"hungry"}')
    assert await store.resources.read(at_pantry(scene), target_of(own)) is None


async def test_what_was_posted_comes_back_until_the_thing_itself_says_otherwise(scene: Scene, store: Store) -> None:
    looks = a_projection(scene.client, scene.sender.id)
    target, access = target_of(looks), at_sender(scene)
    posted = Face(content=b'{"code":"hungry","extension":[1]}', meta=b'{"tag":[]}')
    store.session.touch(Thing([looks]), new=True)
    store.resources.remember(target, posted)
    await store.resources.project(AT)
    assert told(await store.resources.read(access, target)) == (1, posted.content)
    await store.show(Thing([replace(looks, kinds=frozenset({Section.ASSESSMENTS}))]), LATER)
    assert told(await store.resources.read(access, target)) == (1, posted.content)
    await store.show(Thing([replace(looks, face=a_face(code="fed"))]), LATER)
    assert told(await store.resources.read(access, target)) == (2, b'{"code":"fed"}')


async def test_a_history_is_told_page_by_page_since_a_moment_and_as_of_one(scene: Scene, store: Store) -> None:
    first, second = a_projection(scene.client, scene.sender.id), a_projection(scene.client, scene.sender.id)
    things = [Thing([first]), Thing([second])]
    for hour in range(3):
        for thing in things:
            thing.looks = [replace(thing.looks[0], face=a_face(hour=hour))]
            await store.show(thing, AT + timedelta(hours=hour))
    access, of_type = at_sender(scene), Past(type="Condition")
    seen, after = list[tuple[UUID, int]](), None
    while True:
        page = await store.resources.history(access, of_type, after=after, limit=4)
        seen += [(each.id, each.version) for each in page.items]
        if (after := page.next) is None:
            break
    newest_first = sorted((first.id, second.id), reverse=True)
    assert seen == [(id_, version) for version in (3, 2, 1) for id_ in newest_first]
    since = await store.resources.history(access, replace(of_type, since=LATER), after=None, limit=9)
    assert {each.version for each in since.items} == {2, 3}
    as_of = await store.resources.history(access, replace(of_type, at=LATER), after=None, limit=9)
    assert [(each.id, each.version) for each in as_of.items] == [(id_, 2) for id_ in newest_first]
    nothing = await store.resources.history(at_pantry(scene), of_type, after=None, limit=9)
    assert nothing.items == ()


async def test_what_both_faces_say_is_found_by_everybody_and_long_words_are_cut(scene: Scene, store: Store) -> None:
    words = (Word(key="Condition.code", value="a", face=1), Word(key="Condition.code", value="a", face=2))
    long = Word(key="Condition.code", value="x" * 5000)
    span = Span(key="Condition.onset", since=AT, until=LATER)
    looks = a_projection(scene.client, scene.sender.id, terms=Terms(words=(*words, long), spans=(span, span)))
    await store.show(Thing([looks]), new=True)
    assert {(value, face) for _, value, face, _ in await store.words(looks)} == {("a", 0), ("x" * 400, 0)}


async def test_nothing_is_written_twice(scene: Scene, store: Store) -> None:
    store.session.touch(Thing([a_projection(scene.client, scene.sender.id)]), new=True)
    assert len(await rows_of(store.session, MIRROR, AT)) == 1
    assert await rows_of(store.session, MIRROR, AT) == []


async def _serves(scene: Scene, store: Store, place: int, tier: Tier = Tier.FULL) -> None:
    basis = AccessGrant(
        agency=scene.pantries[place].id,
        client=scene.client,
        basis=Basis.CASELOAD,
        source=scene.client,
        since=AT - timedelta(days=1),
        tier=tier,
    )
    await AccessRepository(store.session).grant(basis)


async def _face(store: Store, access: Access, projection: Projection) -> Any:
    table = table_of(ResourceRow)
    statement = Statement.of(
        select(shown_face(table)).where(table.c.network_id == bindparam("network"), table.c.id == bindparam("id"))
    )
    return await store.session.fetch_value(statement, id=projection.id, **reach(access))

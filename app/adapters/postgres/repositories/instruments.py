"""A network's own instruments to rows and back, beside those that come with the software."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Select, bindparam, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.assessments import InstrumentRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.assessments.instrument import Instrument, InstrumentStatus
from app.domain.assessments.own_instrument import Definition, OwnInstrument
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, NetworkId
from app.ports.assessments import Published
from app.ports.instruments import Edition, InstrumentReader
from app.ports.queries import Cursor, Page

MOST_KNOWN = 500

_T = table_of(InstrumentRow)
_LONG = frozenset({"questionnaire", "scoring", "rules"})
_SHORT = tuple(column for column in _T.c if column.name not in _LONG)
_HERE = _T.c.network_id == bindparam("network")
_OF_KEY = (_HERE, _T.c.key == bindparam("key"))
_ONE = (*_OF_KEY, _T.c.edition == bindparam("edition"))
_FIND = Statement.of(select(*_SHORT).where(*_ONE))
_NEWEST = Statement.of(
    select(*_SHORT)
    .where(*_OF_KEY, _T.c.status == bindparam("status"))
    .order_by(_T.c.created_at.desc(), _T.c.id.desc())
    .limit(1)
)
_BY_ID = Statement.of(select(*_SHORT).where(_HERE, _T.c.id == bindparam("id")))
_OWNER = Statement.of(select(_T.c.agency_id).where(*_OF_KEY).limit(1))
_LOCK = Statement.of(select(_T).where(*_ONE).with_for_update())
_WRITTEN_IN = Statement.of(
    select(_T.c.questionnaire, _T.c.scoring, _T.c.rules).where(_HERE, _T.c.id == bindparam("id"))
)
_ADD = Statement.of(insert(_T).on_conflict_do_nothing(index_elements=["network_id", "key", "edition"]))
_SAVE = Statement.of(
    update(_T)
    .where(*_ONE, _T.c.version == bindparam("read_version"))
    .values(
        {name: bindparam(name, type_=_T.c[name].type) for name in ("status", "version", "updated_at")},
    )
)


def _page(*, of_key: bool, of_status: bool) -> Statement:
    after = tuple_(bindparam("after_key", type_=_T.c.key.type), bindparam("after_edition", type_=_T.c.edition.type))
    chosen: Select[Any] = select(*_SHORT).where(_HERE, tuple_(_T.c.key, _T.c.edition) > after)
    if of_key:
        chosen = chosen.where(_T.c.key == bindparam("key"))
    if of_status:
        chosen = chosen.where(_T.c.status == bindparam("status"))
    return Statement.of(chosen.order_by(_T.c.key, _T.c.edition).limit(bindparam("limit")))


_PAGES = {
    (of_key, of_status): _page(of_key=of_key, of_status=of_status)
    for of_key in (False, True)
    for of_status in (False, True)
}


class Editions:
    """Every instrument that this process has read: a published version never changes, so it is read once."""

    def __init__(self, reader: InstrumentReader | None) -> None:
        self.reader = reader
        shipped = reader.shipped() if reader else {}
        self.shipped = {name: Published(edition=edition) for name, edition in shipped.items()}
        self._known: OrderedDict[UUID, Edition] = OrderedDict()

    def read(self, key: str, version: str, definition: Definition) -> Instrument:
        """Read a definition, or refuse it."""
        assert self.reader is not None  # noqa: S101  given wherever instruments are asked
        return self.reader.read(key, version, definition)

    def lent(self, definition: Definition) -> Definition:
        """Return a definition with the scores and rules that it lacks and we know."""
        assert self.reader is not None  # noqa: S101  given wherever instruments are asked
        return self.reader.lent(definition)

    def recognised(self, url: str) -> Published | None:
        """Return the shipped instrument of a canonical address."""
        edition = self.reader.recognised([url], ()) if self.reader else None
        return None if edition is None else Published(edition=edition)

    def known(self, id_: UUID) -> Edition | None:
        """Return an instrument of a network, if it has been read."""
        return self._known.get(id_)

    def learn(self, own: UUID, key: str, version: str, definition: Definition) -> Edition:
        """Read an instrument of a network; the oldest known makes room."""
        edition = Edition(instrument=self.read(key, version, definition), definition=definition)
        self._known[own] = edition
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return edition


class InstrumentRepository:
    """The instruments that one network can ask."""

    __slots__ = ("editions", "session")

    def __init__(self, session: Session, editions: Editions) -> None:
        self.session, self.editions = session, editions

    async def find(self, key: str, version: str | None = None) -> Published | None:
        """Return a version of an instrument, or its newest that is active."""
        if (shipped := self._shipped(key, version)) is not None:
            return shipped
        if version is None:
            row = await self.session.fetch_row(_NEWEST, key=key, status=InstrumentStatus.ACTIVE)
        else:
            row = await self.session.fetch_row(_FIND, key=key, edition=version)
        return None if row is None else await self._published(row)

    async def by_id(self, own: UUID) -> Published | None:
        """Return an instrument of the network."""
        row = await self.session.fetch_row(_BY_ID, id=own)
        return None if row is None else await self._published(row)

    def recognised(self, url: str) -> Published | None:
        """Return the shipped instrument of a canonical address."""
        return self.editions.recognised(url)

    def lent(self, definition: Definition) -> Definition:
        """Lend a known questionnaire our scores and rules."""
        return self.editions.lent(definition)

    def read(self, key: str, version: str, definition: Definition) -> Instrument:
        """Read a definition, or refuse it."""
        return self.editions.read(key, version, definition)

    def is_shipped(self, key: str) -> bool:
        """Whether an instrument of this key comes with the software."""
        return any(name[0] == key for name in self.editions.shipped)

    async def owner(self, key: str) -> AgencyId | None:
        """Return the agency that has published an instrument of this key here."""
        agency = await self.session.fetch_value(_OWNER, key=key)
        return None if agency is None else AgencyId(agency)

    async def page(
        self, *, key: str | None, status: InstrumentStatus | None, after: Cursor | None, limit: int
    ) -> Page[Published]:
        """Return one page in the order of keys and versions."""
        name = after or ("", "")
        given = {"key": key, "status": status, "after_key": name[0], "after_edition": name[1], "limit": limit + 1}
        rows = await self.session.page(_PAGES[key is not None, status is not None], **given)
        shipped = list(_fitting(self.editions.shipped.values(), key, status, name))
        self.session.also(len(shipped))
        found = [await self._published(row) for row in rows] + shipped
        found.sort(key=_name)
        items = tuple(found[:limit])
        names = tuple(map(_name, items))
        return Page(items=items, next=names[-1] if len(found) > limit else None, places=names)

    async def lock(self, key: str, version: str) -> OwnInstrument | None:
        """Return a version of an instrument of the network, and lock its row."""
        row = await self.session.fetch_row(_LOCK, key=key, edition=version)
        return None if row is None else own_of(row)

    async def add(self, instrument: OwnInstrument) -> None:
        """Insert a version that was just published."""
        if await self.session.execute(_ADD, **_values(instrument)) == 0:
            raise Conflict("instrument.version-exists", "The network has published that version already.")
        self.session.touch(instrument, new=True)

    async def save(self, instrument: OwnInstrument) -> None:
        """Write that it was retired, one version on; refuse when somebody else was faster."""
        changed = {"version": instrument.version + 1, "read_version": instrument.version}
        if await self.session.execute(_SAVE, **_values(instrument) | changed) == 0:
            raise Conflict("instrument.changed-meanwhile", "Somebody changed the instrument at the same moment.")
        instrument.version += 1
        self.session.touch(instrument)

    def _shipped(self, key: str, version: str | None) -> Published | None:
        if version is not None:
            return self.editions.shipped.get((key, version))
        active = _fitting(self.editions.shipped.values(), key, InstrumentStatus.ACTIVE, ("", ""))
        return max(active, key=_name, default=None)

    async def _published(self, row: asyncpg.Record) -> Published:
        edition = self.editions.known(row["id"])
        if edition is None:
            written = await self.session.fetch_row(_WRITTEN_IN, id=row["id"])
            assert written is not None  # noqa: S101  read in this very transaction
            edition = self.editions.learn(row["id"], row["key"], row["edition"], _definition(written))
        return Published(edition=edition, own=_own(row, edition.definition))


def _fitting(
    shipped: Iterable[Published], key: str | None, status: InstrumentStatus | None, after: Cursor
) -> list[Published]:
    return [
        each
        for each in shipped
        if key in (None, each.instrument.key) and status in (None, each.status) and _name(each) > after
    ]


def _name(published: Published) -> tuple[str, str]:
    return published.instrument.key, published.instrument.version


def _definition(row: asyncpg.Record) -> Definition:
    return Definition(questionnaire=row["questionnaire"], scoring=row["scoring"], rules=row["rules"])


def own_of(row: asyncpg.Record) -> OwnInstrument:
    """Read an instrument of the network back."""
    return _own(row, _definition(row))


def _own(row: asyncpg.Record, definition: Definition) -> OwnInstrument:
    return OwnInstrument(
        id=row["id"],
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        key=row["key"],
        edition=row["edition"],
        title=row["title"],
        definition=definition,
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=InstrumentStatus(row["status"]),
        version=row["version"],
    )


def _values(instrument: OwnInstrument) -> dict[str, Any]:
    return {
        "network_id": instrument.network,
        "id": instrument.id,
        "agency_id": instrument.agency,
        "key": instrument.key,
        "edition": instrument.edition,
        "title": instrument.title,
        "status": instrument.status,
        "questionnaire": instrument.definition.questionnaire,
        "scoring": instrument.definition.scoring,
        "rules": instrument.definition.rules,
        "version": instrument.version,
        "created_at": instrument.created_at,
        "updated_at": instrument.updated_at,
    }

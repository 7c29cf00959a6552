"""Consents to rows and back."""

from dataclasses import fields
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import bindparam, insert, literal_column, select, update

from app.adapters.postgres.queries.access import may_see_consent, reach
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement as Sql
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consents import ConsentRow
from app.domain.codes import Sensitivity, label_bits, labels_in
from app.domain.consents.consent import (
    Consent,
    ConsentType,
    Revocation,
    RevocationMethod,
    Signature,
    SignedDocument,
    TemplateUse,
    Terms,
    Witness,
)
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose, RecipientClass, Statement, kind_bits
from app.domain.consents.sharing import released
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, ClientId, ConsentId, NetworkId
from app.ports.access import Access

_T = table_of(ConsentRow)
_ONE = (_T.c.network_id == bindparam("network"), _T.c.id == bindparam("id"))
_REVOCATION = ("revoked_at", "revoked_by", "revoked_how", "revoked_reason")
_CHANGING = (*_REVOCATION, "paper", "renewal_at", "version", "updated_at")
_TERMS = tuple(field.name for field in fields(Terms))

_OF_CLIENT = Sql.of(
    select(_T).where(_T.c.network_id == bindparam("network"), _T.c.client_id == bindparam("client")).order_by(_T.c.id)
)
_SEEN = Sql.of(select(_T).where(*_ONE, may_see_consent(_T)))
_LOCK_SEEN = Sql.of(select(_T).where(*_ONE, may_see_consent(_T)).with_for_update())
_ADD = Sql.of(insert(_T))
_SAVE = Sql.of(
    update(_T)
    .where(*_ONE, _T.c.version == bindparam("read_version"))
    .values({name: bindparam(name, type_=_T.c[name].type) for name in _CHANGING})
)
_LOCK_ENDING = Sql.of(
    select(_T)
    .where(_T.c.network_id == bindparam("network"), _T.c.renewal_at <= bindparam("at", type_=_T.c.renewal_at.type))
    .order_by(_T.c.renewal_at, _T.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TELL = Sql.of(update(_T).where(*_ONE).values(renewal_at=None))
_RENEWED = Sql.of(
    select(literal_column("true")).where(
        _T.c.network_id == bindparam("network"), _T.c.renews == bindparam("id", type_=_T.c.renews.type)
    )
)


class ConsentRepository:
    """The consents of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def of_client(self, client: ClientId) -> tuple[Consent, ...]:
        """Return every consent of a client, the oldest first."""
        return tuple(consent_of(row) for row in await self.session.fetch(_OF_CLIENT, client=client))

    async def seen(self, access: Access, consent: ConsentId) -> Consent | None:
        """Return a consent of a client that the asker may see."""
        row = await self.session.fetch_row(_SEEN, id=consent, **reach(access))
        return None if row is None else consent_of(row)

    async def lock_seen(self, access: Access, consent: ConsentId) -> Consent | None:
        """Return it and lock its row."""
        row = await self.session.fetch_row(_LOCK_SEEN, id=consent, **reach(access))
        return None if row is None else consent_of(row)

    async def lock_ending(self, at: datetime, limit: int) -> tuple[Consent, ...]:
        """Return and lock those that come up for renewal, and that no other worker holds."""
        return tuple(consent_of(row) for row in await self.session.fetch(_LOCK_ENDING, at=at, limit=limit))

    async def tell(self, consent: ConsentId) -> None:
        """Write that somebody was asked to renew it; that is no change of the consent."""
        await self.session.execute(_TELL, id=consent)

    async def is_renewed(self, consent: ConsentId) -> bool:
        """Whether another consent follows it."""
        return bool(await self.session.fetch_value(_RENEWED, id=consent))

    async def add(self, consent: Consent) -> None:
        """Insert a consent that was just recorded."""
        await self.session.execute(_ADD, **values_of(consent))
        self.session.touch(consent, new=True)

    async def save(self, consent: Consent) -> None:
        """Write a revocation, one version on; refuse when somebody else was faster."""
        values = values_of(consent) | {"version": consent.version + 1, "read_version": consent.version}
        if await self.session.execute(_SAVE, **values) == 0:
            raise Conflict("consent.changed-meanwhile", "Somebody changed the consent at the same moment.")
        consent.version += 1
        self.session.touch(consent)


def values_of(consent: Consent) -> dict[str, Any]:
    """Write a consent as a row."""
    terms, revocation = consent.terms, consent.revocation
    release = released(terms)
    values = {name: getattr(terms, name) for name in _TERMS}
    return values | {
        "network_id": consent.network,
        "id": consent.id,
        "client_id": consent.client,
        "agency_id": consent.agency,
        "sensitivity": label_bits(consent.labels),
        "released_kinds": kind_bits(release.kinds),
        "released_labels": label_bits(release.sensitivities),
        "recorded_by": consent.recorded_by,
        "revoked_at": revocation.at if revocation else None,
        "revoked_by": revocation.by if revocation else None,
        "revoked_how": revocation.how if revocation else None,
        "revoked_reason": revocation.reason if revocation else None,
        "paper": consent.document,
        "renews": consent.renews,
        "renewal_at": consent.renewal_at,
        "version": consent.version,
        "created_at": consent.created_at,
        "updated_at": consent.updated_at,
    }


def consent_of(row: asyncpg.Record) -> Consent:
    """Read a consent back."""
    return Consent(
        id=ConsentId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        terms=_terms_of(row),
        recorded_by=row["recorded_by"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        revocation=_revocation_of(row),
        labels=labels_in(row["sensitivity"]),
        document=msgspec.convert(row["paper"], SignedDocument | None),
        renews=None if row["renews"] is None else ConsentId(row["renews"]),
        renewal_at=row["renewal_at"],
        version=row["version"],
    )


def _terms_of(row: asyncpg.Record) -> Terms:
    return Terms(
        type=ConsentType(row["type"]),
        recipients=tuple(AgencyId(agency) for agency in row["recipients"]),
        recipient_classes=tuple(RecipientClass(each) for each in row["recipient_classes"]),
        disclosers=tuple(AgencyId(agency) for agency in row["disclosers"]),
        purposes=tuple(Purpose(purpose) for purpose in row["purposes"]),
        categories=tuple(DATA_CATEGORIES[code] for code in row["categories"]),
        sensitivities=tuple(Sensitivity(label) for label in row["sensitivities"]),
        direction=Direction(row["direction"]),
        starts=row["starts"],
        ends=row["ends"],
        ends_when=row["ends_when"],
        signature=msgspec.convert(row["signature"], Signature | None),
        cosignature=msgspec.convert(row["cosignature"], Signature | None),
        witness=msgspec.convert(row["witness"], Witness | None),
        read_out=row["read_out"],
        statements=tuple(Statement(each) for each in row["statements"]),
        language=row["language"],
        template=msgspec.convert(row["template"], TemplateUse | None),
        note=row["note"],
    )


def _revocation_of(row: asyncpg.Record) -> Revocation | None:
    if row["revoked_at"] is None:
        return None
    return Revocation(
        at=row["revoked_at"],
        by=row["revoked_by"],
        how=RevocationMethod(row["revoked_how"]),
        reason=row["revoked_reason"],
    )

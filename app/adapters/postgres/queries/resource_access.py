"""The one predicate of who may read a resource, and the one expression of which face: each asks `queries/access.py`."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, any_, bindparam, case, literal_column, or_
from sqlalchemy.dialects.postgresql import UUID

from app.adapters.postgres.queries.access import may_read_paper, may_see, may_see_everywhere, may_see_record
from app.domain.clients.access import Tier
from app.domain.resources.reading import ResourceReading

EVERYBODY, WHOLE, OTHER = 0, 1, 2
_AGENCY = bindparam("agency", type_=UUID(as_uuid=True))


def may_read_resource(resource: FromClause) -> ColumnElement[bool]:
    """Whether the asker may read a resource, by the rule of the thing that it tells of.

    The statement is run with `reach(access)`. What is `hidden` may be read, and is found by no search.
    """
    columns = resource.c
    party = or_(any_(columns.parties) == _AGENCY, may_see_everywhere(resource))
    return or_(
        _read_as(resource, ResourceReading.NETWORK),
        and_(_read_as(resource, ResourceReading.OWN), columns.agency_id == _AGENCY),
        and_(_read_as(resource, ResourceReading.RECORD), may_see_record(resource)),
        and_(_read_as(resource, ResourceReading.PARTIES), party),
        and_(_read_as(resource, ResourceReading.PAPER), may_read_paper(columns, any_(columns.parties) == _AGENCY)),
        and_(_read_as(resource, ResourceReading.CLIENT), may_see(columns.client_id)),
    )


def within_sight(resource: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Return conditions of which one holds for all that the predicate lets an agency read, about no client it sees.

    Each is answered by an index of its own. What a role of the whole network lets be read is not among it.
    """
    columns = resource.c
    parties = (columns.parties[1] == _AGENCY, columns.parties[2] == _AGENCY, columns.parties[3].is_not(None))
    return (_read_as(resource, ResourceReading.NETWORK), columns.agency_id == _AGENCY, *parties)


def shows_other(resource: FromClause) -> ColumnElement[bool]:
    """Whether the asker, who may read a resource, is shown its other face: where it has one."""
    return and_(resource.c.other_content.is_not(None), _reads_other(resource))


def _reads_other(resource: FromClause) -> ColumnElement[bool]:
    """Whether the asker does not see the client whole, or is the agency for which the other face was made.

    A record of another agency that only a consent opens is shown without what is released apart from it.
    """
    columns = resource.c
    whole = may_see(columns.client_id, Tier.FULL)
    partly = and_(_read_as(resource, ResourceReading.CLIENT), ~whole)
    served = and_(columns.sensitivity == literal_column("0"), whole)
    elsewhere = columns.agency_id.is_distinct_from(_AGENCY)
    released = and_(_read_as(resource, ResourceReading.RECORD), elsewhere, ~served)
    return or_(partly, released, columns.other_agency_id.is_not_distinct_from(_AGENCY))


def shown_face(resource: FromClause) -> ColumnElement[int]:
    """Return which terms count beside those of both faces: `WHOLE` or `OTHER`."""
    return case((shows_other(resource), literal_column(str(OTHER))), else_=literal_column(str(WHOLE)))


def shown(resource: FromClause, version: FromClause | None = None) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the content and the meta of the face that the asker is shown, of the resource or of a version of it."""
    of = (version if version is not None else resource).c
    other = and_(of.other_content.is_not(None), _reads_other(resource))
    return (
        case((other, of.other_content), else_=of.content).label("content"),
        case((other, of.other_meta), else_=of.meta).label("meta"),
    )


def _read_as(resource: FromClause, reading: ResourceReading) -> ColumnElement[bool]:
    return resource.c.reading == literal_column(f"'{reading}'")

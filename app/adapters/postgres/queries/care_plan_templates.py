"""Care plan templates as they are chosen from: one's own, the network's and the built-in ones, by title."""

from typing import Any

from sqlalchemy import Integer, Select, Text, bindparam, select, tuple_, union_all

from app.adapters.postgres.queries.keyset import BEFORE_ALL_NAMES
from app.adapters.postgres.repositories.care_plan_templates import template_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_plan_templates import CarePlanTemplateRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_plans.built_in.catalogue import all_built_in
from app.domain.care_plans.template import CarePlanTemplate, TemplateScope, TemplateStatus
from app.domain.identity import NetworkId
from app.ports.access import Access
from app.ports.care_plan_templates import TemplateFilter
from app.ports.queries import Cursor, Page

_T = table_of(CarePlanTemplateRow)
_LIMIT = bindparam("limit", type_=Integer)


def _some(**equal: str) -> Select[Any]:
    after = tuple_(bindparam("after_name", type_=Text), bindparam("after_id", type_=_T.c.id.type))
    return (
        select(_T)
        .where(
            _T.c.network_id == bindparam("network"),
            _T.c.status == bindparam("status"),
            *(_T.c[column] == bindparam(name) for column, name in equal.items()),
            tuple_(_T.c.name_key, _T.c.id) > after,
        )
        .order_by(_T.c.name_key, _T.c.id)
        .limit(_LIMIT)
    )


_OWN = _some(agency_id="agency", scope="for_agency")
_SHARED = _some(scope="for_network")
_BOTH = union_all(*(select(arm.subquery()) for arm in (_OWN, _SHARED))).subquery()
_MINE = Statement.of(select(_BOTH).order_by(_BOTH.c.name_key, _BOTH.c.id).limit(_LIMIT))
_EVERY = Statement.of(_some())
_STATEMENTS = {
    (TemplateScope.AGENCY, False): Statement.of(_OWN),
    (TemplateScope.AGENCY, True): Statement.of(_some(scope="for_agency")),
    (TemplateScope.NETWORK, False): Statement.of(_SHARED),
    (TemplateScope.NETWORK, True): Statement.of(_SHARED),
    (None, False): _MINE,
    (None, True): _EVERY,
}


class CarePlanTemplateQueries:
    """Lists of templates."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: TemplateFilter, *, after: Cursor | None, limit: int
    ) -> Page[CarePlanTemplate]:
        """Return one page: the database's next rows with the built-in ones that come before their end."""
        name, id_ = after or BEFORE_ALL_NAMES
        found: list[CarePlanTemplate] = []
        if which.scope is not TemplateScope.BUILT_IN:
            rows = await self.session.page(
                _STATEMENTS[which.scope, access.network_wide],
                agency=access.agency,
                for_agency=TemplateScope.AGENCY,
                for_network=TemplateScope.NETWORK,
                status=which.status,
                after_name=name,
                after_id=id_,
                limit=limit + 1,
            )
            found += map(template_of, rows)
        built_in = [each for each in _built_in(self.session.network, which) if _place(each) > (name, id_)]
        self.session.also(len(built_in))
        found += built_in
        items = tuple(sorted(found, key=_place)[:limit])
        names = tuple(map(_place, items))
        return Page(items=items, next=names[-1] if len(found) > limit else None, places=names)


def _built_in(network: NetworkId, which: TemplateFilter) -> tuple[CarePlanTemplate, ...]:
    wanted = which.scope in (None, TemplateScope.BUILT_IN) and which.status is TemplateStatus.ACTIVE
    return all_built_in(network) if wanted else ()


def _place(template: CarePlanTemplate) -> tuple[Any, ...]:
    return template.name_key, template.id

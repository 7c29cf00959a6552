"""What became of care plans: their versions and their reviews, kept and paged."""

from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import insert

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.repositories.care_plan_rows import review_of, review_values, version_of, version_values
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_plans import CarePlanReviewRow, CarePlanVersionRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_plans.review import Review
from app.domain.care_plans.snapshot import PlanVersion
from app.domain.identity import AgencyId, CarePlanId, ReviewId
from app.ports.access import Access
from app.ports.care_plans import VersionItem
from app.ports.queries import Cursor, Page

_V, _R = table_of(CarePlanVersionRow), table_of(CarePlanReviewRow)
_ADD_VERSION = Statement.of(insert(_V))
_GET_VERSION = Statement.of(
    select(_V).where(
        _V.c.network_id == bindparam("network"), _V.c.plan_id == bindparam("plan"), _V.c.number == bindparam("number")
    )
)
_VERSIONS = Statement.of(
    select(_V.c.number, _V.c.at, _V.c.by, _V.c.author_agency_id, _V.c.what, _V.c.agency_id, _V.c.sensitivity)
    .where(
        _V.c.network_id == bindparam("network"),
        _V.c.plan_id == bindparam("plan"),
        _V.c.number < bindparam("below", type_=_V.c.number.type),
        may_see_record(_V),
    )
    .order_by(_V.c.number.desc())
    .limit(bindparam("limit"))
)


def _of_version(what: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return something of the version that a review made; null where it came without one."""
    made = and_(_V.c.network_id == _R.c.network_id, _V.c.plan_id == _R.c.plan_id, _V.c.number == _R.c.plan_version)
    return select(what).where(made).limit(1).scalar_subquery()


def _of_a_readable_version() -> ColumnElement[bool]:
    """Whether the asker may read what the plan was with a review; one that came without a version is the plan's."""
    return func.coalesce(_of_version(may_see_record(_V)), true())


_ADD_REVIEW = Statement.of(insert(_R))
_GET_REVIEW = Statement.of(
    select(_R).where(
        _R.c.network_id == bindparam("network"),
        _R.c.plan_id == bindparam("plan"),
        _R.c.id == bindparam("id"),
        _of_a_readable_version(),
    )
)
_REVIEWS = Statement.of(
    select(
        _R,
        _of_version(_V.c.agency_id).label("answering"),
        func.coalesce(_of_version(_V.c.sensitivity), literal_column("0")).label("sensitivity"),
    )
    .where(
        _R.c.network_id == bindparam("network"),
        _R.c.plan_id == bindparam("plan"),
        _R.c.plan_version < bindparam("below", type_=_R.c.plan_version.type),
        _of_a_readable_version(),
    )
    .order_by(_R.c.plan_version.desc())
    .limit(bindparam("limit"))
)
_NO_END = 2**31 - 1


class CarePlanVersionRepository:
    """What every change of a plan left behind."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def add(self, *versions: PlanVersion) -> None:
        """Insert versions."""
        await self.session.execute_many(_ADD_VERSION, [version_values(version) for version in versions])

    async def get(self, plan: CarePlanId, number: int) -> PlanVersion | None:
        """Return a version."""
        row = await self.session.fetch_row(_GET_VERSION, plan=plan, number=number)
        return None if row is None else version_of(row)

    async def page(self, access: Access, plan: CarePlanId, *, after: Cursor | None, limit: int) -> Page[VersionItem]:
        """Return one page of the versions that the asker may read, the newest first."""
        below = after[0] if after else _NO_END
        rows = await self.session.page(_VERSIONS, plan=plan, below=below, limit=limit + 1, **reach(access))
        following = (rows[limit - 1]["number"],) if len(rows) > limit else None
        labels = told_of_others(rows[:limit], access)
        numbers = tuple((row["number"],) for row in rows[:limit])
        return Page(items=tuple(map(_version_item, rows[:limit])), next=following, labels=labels, places=numbers)


class CarePlanReviewRepository:
    """The reviews of plans."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def add(self, plan: CarePlanId, *reviews: Review) -> None:
        """Insert reviews."""
        rows = [review_values(self.session.network, plan, review) for review in reviews]
        await self.session.execute_many(_ADD_REVIEW, rows)

    async def get(self, access: Access, plan: CarePlanId, review: ReviewId) -> Review | None:
        """Return a review of a plan, if the asker may read the version of the plan that it made."""
        row = await self.session.fetch_row(_GET_REVIEW, plan=plan, id=review, **reach(access))
        return None if row is None else review_of(row)

    async def page(self, access: Access, plan: CarePlanId, *, after: Cursor | None, limit: int) -> Page[Review]:
        """Return one page of the reviews of a plan whose versions the asker may read, the newest first."""
        below = after[0] if after else _NO_END
        rows = await self.session.page(_REVIEWS, plan=plan, below=below, limit=limit + 1, **reach(access))
        following = (rows[limit - 1]["plan_version"],) if len(rows) > limit else None
        labels = told_of_others(rows[:limit], access, "answering")
        numbers = tuple((row["plan_version"],) for row in rows[:limit])
        return Page(items=tuple(map(review_of, rows[:limit])), next=following, labels=labels, places=numbers)


def _version_item(row: asyncpg.Record) -> VersionItem:
    return VersionItem(
        number=row["number"],
        at=row["at"],
        by=row["by"],
        agency_id=AgencyId(row["author_agency_id"]),
        what=row["what"],
    )

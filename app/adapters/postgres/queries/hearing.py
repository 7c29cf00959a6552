"""Who may hear of an event now: the feed, the streams and the deliveries ask the same before they tell it."""

import re
from typing import Any

from sqlalchemy import FromClause, Select, bindparam, literal_column, or_, select
from sqlalchemy.dialects import postgresql

from app.adapters.postgres.queries.access import may_read_entry, row_by_row
from app.adapters.postgres.queries.asking import is_asked
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.referrals import HandoffRow
from app.adapters.postgres.tables.timelines import TimelineEntryRow

_E, _H = table_of(TimelineEntryRow), table_of(HandoffRow)
_NAMED = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]


def hears(**values: str) -> str:
    """Write into a statement of text whether an asker may hear of the event `e` now; `values` are the asker's in SQL.

    An event that names no client is nobody's secret beyond its audience. One whose entry is gone is heard by nobody.
    Who is asked for a client hears what becomes of the handoff also while it may not know who the client is.
    """
    entry = _E.alias("entry")
    found: Select[Any] = select(literal_column("1")).where(
        entry.c.network_id == bindparam("network"),
        entry.c.client_id == literal_column("e.client_id"),
        entry.c.at == literal_column("e.at"),
        entry.c.id == literal_column("e.id"),
        or_(may_read_entry(entry), row_by_row(_asked_by(entry))),
    )
    compiled = row_by_row(found).compile(dialect=_NAMED)
    text = str(compiled)
    fixed = {name: str(value) for name, value in compiled.params.items() if value is not None}
    for name, value in (fixed | values).items():
        text = re.sub(rf"(?<!:):{name}\b", value, text)
    return f"(e.client_id IS NULL OR {text})"


def told_by_event(agency: str) -> str:
    """Write into a statement of text the labels of what the event `e` tells an agency of another's record."""
    return f"""coalesce((
        SELECT entry.sensitivity FROM timeline_entries entry
        WHERE entry.network_id = $1 AND entry.client_id = e.client_id AND entry.at = e.at AND entry.id = e.id
            AND entry.agency_id IS DISTINCT FROM {agency}
    ), 0)"""  # noqa: S608 - our own names


def _asked_by(entry: FromClause) -> Select[Any]:
    """Select the handoff that an entry is about, when it asks the asker's agency.

    The entry itself would not do: in the client's timeline it would tell for whom one was asked.
    """
    handoff = _H.alias("asked")
    return select(literal_column("1")).where(
        entry.c.subject_type == literal_column("'handoff'"),
        handoff.c.network_id == bindparam("network"),
        handoff.c.id == entry.c.subject_id,
        is_asked(handoff),
    )

"""Writes the foundation migration anew from the tables, while nothing released would need a second one."""

from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import render_python_code
from alembic.operations import ops
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.adapters.postgres.schema import metadata, network_tables

TARGET = Path(__file__).parent / "versions" / "0001_foundation.py"
_PAGE = '''"""The foundation: every table of the first release, walled off by network."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.adapters.postgres import protection

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NETWORK_TABLES = (
{tables}
)


def upgrade() -> None:
{upgrade}
    for statement in protection.foundation(NETWORK_TABLES):
        op.execute(statement)


def downgrade() -> None:
    for statement in protection.dismantling():
        op.execute(statement)
{downgrade}
'''


def _render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind != "type":
        return False
    if isinstance(item, JSONB):
        return "postgresql.JSONB(none_as_null=True)"
    if isinstance(item, ARRAY):
        return f"postgresql.ARRAY(sa.{type(item.item_type).__name__}())"
    return False


def draft() -> str:
    """Return the text of the migration for the tables as they are declared now."""
    created: list[Any] = []
    dropped: list[Any] = []
    for table in metadata().sorted_tables:
        created.append(ops.CreateTableOp.from_table(table))
        created += [ops.CreateIndexOp.from_index(index) for index in sorted(table.indexes, key=lambda i: str(i.name))]
        dropped.insert(0, ops.DropTableOp.from_table(table))
    return _PAGE.format(
        tables="\n".join(f'    "{table.name}",' for table in network_tables()),
        upgrade=_render(ops.UpgradeOps(created)),
        downgrade=_render(ops.DowngradeOps(dropped)),
    )


def _render(operations: Any) -> str:
    code = render_python_code(operations, render_item=_render_item)
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("#"))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(draft(), encoding="utf-8")

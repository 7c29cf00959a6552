"""That the list of what holds something of a client is complete: read from the schema, so that a new table fails."""

import pytest
from sqlalchemy import JSON, LargeBinary, Table, Text

from app.adapters.postgres.personal_data import BY_TABLE, HOLDINGS, KEPT, SUBJECTS, TECHNICAL
from app.adapters.postgres.schema import metadata

# What a table below a client's leads to without holding anything of a client itself, and why.
BESIDE = {
    "households": "shared by several clients: an erasure takes the client out, and the last client takes it along",
    "caseload_transfers": "an agency's: what it says of single clients is taken out",
}
NAMES_CLIENTS = {"client_id", "client_ids", "subject_id", "subject_ids"}
# Tables that name other things than clients and their records under these names.
NOT_OF_CLIENTS = {"events"}
STAYS = {  # free text of rows that are emptied and stay, and why it tells nothing of the client
    ("clients", "version"),
    ("break_glass", "reason"),  # a code
    ("break_glass", "found_by"),  # a code
    ("break_glass", "review_outcome"),  # a code
    ("erasures", "reason"),  # a code
    ("erasures", "state"),  # a code
}
TABLES = [pytest.param(table, id=table.name) for table in metadata().sorted_tables]


def leads_to_a_client(table: Table) -> bool:
    if "client_id" in table.c or table.name == "clients" or table.name.startswith("resource_"):
        return True
    targets = {constraint.referred_table for constraint in table.foreign_key_constraints} - {table}
    return any(target.name in BY_TABLE and leads_to_a_client(target) for target in targets)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_that_leads_to_a_client_is_exported_and_erased(table: Table) -> None:
    if table.name not in {*BESIDE, *KEPT, *SUBJECTS}:
        assert leads_to_a_client(table) == (table.name in BY_TABLE), (
            f"{table.name}: say in app/adapters/postgres/personal_data.py what is exported of it and how it is erased"
        )


@pytest.mark.parametrize("table", TABLES)
def test_every_table_that_names_clients_in_another_way_says_why_it_stays(table: Table) -> None:
    if NAMES_CLIENTS & set(table.c.keys()):
        assert table.name in {*BY_TABLE, *KEPT, *SUBJECTS}


@pytest.mark.parametrize("holding", [pytest.param(each, id=each.table) for each in HOLDINGS])
def test_the_list_names_tables_and_columns_that_there_are(holding: object) -> None:
    each = BY_TABLE[getattr(holding, "table")]  # noqa: B009 - the parameter's own name
    columns = set(metadata().tables[each.table].c.keys())
    assert (each.private | each.technical | set(each.emptied)) <= columns
    assert each.parent is None or (each.parent[0] in BY_TABLE and each.parent[1] in columns)


@pytest.mark.parametrize("holding", [pytest.param(each, id=each.table) for each in HOLDINGS if each.emptied])
def test_rows_that_stay_keep_nothing_that_somebody_wrote(holding: object) -> None:
    each = BY_TABLE[getattr(holding, "table")]  # noqa: B009 - the parameter's own name
    written = {
        column.name
        for column in metadata().tables[each.table].c
        if isinstance(column.type, Text | JSON | LargeBinary) or column.type.__class__.__name__ in {"JSONB", "ARRAY"}
    }
    ids = {"viewers"}
    left = {(each.table, name) for name in written - set(each.emptied) - TECHNICAL - ids}
    assert left <= STAYS

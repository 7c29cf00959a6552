"""Row-level security and grants, written once: the second wall behind every query's own network predicate."""

from collections.abc import Iterable, Iterator

APP_ROLE = "throughline_app"
WORKER_ROLE = "throughline_worker"
# (select …) makes the setting an init plan: read once for each statement, not for each row.
NETWORK = "(SELECT nullif(current_setting('app.network', true), '')::uuid)"
# Asked outside every network alone: within one it would cost a look for each row.
UNSEALED = f"""{NETWORK} IS NULL AND NOT EXISTS (
    SELECT 1 FROM audit_heads h WHERE h.network_id = audit_entries.network_id AND h.last_id >= audit_entries.id
)"""  # noqa: S608 - our own names
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# What the application and the worker may do with the audit log: nobody may change or delete what was sealed.
APPEND_ONLY = {
    "audit_entries": ("SELECT, INSERT", "SELECT, INSERT"),
    "audit_leaves": ("SELECT", "SELECT, INSERT"),
    "audit_nodes": ("SELECT", "SELECT, INSERT"),
    "audit_heads": ("SELECT", "SELECT, INSERT, UPDATE"),
    "audit_checkpoints": ("SELECT", "SELECT, INSERT, UPDATE"),
    "audit_subjects": ("SELECT", "SELECT, INSERT"),
    "audit_findings": ("SELECT", "SELECT, INSERT"),
    "audit_anchors": ("SELECT, INSERT", "SELECT"),
}


def protect(tables: Iterable[str]) -> Iterator[str]:
    """Yield the statements that wall off each table by network and grant the two roles what they need."""
    for table in tables:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY network ON {table} USING (network_id = {NETWORK}) WITH CHECK (network_id = {NETWORK})"
        for role, verbs in zip((APP_ROLE, WORKER_ROLE), APPEND_ONLY.get(table, (EVERYTHING, EVERYTHING)), strict=True):
            yield f"GRANT {verbs} ON {table} TO {role}"


def show_networks_to_worker() -> Iterator[str]:
    """Yield the one exception: the worker sees in which networks there is work, to enter them one by one.

    Without it the worker would have to enter every network four times a second. It shows ids, and no client's.
    """
    yield f"CREATE POLICY worker_lists_networks ON networks FOR SELECT TO {WORKER_ROLE} USING (true)"
    yield f"CREATE POLICY worker_finds_unnumbered ON events FOR SELECT TO {WORKER_ROLE} USING (seq IS NULL)"
    yield f"CREATE POLICY worker_finds_due ON webhook_streams FOR SELECT TO {WORKER_ROLE} USING (true)"
    yield f"CREATE POLICY worker_finds_told ON subscription_lines FOR SELECT TO {WORKER_ROLE} USING (open)"
    yield f"CREATE POLICY worker_lists_heads ON audit_heads FOR SELECT TO {WORKER_ROLE} USING (true)"
    yield f"CREATE POLICY worker_finds_unsealed ON audit_entries FOR SELECT TO {WORKER_ROLE} USING ({UNSEALED})"


def foundation(tables: Iterable[str]) -> Iterator[str]:
    """Yield everything that follows the creation of the first tables."""
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {WORKER_ROLE}"
    yield f"GRANT SELECT ON alembic_version TO {APP_ROLE}, {WORKER_ROLE}"
    yield from protect(tables)
    yield from show_networks_to_worker()


def dismantling() -> Iterator[str]:
    """Yield what must go before the tables can: the one policy that looks at another table."""
    yield "DROP POLICY worker_finds_unsealed ON audit_entries"

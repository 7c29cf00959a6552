"""The foundation: every table of the first release, walled off by network."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.adapters.postgres import protection
from app.adapters.postgres.tables.records import TransactionId

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NETWORK_TABLES = (
    "audit_entries",
    "events",
    "kept_answers",
    "networks",
)


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("api_client_id", sa.UUID(), nullable=True),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("principal_id", sa.UUID(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("client_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("leaf", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["network_id", "at", "id"], unique=False)
    op.create_table(
        "events",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("actor_agency_id", sa.UUID(), nullable=False),
        sa.Column("principal_id", sa.UUID(), nullable=True),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.UUID(), nullable=False),
        sa.Column("related", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("audience", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_events_seq", "events", ["network_id", "seq"], unique=True, postgresql_where=sa.text("seq IS NOT NULL")
    )
    op.create_index("ix_events_subject", "events", ["network_id", "subject_id", "id"], unique=False)
    op.create_index(
        "ix_events_unnumbered",
        "events",
        ["network_id", "xid", "id"],
        unique=False,
        postgresql_where=sa.text("seq IS NULL"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("caller_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", postgresql.BYTEA(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "caller_id", "key"),
    )
    op.create_index("ix_kept_answers_at", "kept_answers", ["network_id", "at"], unique=False)
    op.create_table(
        "networks",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("policies", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id"),
    )
    for statement in protection.foundation(NETWORK_TABLES):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("networks")
    op.drop_table("kept_answers")
    op.drop_table("events")
    op.drop_table("audit_entries")

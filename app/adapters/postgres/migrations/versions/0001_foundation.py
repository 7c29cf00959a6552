"""The foundation: every table of the first release, walled off by network."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.adapters.postgres import protection

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NETWORK_TABLES = (
    "agencies",
    "audit_anchors",
    "audit_checkpoints",
    "audit_entries",
    "audit_findings",
    "audit_heads",
    "audit_leaves",
    "audit_nodes",
    "audit_subjects",
    "consent_templates",
    "event_recipients",
    "event_sequences",
    "events",
    "external_identifiers",
    "failed_attempts",
    "kept_answers",
    "networks",
    "resource_amounts",
    "resource_spans",
    "resource_versions",
    "resource_words",
    "resources",
    "source_records",
    "subscription_events",
    "subscriptions",
    "timeline_entries",
    "usage_levels",
    "used_assertions",
    "webhook_deliveries",
    "webhook_replays",
    "webhook_streams",
    "webhooks",
    "api_clients",
    "care_plan_templates",
    "consent_template_versions",
    "households",
    "instruments",
    "locations",
    "relabellings",
    "resource_exports",
    "resource_imports",
    "services",
    "subscription_lines",
    "workers",
    "access_tokens",
    "care_plan_template_versions",
    "caseload_transfers",
    "clients",
    "resource_export_files",
    "resource_import_parts",
    "service_hours",
    "service_locations",
    "service_terms",
    "appointments",
    "assessments",
    "break_glass",
    "care_plans",
    "care_teams",
    "caseload_transfer_clients",
    "client_access",
    "client_access_names",
    "client_acuities",
    "client_exports",
    "client_proxies",
    "client_terms",
    "consents",
    "erasures",
    "goals",
    "handovers",
    "legal_holds",
    "referrals",
    "relabelling_clients",
    "assessment_scores",
    "assessment_versions",
    "care_plan_goals",
    "care_plan_reviews",
    "care_plan_versions",
    "client_export_contents",
    "client_shares",
    "consent_documents",
    "consent_overrides",
    "goal_progress",
    "handoffs",
    "needs",
    "referral_history",
    "care_team_members",
    "handoff_messages",
    "handoff_offers",
    "need_steps",
    "tasks",
    "care_plan_activities",
)


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("membership", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("profile", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("given_labels", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("membership IN ('full', 'light', 'listed')", name="ck_agencies_membership"),
        sa.CheckConstraint("status IN ('active', 'suspended')", name="ck_agencies_status"),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_agencies_name", "agencies", ["network_id", "name_key", "id"], unique=False)
    op.create_table(
        "audit_anchors",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", postgresql.BYTEA(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_audit_anchors_at", "audit_anchors", ["network_id", "at", "id"], unique=False)
    op.create_index("ix_audit_anchors_origin", "audit_anchors", ["network_id", "origin", "size"], unique=False)
    op.create_table(
        "audit_checkpoints",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", postgresql.BYTEA(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "hour"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("api_client_id", sa.UUID(), nullable=True),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("principal_id", sa.UUID(), nullable=True),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("client_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("leaf", postgresql.BYTEA(), nullable=False),
        sa.Column("mac", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_audit_entries_action", "audit_entries", ["network_id", "action", "at", "id"], unique=False)
    op.create_index("ix_audit_entries_actor", "audit_entries", ["network_id", "actor_id", "at", "id"], unique=False)
    op.create_index("ix_audit_entries_agency", "audit_entries", ["network_id", "agency_id", "at", "id"], unique=False)
    op.create_index("ix_audit_entries_at", "audit_entries", ["network_id", "at", "id"], unique=False)
    op.create_index(
        "ix_audit_entries_changes",
        "audit_entries",
        ["network_id", "permission", "at", "id"],
        unique=False,
        postgresql_where=sa.text("permission IN ('c', 'u', 'd')"),
    )
    op.create_table(
        "audit_findings",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "entry_id"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.UUID(), nullable=False),
        sa.Column("peaks", postgresql.BYTEA(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id"),
    )
    op.create_table(
        "audit_leaves",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("leaf", postgresql.BYTEA(), nullable=False),
        sa.Column("mac", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "seq"),
    )
    op.create_index("ix_audit_leaves_entry", "audit_leaves", ["network_id", "entry_id"], unique=True)
    op.create_table(
        "audit_nodes",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "level", "index"),
    )
    op.create_table(
        "audit_subjects",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("bases", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("network_id", "subject_id", "at", "entry_id"),
    )
    op.create_table(
        "consent_templates",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'retired')", name="ck_consent_templates_status"),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_consent_templates_status", "consent_templates", ["network_id", "status", "name_key", "id"], unique=False
    )
    op.create_table(
        "event_recipients",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "agency_id", "seq"),
    )
    op.create_table(
        "event_sequences",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("network_id"),
    )
    op.create_table(
        "events",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
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
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_events_seq", "events", ["network_id", "seq"], unique=True, postgresql_where=sa.text("seq IS NOT NULL")
    )
    op.create_index("ix_events_subject", "events", ["network_id", "subject_id", "id"], unique=False)
    op.create_index(
        "ix_events_unnumbered",
        "events",
        ["network_id", "position"],
        unique=False,
        postgresql_where=sa.text("seq IS NULL"),
    )
    op.create_table(
        "external_identifiers",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "noun", "system", "value"),
    )
    op.create_index(
        "ix_external_identifiers_subject", "external_identifiers", ["network_id", "noun", "subject_id"], unique=False
    )
    op.create_table(
        "failed_attempts",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "bucket"),
    )
    op.create_index("ix_failed_attempts_since", "failed_attempts", ["network_id", "since"], unique=False)
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
    op.create_table(
        "resource_amounts",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("unit", sa.Text(collation="C"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("face", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "key", "low", "high", "unit", "updated_at", "id"),
    )
    op.create_index("ix_resource_amounts_resource", "resource_amounts", ["network_id", "type", "id"], unique=False)
    op.create_table(
        "resource_spans",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("face", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "key", "since", "until", "updated_at", "id"),
    )
    op.create_index("ix_resource_spans_resource", "resource_spans", ["network_id", "type", "id"], unique=False)
    op.create_table(
        "resource_versions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.Column("meta", postgresql.BYTEA(), nullable=False),
        sa.Column("other_content", postgresql.BYTEA(), nullable=True),
        sa.Column("other_meta", postgresql.BYTEA(), nullable=True),
        sa.PrimaryKeyConstraint("network_id", "type", "id", "version"),
    )
    op.create_index(
        "ix_resource_versions_changed", "resource_versions", ["network_id", "type", "updated_at", "id"], unique=False
    )
    op.create_table(
        "resource_words",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.Text(collation="C"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("face", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "key", "value", "updated_at", "id"),
    )
    op.create_index("ix_resource_words_resource", "resource_words", ["network_id", "type", "id"], unique=False)
    op.create_table(
        "resources",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("projected", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=True),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.Column("meta", postgresql.BYTEA(), nullable=False),
        sa.Column("other_content", postgresql.BYTEA(), nullable=True),
        sa.Column("other_meta", postgresql.BYTEA(), nullable=True),
        sa.Column("other_agency_id", sa.UUID(), nullable=True),
        sa.Column("source", postgresql.BYTEA(), nullable=True),
        sa.Column("source_meta", postgresql.BYTEA(), nullable=True),
        sa.Column("rendered", postgresql.BYTEA(), nullable=True),
        sa.Column("rendered_meta", postgresql.BYTEA(), nullable=True),
        sa.CheckConstraint(
            "reading IN ('record', 'parties', 'paper', 'client', 'network', 'own')", name="ck_resources_reading"
        ),
        sa.PrimaryKeyConstraint("network_id", "type", "id"),
    )
    op.create_index("ix_resources_agency", "resources", ["network_id", "agency_id", "type", "id"], unique=False)
    op.create_index("ix_resources_changed", "resources", ["network_id", "type", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_resources_client",
        "resources",
        ["network_id", "client_id", "type", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("client_id IS NOT NULL"),
    )
    op.create_index(
        "ix_resources_network",
        "resources",
        ["network_id", "type", "id"],
        unique=False,
        postgresql_where=sa.text("reading = 'network'"),
    )
    op.create_index(
        "ix_resources_parties",
        "resources",
        ["network_id", "type", "id"],
        unique=False,
        postgresql_where=sa.text("(parties[3]) IS NOT NULL"),
    )
    op.create_index(
        "ix_resources_party_1",
        "resources",
        ["network_id", sa.literal_column("(parties[1])"), "type", "id"],
        unique=False,
        postgresql_where=sa.text("(parties[1]) IS NOT NULL"),
    )
    op.create_index(
        "ix_resources_party_2",
        "resources",
        ["network_id", sa.literal_column("(parties[2])"), "type", "id"],
        unique=False,
        postgresql_where=sa.text("(parties[2]) IS NOT NULL"),
    )
    op.create_table(
        "source_records",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("said", postgresql.BYTEA(), nullable=True),
        sa.PrimaryKeyConstraint("network_id", "noun", "source", "name"),
    )
    op.create_index("ix_source_records_subject", "source_records", ["network_id", "noun", "subject_id"], unique=False)
    op.create_table(
        "subscription_events",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("subscription_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("focus_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "subscription_id", "number"),
    )
    op.create_index("ix_subscription_events_at", "subscription_events", ["network_id", "at"], unique=False)
    op.create_index(
        "ix_subscription_events_focus",
        "subscription_events",
        ["network_id", "subscription_id", "type", "focus_id"],
        unique=False,
    )
    op.create_table(
        "subscriptions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("api_client_id", sa.UUID(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("header_names", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("header_values", postgresql.BYTEA(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("heartbeat_seconds", sa.Integer(), nullable=True),
        sa.Column("timeout_seconds", sa.Integer(), nullable=True),
        sa.Column("most_events", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("content IN ('empty', 'id-only', 'full-resource')", name="ck_subscriptions_content"),
        sa.CheckConstraint("status IN ('requested', 'active', 'error', 'off')", name="ck_subscriptions_status"),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_subscriptions_agency", "subscriptions", ["network_id", "agency_id", "id"], unique=False)
    op.create_table(
        "timeline_entries",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor_agency_id", sa.UUID(), nullable=False),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("principal_id", sa.UUID(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=True),
        sa.Column("parties", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("related", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.CheckConstraint("reading IN ('record', 'parties', 'client')", name="ck_timeline_entries_reading"),
        sa.PrimaryKeyConstraint("network_id", "client_id", "at", "id"),
    )
    op.create_table(
        "usage_levels",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "bucket"),
    )
    op.create_index("ix_usage_levels_at", "usage_levels", ["network_id", "at"], unique=False)
    op.create_table(
        "used_assertions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("api_client_id", sa.UUID(), nullable=False),
        sa.Column("digest", postgresql.BYTEA(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network_id", "api_client_id", "digest"),
    )
    op.create_index("ix_used_assertions_until", "used_assertions", ["network_id", "until"], unique=False)
    op.create_table(
        "webhook_deliveries",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("webhook_id", sa.UUID(), nullable=False),
        sa.Column("stream_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name="ck_webhook_deliveries_state"),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_webhook_deliveries_log",
        "webhook_deliveries",
        ["network_id", "webhook_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_webhook_deliveries_settled",
        "webhook_deliveries",
        ["network_id", "settled_at"],
        unique=False,
        postgresql_where=sa.text("state <> 'waiting'"),
    )
    op.create_index(
        "ix_webhook_deliveries_state",
        "webhook_deliveries",
        ["network_id", "webhook_id", "state", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_webhook_deliveries_waiting",
        "webhook_deliveries",
        ["network_id", "webhook_id", "stream_id", "seq"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "webhook_replays",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("webhook_id", sa.UUID(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_seq", sa.BigInteger(), nullable=True),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("states", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("lined_up", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('running', 'done', 'cancelled', 'stopped')", name="ck_webhook_replays_status"),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_webhook_replays_running",
        "webhook_replays",
        ["network_id", "webhook_id"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_webhook_replays_webhook", "webhook_replays", ["network_id", "webhook_id", "id"], unique=False)
    op.create_table(
        "webhook_streams",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("webhook_id", sa.UUID(), nullable=False),
        sa.Column("stream_id", sa.UUID(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("network_id", "webhook_id", "stream_id"),
    )
    op.create_index("ix_webhook_streams_any_due", "webhook_streams", ["network_id", "due_at"], unique=False)
    op.create_index("ix_webhook_streams_due", "webhook_streams", ["network_id", "webhook_id", "due_at"], unique=False)
    op.create_table(
        "webhooks",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("network_wide", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("disabled_because", sa.Text(), nullable=True),
        sa.Column("secrets", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("resume_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("disabled_because IN ('by_hand', 'gone')", name="ck_webhooks_disabled_because"),
        sa.CheckConstraint("status IN ('enabled', 'disabled')", name="ck_webhooks_status"),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_webhooks_agency", "webhooks", ["network_id", "agency_id", "id"], unique=False)
    op.create_table(
        "api_clients",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("auth_method", sa.Text(), nullable=False),
        sa.Column("secret_hash", postgresql.BYTEA(), nullable=True),
        sa.Column("former_secret_hash", postgresql.BYTEA(), nullable=True),
        sa.Column("former_secret_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jwks", sa.Text(), nullable=True),
        sa.Column("jwks_uri", sa.Text(), nullable=True),
        sa.Column("algorithms", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "auth_method IN ('client_secret_basic', 'private_key_jwt')", name="ck_api_clients_auth_method"
        ),
        sa.CheckConstraint("status IN ('active', 'revoked')", name="ck_api_clients_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_api_clients_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_api_clients_agency", "api_clients", ["network_id", "agency_id", "name_key", "id"], unique=False)
    op.create_index("ix_api_clients_name", "api_clients", ["network_id", "name_key", "id"], unique=False)
    op.create_table(
        "care_plan_templates",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('agency', 'network', 'built_in')", name="ck_care_plan_templates_scope"),
        sa.CheckConstraint("status IN ('active', 'retired')", name="ck_care_plan_templates_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_care_plan_templates_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_care_plan_templates_agency",
        "care_plan_templates",
        ["network_id", "agency_id", "scope", "status", "name_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_care_plan_templates_scope",
        "care_plan_templates",
        ["network_id", "scope", "status", "name_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_care_plan_templates_status", "care_plan_templates", ["network_id", "status", "name_key", "id"], unique=False
    )
    op.create_table(
        "consent_template_versions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("template_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "template_id"],
            ["consent_templates.network_id", "consent_templates.id"],
            name="fk_consent_template_versions_template_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "template_id", "number"),
    )
    op.create_table(
        "households",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('family', 'couple', 'shared', 'temporary', 'other')", name="ck_households_kind"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_households_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_households_agency", "households", ["network_id", "agency_id", "updated_at", "id"], unique=False)
    op.create_index("ix_households_updated", "households", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "instruments",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("edition", sa.Text(collation="C"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("questionnaire", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("scoring", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("rules", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'active', 'retired', 'unknown')", name="ck_instruments_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_instruments_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
        sa.UniqueConstraint("network_id", "key", "edition", name="uq_instruments_key_edition"),
    )
    op.create_table(
        "locations",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("profile", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_locations_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_locations_agency", "locations", ["network_id", "agency_id", "name_key", "id"], unique=False)
    op.create_index("ix_locations_name", "locations", ["network_id", "name_key", "id"], unique=False)
    op.create_index("ix_locations_postal_code", "locations", ["network_id", "postal_code", "id"], unique=False)
    op.create_table(
        "relabellings",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("labels", sa.SmallInteger(), nullable=False),
        sa.Column("programs", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("looks", sa.SmallInteger(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_relabellings_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "agency_id"),
    )
    op.create_table(
        "resource_exports",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("asker_id", sa.UUID(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("stretch", sa.Integer(), nullable=False),
        sa.Column("client", sa.Integer(), nullable=False),
        sa.Column("after", sa.UUID(), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('running', 'ready', 'failed', 'cancelled')", name="ck_resource_exports_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_resource_exports_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_resource_exports_asker",
        "resource_exports",
        ["network_id", "asker_id"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_resource_exports_expires", "resource_exports", ["network_id", "expires_at"], unique=False)
    op.create_index(
        "ix_resource_exports_turn",
        "resource_exports",
        ["network_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "resource_imports",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("asker_id", sa.UUID(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("fates", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.CheckConstraint("status IN ('running', 'ready', 'failed', 'cancelled')", name="ck_resource_imports_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_resource_imports_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_resource_imports_asker",
        "resource_imports",
        ["network_id", "asker_id"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_resource_imports_expires", "resource_imports", ["network_id", "expires_at"], unique=False)
    op.create_index(
        "ix_resource_imports_turn",
        "resource_imports",
        ["network_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "services",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("income_percent_fpl", sa.Integer(), nullable=True),
        sa.Column("area_kinds", sa.SmallInteger(), nullable=False),
        sa.Column("interprets", sa.Boolean(), nullable=False),
        sa.Column("accepting", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("available", sa.Integer(), nullable=True),
        sa.Column("capacity_updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("profile", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("accepting IN ('open', 'waitlist', 'closed')", name="ck_services_accepting"),
        sa.CheckConstraint(
            "status IN ('active', 'inactive', 'defunct', 'temporarily closed')", name="ck_services_status"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_services_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_services_agency", "services", ["network_id", "agency_id", "name_key", "id"], unique=False)
    op.create_index("ix_services_name", "services", ["network_id", "name_key", "id"], unique=False)
    op.create_index("ix_services_updated", "services", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "subscription_lines",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("subscription_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("network_wide", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("shakes", sa.Boolean(), nullable=False),
        sa.Column("read_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_id", sa.UUID(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "subscription_id"],
            ["subscriptions.network_id", "subscriptions.id"],
            name="fk_subscription_lines_subscription_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "subscription_id"),
    )
    op.create_index("ix_subscription_lines_open", "subscription_lines", ["network_id", "open", "due_at"], unique=False)
    op.create_table(
        "workers",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("profile", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'left')", name="ck_workers_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_workers_agency_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_workers_agency", "workers", ["network_id", "agency_id", "name_key", "id"], unique=False)
    op.create_index("ix_workers_name", "workers", ["network_id", "name_key", "id"], unique=False)
    op.create_table(
        "access_tokens",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("digest", postgresql.BYTEA(), nullable=False),
        sa.Column("api_client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_access_tokens_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "api_client_id"],
            ["api_clients.network_id", "api_clients.id"],
            name="fk_access_tokens_api_client_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "digest"),
    )
    op.create_index("ix_access_tokens_api_client", "access_tokens", ["network_id", "api_client_id"], unique=False)
    op.create_index("ix_access_tokens_expires", "access_tokens", ["network_id", "expires_at"], unique=False)
    op.create_table(
        "care_plan_template_versions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("template_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "template_id"],
            ["care_plan_templates.network_id", "care_plan_templates.id"],
            name="fk_care_plan_template_versions_template_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "template_id", "number"),
    )
    op.create_table(
        "caseload_transfers",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("from_worker_id", sa.UUID(), nullable=False),
        sa.Column("to_worker_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("notes", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("effective", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('worker_leaves', 'absence', 'balance', 'client_request', 'language', 'expertise', 'conflict_of_interest', 'other')",
            name="ck_caseload_transfers_reason",
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'running', 'done', 'cancelled')", name="ck_caseload_transfers_status"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_caseload_transfers_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "from_worker_id"],
            ["workers.network_id", "workers.id"],
            name="fk_caseload_transfers_from_worker_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "to_worker_id"],
            ["workers.network_id", "workers.id"],
            name="fk_caseload_transfers_to_worker_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_caseload_transfers_agency",
        "caseload_transfers",
        ["network_id", "agency_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_caseload_transfers_agency_status",
        "caseload_transfers",
        ["network_id", "agency_id", "status", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_caseload_transfers_due",
        "caseload_transfers",
        ["network_id", "effective", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('planned', 'running')"),
    )
    op.create_index(
        "ix_caseload_transfers_from",
        "caseload_transfers",
        ["network_id", "from_worker_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_caseload_transfers_status", "caseload_transfers", ["network_id", "status", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_caseload_transfers_to",
        "caseload_transfers",
        ["network_id", "to_worker_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_caseload_transfers_updated", "caseload_transfers", ["network_id", "updated_at", "id"], unique=False
    )
    op.create_table(
        "clients",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("names", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("birth_date", sa.Text(collation="C"), nullable=True),
        sa.Column("identifiers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("pronouns", sa.Text(), nullable=True),
        sa.Column("gender_identity", sa.Text(), nullable=True),
        sa.Column("gender_identity_text", sa.Text(), nullable=True),
        sa.Column("administrative_sex", sa.Text(), nullable=True),
        sa.Column("races", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ethnicities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("race_ethnicity_text", sa.Text(), nullable=True),
        sa.Column("languages", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("accessibility", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("accessibility_text", sa.Text(), nullable=True),
        sa.Column("cultural_preferences", sa.Text(), nullable=True),
        sa.Column("addresses", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("contact_points", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("household", sa.UUID(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("alerts", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.Column("deceased_on", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("link_target_id", sa.UUID(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_by", sa.UUID(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "administrative_sex IN ('male', 'female', 'other', 'unknown')", name="ck_clients_administrative_sex"
        ),
        sa.CheckConstraint(
            "gender_identity IN ('woman', 'man', 'transgender_woman', 'transgender_man', 'non_binary', 'two_spirit', 'questioning', 'other', 'declined')",
            name="ck_clients_gender_identity",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "household"], ["households.network_id", "households.id"], name="fk_clients_household"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "link_target_id"], ["clients.network_id", "clients.id"], name="fk_clients_link_target_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_clients_birth_date", "clients", ["network_id", "birth_date", "id"], unique=False)
    op.create_index(
        "ix_clients_household",
        "clients",
        ["network_id", "household"],
        unique=False,
        postgresql_where=sa.text("household IS NOT NULL"),
    )
    op.create_index("ix_clients_link_target_id", "clients", ["network_id", "link_target_id"], unique=False)
    op.create_index("ix_clients_name_key", "clients", ["network_id", "name_key", "id"], unique=False)
    op.create_index("ix_clients_updated_at", "clients", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "resource_export_files",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("export_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("faces", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("client_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.CheckConstraint("kind IN ('output', 'deleted', 'error')", name="ck_resource_export_files_kind"),
        sa.ForeignKeyConstraint(
            ["network_id", "export_id"],
            ["resource_exports.network_id", "resource_exports.id"],
            name="fk_resource_export_files_export_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "export_id", "number"),
    )
    op.create_index(
        "ix_resource_export_files_expires", "resource_export_files", ["network_id", "expires_at"], unique=False
    )
    op.create_table(
        "resource_import_parts",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=True),
        sa.Column("taken_told", postgresql.BYTEA(), nullable=True),
        sa.Column("refused_told", postgresql.BYTEA(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "import_id"],
            ["resource_imports.network_id", "resource_imports.id"],
            name="fk_resource_import_parts_import_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "import_id", "number"),
    )
    op.create_index(
        "ix_resource_import_parts_expires", "resource_import_parts", ["network_id", "expires_at"], unique=False
    )
    op.create_table(
        "service_hours",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "service_id"], ["services.network_id", "services.id"], name="fk_service_hours_service_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "service_id", "weekday", "opens", "closes"),
    )
    op.create_table(
        "service_locations",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "location_id"],
            ["locations.network_id", "locations.id"],
            name="fk_service_locations_location_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "service_id"], ["services.network_id", "services.id"], name="fk_service_locations_service_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "service_id", "location_id"),
    )
    op.create_index("ix_service_locations_location", "service_locations", ["network_id", "location_id"], unique=False)
    op.create_table(
        "service_terms",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "service_id"], ["services.network_id", "services.id"], name="fk_service_terms_service_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "kind", "term", "service_id"),
    )
    op.create_index("ix_service_terms_service", "service_terms", ["network_id", "service_id"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("location_id", sa.UUID(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("own_labels", sa.SmallInteger(), nullable=False),
        sa.Column("program_labels", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("identifiers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cancel_reason IN ('client', 'agency', 'other')", name="ck_appointments_cancel_reason"),
        sa.CheckConstraint("mode IN ('in_person', 'phone', 'video')", name="ck_appointments_mode"),
        sa.CheckConstraint(
            "status IN ('proposed', 'booked', 'arrived', 'fulfilled', 'no_show', 'cancelled', 'entered_in_error')",
            name="ck_appointments_status",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_appointments_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_appointments_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "location_id"], ["locations.network_id", "locations.id"], name="fk_appointments_location_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "worker_id"], ["workers.network_id", "workers.id"], name="fk_appointments_worker_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_appointments_agency", "appointments", ["network_id", "agency_id", "starts", "id"], unique=False)
    op.create_index(
        "ix_appointments_agency_status",
        "appointments",
        ["network_id", "agency_id", "status", "starts", "id"],
        unique=False,
    )
    op.create_index("ix_appointments_client", "appointments", ["network_id", "client_id", "starts", "id"], unique=False)
    op.create_index("ix_appointments_starts", "appointments", ["network_id", "starts", "id"], unique=False)
    op.create_index("ix_appointments_status", "appointments", ["network_id", "status", "starts", "id"], unique=False)
    op.create_index("ix_appointments_worker", "appointments", ["network_id", "worker_id", "starts", "id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("instrument_key", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("respondent", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.UUID(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("scores", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("suggestions", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("identifiers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answered_by IN ('client', 'proxy', 'staff')", name="ck_assessments_answered_by"),
        sa.CheckConstraint(
            "mode IN ('in_person', 'phone', 'video', 'paper', 'online', 'record')", name="ck_assessments_mode"
        ),
        sa.CheckConstraint(
            "status IN ('in_progress', 'completed', 'amended', 'stopped', 'entered_in_error')",
            name="ck_assessments_status",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_assessments_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "asked_by"], ["workers.network_id", "workers.id"], name="fk_assessments_asked_by"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_assessments_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_assessments_agency", "assessments", ["network_id", "agency_id", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_assessments_agency_instrument",
        "assessments",
        ["network_id", "agency_id", "instrument_key", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_assessments_agency_status",
        "assessments",
        ["network_id", "agency_id", "status", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_assessments_client", "assessments", ["network_id", "client_id", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_assessments_client_instrument",
        "assessments",
        ["network_id", "client_id", "instrument_key", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_assessments_instrument", "assessments", ["network_id", "instrument_key", "updated_at", "id"], unique=False
    )
    op.create_index("ix_assessments_status", "assessments", ["network_id", "status", "updated_at", "id"], unique=False)
    op.create_index("ix_assessments_updated", "assessments", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "break_glass",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("opened_by", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_outcome", sa.Text(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=True),
        sa.Column("reviewed_by", sa.UUID(), nullable=True),
        sa.Column("reviewed_agency_id", sa.UUID(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("found_by IN ('client_id', 'identity')", name="ck_break_glass_found_by"),
        sa.CheckConstraint(
            "reason IN ('medical_emergency', 'mental_health_crisis', 'danger_to_client', 'danger_to_others', 'disaster', 'legal_duty', 'other')",
            name="ck_break_glass_reason",
        ),
        sa.CheckConstraint(
            "review_outcome IN ('justified', 'not_justified', 'needs_follow_up')", name="ck_break_glass_review_outcome"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_break_glass_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_break_glass_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_break_glass_agency", "break_glass", ["network_id", "agency_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_break_glass_agency_unreviewed",
        "break_glass",
        ["network_id", "agency_id", "created_at", "id"],
        unique=False,
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.create_index(
        "ix_break_glass_client", "break_glass", ["network_id", "client_id", "created_at", "id"], unique=False
    )
    op.create_index("ix_break_glass_created", "break_glass", ["network_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_break_glass_opened_by", "break_glass", ["network_id", "opened_by", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_break_glass_unreviewed",
        "break_glass",
        ["network_id", "created_at", "id"],
        unique=False,
        postgresql_where=sa.text("reviewed_at IS NULL"),
    )
    op.create_table(
        "care_plans",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.Column("review_told", sa.Date(), nullable=True),
        sa.Column("review_clock", sa.Date(), nullable=True),
        sa.Column("need_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("agreement", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("last_review", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("template_id", sa.UUID(), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'on_hold', 'revoked', 'completed', 'entered_in_error')",
            name="ck_care_plans_status",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_care_plans_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_care_plans_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "worker_id"], ["workers.network_id", "workers.id"], name="fk_care_plans_worker_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_care_plans_agency", "care_plans", ["network_id", "agency_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_care_plans_agency_status",
        "care_plans",
        ["network_id", "agency_id", "status", "updated_at", "id"],
        unique=False,
    )
    op.create_index("ix_care_plans_client", "care_plans", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_care_plans_review",
        "care_plans",
        ["network_id", "review_clock", "id"],
        unique=False,
        postgresql_where=sa.text("review_clock IS NOT NULL"),
    )
    op.create_index("ix_care_plans_status", "care_plans", ["network_id", "status", "updated_at", "id"], unique=False)
    op.create_index("ix_care_plans_updated", "care_plans", ["network_id", "updated_at", "id"], unique=False)
    op.create_index("ix_care_plans_worker", "care_plans", ["network_id", "worker_id", "updated_at", "id"], unique=False)
    op.create_table(
        "care_teams",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=True),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('coordination', 'named')", name="ck_care_teams_kind"),
        sa.CheckConstraint(
            "status IN ('proposed', 'active', 'suspended', 'inactive', 'entered_in_error')", name="ck_care_teams_status"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_care_teams_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_care_teams_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_care_teams_agency",
        "care_teams",
        ["network_id", "agency_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("agency_id IS NOT NULL"),
    )
    op.create_index(
        "ix_care_teams_agency_status",
        "care_teams",
        ["network_id", "agency_id", "status", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("agency_id IS NOT NULL"),
    )
    op.create_index("ix_care_teams_client", "care_teams", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_care_teams_status",
        "care_teams",
        ["network_id", "status", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("status <> 'active'"),
    )
    op.create_index("ix_care_teams_updated", "care_teams", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "caseload_transfer_clients",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("transfer_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'passed')", name="ck_caseload_transfer_clients_state"),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"],
            ["clients.network_id", "clients.id"],
            name="fk_caseload_transfer_clients_client_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "transfer_id"],
            ["caseload_transfers.network_id", "caseload_transfers.id"],
            name="fk_caseload_transfer_clients_transfer_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "transfer_id", "client_id"),
    )
    op.create_index(
        "ix_caseload_transfer_clients_client", "caseload_transfer_clients", ["network_id", "client_id"], unique=False
    )
    op.create_index(
        "ix_caseload_transfer_clients_state",
        "caseload_transfer_clients",
        ["network_id", "transfer_id", "state", "client_id"],
        unique=False,
    )
    op.create_table(
        "client_access",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("client_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_name_key", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint(
            "basis IN ('caseload', 'handoff', 'care_team', 'coordinator', 'break_glass')", name="ck_client_access_basis"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_client_access_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_access_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "agency_id", "client_id", "basis", "source_id"),
    )
    op.create_index("ix_client_access_client", "client_access", ["network_id", "client_id"], unique=False)
    op.create_index(
        "ix_client_access_name",
        "client_access",
        ["network_id", "agency_id", "client_name_key", "client_id"],
        unique=False,
    )
    op.create_index(
        "ix_client_access_recent",
        "client_access",
        ["network_id", "agency_id", "client_updated_at", "client_id"],
        unique=False,
    )
    op.create_index("ix_client_access_source", "client_access", ["network_id", "source_id"], unique=False)
    op.create_table(
        "client_access_names",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("term", sa.Text(collation="C"), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("least_tier", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_access_names_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "agency_id", "term", "client_id"),
    )
    op.create_index(
        "ix_client_access_names_client",
        "client_access_names",
        ["network_id", "client_id", "agency_id", "term"],
        unique=False,
    )
    op.create_table(
        "client_acuities",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("acuity", sa.Text(), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("acuity IN ('low', 'moderate', 'high', 'crisis')", name="ck_client_acuities_acuity"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_client_acuities_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_acuities_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "agency_id", "client_id"),
    )
    op.create_index("ix_client_acuities_client", "client_acuities", ["network_id", "client_id"], unique=False)
    op.create_table(
        "client_exports",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("asker_id", sa.UUID(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.CheckConstraint("purpose IN ('own_use', 'client_request')", name="ck_client_exports_purpose"),
        sa.CheckConstraint("status IN ('running', 'ready', 'failed', 'cancelled')", name="ck_client_exports_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_client_exports_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_exports_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_client_exports_asker",
        "client_exports",
        ["network_id", "asker_id"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "ix_client_exports_client", "client_exports", ["network_id", "client_id", "updated_at", "id"], unique=False
    )
    op.create_index("ix_client_exports_expires", "client_exports", ["network_id", "expires_at"], unique=False)
    op.create_index(
        "ix_client_exports_turn",
        "client_exports",
        ["network_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "client_proxies",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('parent', 'guardian', 'health_care_agent', 'conservator', 'representative')",
            name="ck_client_proxies_kind",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_client_proxies_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_proxies_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_client_proxies_client", "client_proxies", ["network_id", "client_id", "id"], unique=False)
    op.create_table(
        "client_terms",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("term", sa.Text(collation="C"), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_terms_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "term", "client_id"),
    )
    op.create_index("ix_client_terms_client", "client_terms", ["network_id", "client_id", "term"], unique=False)
    op.create_table(
        "consents",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("recipients", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("recipient_classes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("disclosers", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("purposes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sensitivities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("released_kinds", sa.BigInteger(), nullable=False),
        sa.Column("released_labels", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_when", sa.Text(), nullable=True),
        sa.Column("signature", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("cosignature", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("witness", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("read_out", sa.Text(), nullable=True),
        sa.Column("statements", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("template", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.UUID(), nullable=True),
        sa.Column("revoked_how", sa.Text(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.Column("paper", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("renews", sa.UUID(), nullable=True),
        sa.Column("renewal_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('send', 'feedback', 'both')", name="ck_consents_direction"),
        sa.CheckConstraint(
            "revoked_how IN ('in_person', 'writing', 'phone', 'electronic')", name="ck_consents_revoked_how"
        ),
        sa.CheckConstraint(
            "type IN ('general', 'hipaa_authorization', 'part2', 'vsp_release', 'verbal')", name="ck_consents_type"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_consents_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_consents_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_consents_agency", "consents", ["network_id", "agency_id", "id"], unique=False)
    op.create_index("ix_consents_client", "consents", ["network_id", "client_id", "id"], unique=False)
    op.create_index(
        "ix_consents_renewal",
        "consents",
        ["network_id", "renewal_at"],
        unique=False,
        postgresql_where=sa.text("renewal_at IS NOT NULL"),
    )
    op.create_index(
        "ux_consents_renews",
        "consents",
        ["network_id", "renews"],
        unique=True,
        postgresql_where=sa.text("renews IS NOT NULL"),
    )
    op.create_table(
        "erasures",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.UUID(), nullable=False),
        sa.Column("proposed_agency", sa.UUID(), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("viewers", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('retention', 'client_request', 'registered_in_error', 'other')", name="ck_erasures_reason"
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'erasing', 'erased', 'refused')", name="ck_erasures_state"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_erasures_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_erasures_agency", "erasures", ["network_id", "proposed_agency", "updated_at", "id"], unique=False
    )
    op.create_index("ix_erasures_client", "erasures", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index("ix_erasures_state", "erasures", ["network_id", "state", "updated_at", "id"], unique=False)
    op.create_index("ix_erasures_updated", "erasures", ["network_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ux_erasures_open",
        "erasures",
        ["network_id", "client_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'approved', 'erasing')"),
    )
    op.create_table(
        "goals",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("achievement", sa.Text(), nullable=True),
        sa.Column("achievement_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("needs", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("found", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("acceptances", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "achievement IN ('in_progress', 'improving', 'worsening', 'no_change', 'achieved', 'sustaining', 'not_achieved', 'no_progress', 'not_attainable')",
            name="ck_goals_achievement",
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'planned', 'accepted', 'active', 'on_hold', 'completed', 'cancelled', 'rejected', 'entered_in_error')",
            name="ck_goals_state",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_goals_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_goals_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_goals_agency", "goals", ["network_id", "agency_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_goals_agency_state", "goals", ["network_id", "agency_id", "state", "updated_at", "id"], unique=False
    )
    op.create_index("ix_goals_client", "goals", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index("ix_goals_state", "goals", ["network_id", "state", "updated_at", "id"], unique=False)
    op.create_index("ix_goals_updated", "goals", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "handovers",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("transfer_id", sa.UUID(), nullable=False),
        sa.Column("from_worker_id", sa.UUID(), nullable=False),
        sa.Column("to_worker_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("points", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.UUID(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('worker_leaves', 'absence', 'balance', 'client_request', 'language', 'expertise', 'conflict_of_interest', 'other')",
            name="ck_handovers_reason",
        ),
        sa.CheckConstraint("status IN ('given', 'acknowledged')", name="ck_handovers_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_handovers_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_handovers_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "from_worker_id"], ["workers.network_id", "workers.id"], name="fk_handovers_from_worker_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "to_worker_id"], ["workers.network_id", "workers.id"], name="fk_handovers_to_worker_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "transfer_id"],
            ["caseload_transfers.network_id", "caseload_transfers.id"],
            name="fk_handovers_transfer_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_handovers_agency", "handovers", ["network_id", "agency_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_handovers_agency_status",
        "handovers",
        ["network_id", "agency_id", "status", "updated_at", "id"],
        unique=False,
    )
    op.create_index("ix_handovers_client", "handovers", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_handovers_receiver", "handovers", ["network_id", "to_worker_id", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_handovers_receiver_status",
        "handovers",
        ["network_id", "to_worker_id", "status", "updated_at", "id"],
        unique=False,
    )
    op.create_index("ix_handovers_status", "handovers", ["network_id", "status", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_handovers_transfer", "handovers", ["network_id", "transfer_id", "updated_at", "id"], unique=False
    )
    op.create_index("ix_handovers_updated", "handovers", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "legal_holds",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_legal_holds_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "client_id"),
    )
    op.create_table(
        "referrals",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("sender_id", sa.UUID(), nullable=False),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("code", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("authorization_required", sa.Boolean(), nullable=False),
        sa.Column("authorization_number", sa.Text(), nullable=True),
        sa.Column("routing", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("summary", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("reason", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("outcome", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("replaces_id", sa.UUID(), nullable=True),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("reroutes", sa.Integer(), nullable=False),
        sa.Column("line_from", sa.Integer(), nullable=False),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "category IN ('sdoh-category-unspecified', 'food-insecurity', 'housing-instability', 'homelessness', 'inadequate-housing', 'transportation-insecurity', 'financial-insecurity', 'material-hardship', 'utility-insecurity', 'educational-attainment', 'employment-status', 'veteran-status', 'stress', 'social-connection', 'intimate-partner-violence', 'elder-abuse', 'personal-health-literacy', 'health-insurance-coverage-status', 'medical-cost-burden', 'digital-literacy', 'digital-access', 'incarceration-status', 'language-access')",
            name="ck_referrals_category",
        ),
        sa.CheckConstraint("priority IN ('routine', 'urgent', 'asap', 'stat')", name="ck_referrals_priority"),
        sa.CheckConstraint(
            "routing IN ('direct', 'sequential', 'first_accept', 'select', 'all', 'pool', 'queue')",
            name="ck_referrals_routing",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_authorization', 'open', 'needs_action', 'placed', 'in_service', 'on_hold', 'cancel_pending', 'completed', 'closed_unmet', 'cancelled', 'entered_in_error')",
            name="ck_referrals_state",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_referrals_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "parent_id"], ["referrals.network_id", "referrals.id"], name="fk_referrals_parent_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "replaces_id"], ["referrals.network_id", "referrals.id"], name="fk_referrals_replaces_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "sender_id"], ["agencies.network_id", "agencies.id"], name="fk_referrals_sender_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "worker_id"], ["workers.network_id", "workers.id"], name="fk_referrals_worker_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_referrals_category", "referrals", ["network_id", "category", "updated_at", "id"], unique=False)
    op.create_index("ix_referrals_client", "referrals", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_referrals_parent",
        "referrals",
        ["network_id", "parent_id"],
        unique=False,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_index(
        "ix_referrals_replaces",
        "referrals",
        ["network_id", "replaces_id"],
        unique=False,
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_index("ix_referrals_sender", "referrals", ["network_id", "sender_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_referrals_sender_category",
        "referrals",
        ["network_id", "sender_id", "category", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_referrals_sender_state", "referrals", ["network_id", "sender_id", "state", "updated_at", "id"], unique=False
    )
    op.create_index("ix_referrals_state", "referrals", ["network_id", "state", "updated_at", "id"], unique=False)
    op.create_index("ix_referrals_updated", "referrals", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "relabelling_clients",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("reshare", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_relabelling_clients_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_relabelling_clients_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "agency_id", "client_id"),
    )
    op.create_table(
        "assessment_scores",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("assessment_id", sa.UUID(), nullable=False),
        sa.Column("score", sa.Text(collation="C"), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("instrument_key", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("band", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "assessment_id"],
            ["assessments.network_id", "assessments.id"],
            name="fk_assessment_scores_assessment_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_assessment_scores_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "assessment_id", "score"),
    )
    op.create_index(
        "ix_assessment_scores_client",
        "assessment_scores",
        ["network_id", "client_id", "at", "assessment_id", "score"],
        unique=False,
    )
    op.create_index(
        "ix_assessment_scores_client_instrument",
        "assessment_scores",
        ["network_id", "client_id", "instrument_key", "at", "assessment_id", "score"],
        unique=False,
    )
    op.create_table(
        "assessment_versions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("assessment_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("scores", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "assessment_id"],
            ["assessments.network_id", "assessments.id"],
            name="fk_assessment_versions_assessment_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "assessment_id", "number"),
    )
    op.create_table(
        "care_plan_goals",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("plan_id", sa.UUID(), nullable=False),
        sa.Column("goal_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "goal_id"], ["goals.network_id", "goals.id"], name="fk_care_plan_goals_goal_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "plan_id"], ["care_plans.network_id", "care_plans.id"], name="fk_care_plan_goals_plan_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "plan_id", "goal_id"),
    )
    op.create_index("ix_care_plan_goals_goal", "care_plan_goals", ["network_id", "goal_id"], unique=False)
    op.create_table(
        "care_plan_reviews",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("plan_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('continue', 'revise', 'complete', 'stop')", name="ck_care_plan_reviews_outcome"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "plan_id"], ["care_plans.network_id", "care_plans.id"], name="fk_care_plan_reviews_plan_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_care_plan_reviews_plan", "care_plan_reviews", ["network_id", "plan_id", "plan_version"], unique=True
    )
    op.create_table(
        "care_plan_versions",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("plan_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("author_agency_id", sa.UUID(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("picture", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "plan_id"], ["care_plans.network_id", "care_plans.id"], name="fk_care_plan_versions_plan_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "plan_id", "number"),
    )
    op.create_table(
        "client_export_contents",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("export_id", sa.UUID(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "export_id"],
            ["client_exports.network_id", "client_exports.id"],
            name="fk_client_export_contents_export_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "export_id"),
    )
    op.create_index(
        "ix_client_export_contents_expires", "client_export_contents", ["network_id", "expires_at"], unique=False
    )
    op.create_table(
        "client_shares",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("consent_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("labels", sa.SmallInteger(), nullable=False),
        sa.Column("on_team", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("disclosers", postgresql.ARRAY(sa.UUID()), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_client_shares_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "consent_id"], ["consents.network_id", "consents.id"], name="fk_client_shares_consent_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "client_id", "agency_id", "consent_id"),
    )
    op.create_index(
        "ix_client_shares_team",
        "client_shares",
        ["network_id", "agency_id", "client_id"],
        unique=False,
        postgresql_where=sa.text("on_team"),
    )
    op.create_table(
        "consent_documents",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("consent_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/png', 'image/jpeg')", name="ck_consent_documents_media_type"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_consent_documents_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "consent_id"], ["consents.network_id", "consents.id"], name="fk_consent_documents_consent_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "consent_id"),
    )
    op.create_table(
        "consent_overrides",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'refused', 'withdrawn', 'ended')", name="ck_consent_overrides_state"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_consent_overrides_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_consent_overrides_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "referral_id"],
            ["referrals.network_id", "referrals.id"],
            name="fk_consent_overrides_referral_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_consent_overrides_agency",
        "consent_overrides",
        ["network_id", "agency_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_consent_overrides_agency_state",
        "consent_overrides",
        ["network_id", "agency_id", "state", "updated_at", "id"],
        unique=False,
    )
    op.create_index("ix_consent_overrides_client", "consent_overrides", ["network_id", "client_id"], unique=False)
    op.create_index(
        "ix_consent_overrides_referral",
        "consent_overrides",
        ["network_id", "referral_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_consent_overrides_state", "consent_overrides", ["network_id", "state", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_consent_overrides_updated", "consent_overrides", ["network_id", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ux_consent_overrides_pending",
        "consent_overrides",
        ["network_id", "referral_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "goal_progress",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("goal_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("achievement", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("measured", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.UUID(), nullable=True),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "achievement IN ('in_progress', 'improving', 'worsening', 'no_change', 'achieved', 'sustaining', 'not_achieved', 'no_progress', 'not_attainable')",
            name="ck_goal_progress_achievement",
        ),
        sa.CheckConstraint("source IN ('person', 'referral', 'task', 'appointment')", name="ck_goal_progress_source"),
        sa.ForeignKeyConstraint(
            ["network_id", "goal_id"], ["goals.network_id", "goals.id"], name="fk_goal_progress_goal_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_goal_progress_goal", "goal_progress", ["network_id", "goal_id", "at", "id"], unique=False)
    op.create_table(
        "handoffs",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("sender_id", sa.UUID(), nullable=False),
        sa.Column("provider_id", sa.UUID(), nullable=False),
        sa.Column("offered_to", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("service_id", sa.UUID(), nullable=True),
        sa.Column("routing", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("feedback", sa.Boolean(), nullable=False),
        sa.Column("silenced", sa.Boolean(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("reason", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
        sa.Column("outcome", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("meeting", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("waitlist", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("clocks", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("clock_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holds_place", sa.Boolean(), nullable=False),
        sa.Column("nudged", sa.Boolean(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "before IN ('queued', 'sent', 'viewed', 'info_requested', 'willing', 'accepted', 'waitlisted', 'scheduled', 'no_show', 'appointment_cancelled', 'in_progress', 'paused', 'completed', 'failed', 'declined', 'handed_back', 'withdrawn', 'expired', 'cancel_requested', 'cancelled', 'entered_in_error')",
            name="ck_handoffs_before",
        ),
        sa.CheckConstraint(
            "category IN ('sdoh-category-unspecified', 'food-insecurity', 'housing-instability', 'homelessness', 'inadequate-housing', 'transportation-insecurity', 'financial-insecurity', 'material-hardship', 'utility-insecurity', 'educational-attainment', 'employment-status', 'veteran-status', 'stress', 'social-connection', 'intimate-partner-violence', 'elder-abuse', 'personal-health-literacy', 'health-insurance-coverage-status', 'medical-cost-burden', 'digital-literacy', 'digital-access', 'incarceration-status', 'language-access')",
            name="ck_handoffs_category",
        ),
        sa.CheckConstraint("priority IN ('routine', 'urgent', 'asap', 'stat')", name="ck_handoffs_priority"),
        sa.CheckConstraint(
            "routing IN ('direct', 'sequential', 'first_accept', 'select', 'all', 'pool', 'queue')",
            name="ck_handoffs_routing",
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'viewed', 'info_requested', 'willing', 'accepted', 'waitlisted', 'scheduled', 'no_show', 'appointment_cancelled', 'in_progress', 'paused', 'completed', 'failed', 'declined', 'handed_back', 'withdrawn', 'expired', 'cancel_requested', 'cancelled', 'entered_in_error')",
            name="ck_handoffs_state",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_handoffs_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "provider_id"], ["agencies.network_id", "agencies.id"], name="fk_handoffs_provider_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "referral_id"], ["referrals.network_id", "referrals.id"], name="fk_handoffs_referral_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "sender_id"], ["agencies.network_id", "agencies.id"], name="fk_handoffs_sender_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "service_id"], ["services.network_id", "services.id"], name="fk_handoffs_service_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_handoffs_clock",
        "handoffs",
        ["network_id", "clock_at", "id"],
        unique=False,
        postgresql_where=sa.text("clock_at IS NOT NULL"),
    )
    op.create_index("ix_handoffs_provider", "handoffs", ["network_id", "provider_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_handoffs_provider_state",
        "handoffs",
        ["network_id", "provider_id", "state", "updated_at", "id"],
        unique=False,
    )
    op.create_index("ix_handoffs_referral", "handoffs", ["network_id", "referral_id", "position"], unique=False)
    op.create_index("ix_handoffs_sender", "handoffs", ["network_id", "sender_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_handoffs_sender_state", "handoffs", ["network_id", "sender_id", "state", "updated_at", "id"], unique=False
    )
    op.create_index("ix_handoffs_state", "handoffs", ["network_id", "state", "updated_at", "id"], unique=False)
    op.create_index("ix_handoffs_updated", "handoffs", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "needs",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("assessment_id", sa.UUID(), nullable=True),
        sa.Column("links", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved', 'entered_in_error')",
            name="ck_needs_status",
        ),
        sa.CheckConstraint(
            "verification IN ('unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted')",
            name="ck_needs_verification",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_needs_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "assessment_id"], ["assessments.network_id", "assessments.id"], name="fk_needs_assessment_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_needs_client_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_needs_agency", "needs", ["network_id", "agency_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_needs_agency_category", "needs", ["network_id", "agency_id", "category", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_needs_agency_status", "needs", ["network_id", "agency_id", "status", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_needs_assessment",
        "needs",
        ["network_id", "assessment_id"],
        unique=False,
        postgresql_where=sa.text("assessment_id IS NOT NULL"),
    )
    op.create_index("ix_needs_category", "needs", ["network_id", "category", "updated_at", "id"], unique=False)
    op.create_index("ix_needs_client", "needs", ["network_id", "client_id", "updated_at", "id"], unique=False)
    op.create_index("ix_needs_status", "needs", ["network_id", "status", "updated_at", "id"], unique=False)
    op.create_index("ix_needs_updated", "needs", ["network_id", "updated_at", "id"], unique=False)
    op.create_table(
        "referral_history",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.UUID(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("principal_id", sa.UUID(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "referral_id"],
            ["referrals.network_id", "referrals.id"],
            name="fk_referral_history_referral_id",
        ),
        sa.PrimaryKeyConstraint("network_id", "referral_id", "number"),
    )
    op.create_index(
        "ix_referral_history_handoff", "referral_history", ["network_id", "handoff_id", "number"], unique=False
    )
    op.create_table(
        "care_team_members",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("team_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=True),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("handoff_id", sa.UUID(), nullable=True),
        sa.Column("brought_by_id", sa.UUID(), nullable=True),
        sa.Column("role", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("person", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("identifiers", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('worker', 'agency', 'client', 'related_person', 'other')", name="ck_care_team_members_kind"
        ),
        sa.CheckConstraint("status IN ('active', 'former', 'entered_in_error')", name="ck_care_team_members_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_care_team_members_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_care_team_members_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "handoff_id"], ["handoffs.network_id", "handoffs.id"], name="fk_care_team_members_handoff_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"], ["care_teams.network_id", "care_teams.id"], name="fk_care_team_members_team_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "worker_id"], ["workers.network_id", "workers.id"], name="fk_care_team_members_worker_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_care_team_members_client",
        "care_team_members",
        ["network_id", "client_id"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index(
        "ix_care_team_members_handoff",
        "care_team_members",
        ["network_id", "handoff_id"],
        unique=False,
        postgresql_where=sa.text("handoff_id IS NOT NULL"),
    )
    op.create_index("ix_care_team_members_team", "care_team_members", ["network_id", "team_id", "id"], unique=False)
    op.create_index(
        "ix_care_team_members_worker",
        "care_team_members",
        ["network_id", "worker_id", "client_id"],
        unique=False,
        postgresql_where=sa.text("is_primary"),
    )
    op.create_index(
        "ux_care_team_members_primary",
        "care_team_members",
        ["network_id", "client_id", "agency_id"],
        unique=True,
        postgresql_where=sa.text("is_primary"),
    )
    op.create_table(
        "handoff_messages",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("handoff_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_handoff_messages_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_handoff_messages_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "handoff_id"], ["handoffs.network_id", "handoffs.id"], name="fk_handoff_messages_handoff_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_handoff_messages_client", "handoff_messages", ["network_id", "client_id"], unique=False)
    op.create_index(
        "ix_handoff_messages_handoff", "handoff_messages", ["network_id", "handoff_id", "at", "id"], unique=False
    )
    op.create_table(
        "handoff_offers",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("handoff_id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_handoff_offers_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "handoff_id"], ["handoffs.network_id", "handoffs.id"], name="fk_handoff_offers_handoff_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "handoff_id", "agency_id"),
    )
    op.create_index(
        "ix_handoff_offers_agency",
        "handoff_offers",
        ["network_id", "agency_id", "updated_at", "handoff_id"],
        unique=False,
    )
    op.create_table(
        "need_steps",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("need_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id", "need_id"], ["needs.network_id", "needs.id"], name="fk_need_steps_need_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "need_id", "number"),
    )
    op.create_table(
        "tasks",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("referral_id", sa.UUID(), nullable=True),
        sa.Column("handoff_id", sa.UUID(), nullable=True),
        sa.Column("assessment_id", sa.UUID(), nullable=True),
        sa.Column("plan_id", sa.UUID(), nullable=True),
        sa.Column("break_glass_id", sa.UUID(), nullable=True),
        sa.Column("consent_id", sa.UUID(), nullable=True),
        sa.Column("kinds", sa.BigInteger(), nullable=False),
        sa.Column("sensitivity", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('general', 'referral_needs_action', 'referral_close', 'consent_revoked', 'handoff_reminder', 'handoff_stalled', 'safety', 'care_plan_review', 'caseload_left', 'consent_renewal', 'break_glass')",
            name="ck_tasks_kind",
        ),
        sa.CheckConstraint("priority IN ('routine', 'urgent', 'asap', 'stat')", name="ck_tasks_priority"),
        sa.CheckConstraint("status IN ('open', 'in_progress', 'done', 'cancelled')", name="ck_tasks_status"),
        sa.ForeignKeyConstraint(
            ["network_id", "agency_id"], ["agencies.network_id", "agencies.id"], name="fk_tasks_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "client_id"], ["clients.network_id", "clients.id"], name="fk_tasks_client_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "handoff_id"], ["handoffs.network_id", "handoffs.id"], name="fk_tasks_handoff_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "referral_id"], ["referrals.network_id", "referrals.id"], name="fk_tasks_referral_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "worker_id"], ["workers.network_id", "workers.id"], name="fk_tasks_worker_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index("ix_tasks_agency", "tasks", ["network_id", "agency_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_tasks_agency_status", "tasks", ["network_id", "agency_id", "status", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_tasks_break_glass",
        "tasks",
        ["network_id", "break_glass_id"],
        unique=False,
        postgresql_where=sa.text("break_glass_id IS NOT NULL"),
    )
    op.create_index(
        "ix_tasks_client",
        "tasks",
        ["network_id", "client_id"],
        unique=False,
        postgresql_where=sa.text("client_id IS NOT NULL"),
    )
    op.create_index(
        "ix_tasks_consent",
        "tasks",
        ["network_id", "consent_id"],
        unique=False,
        postgresql_where=sa.text("consent_id IS NOT NULL"),
    )
    op.create_index(
        "ix_tasks_handoff",
        "tasks",
        ["network_id", "handoff_id"],
        unique=False,
        postgresql_where=sa.text("handoff_id IS NOT NULL"),
    )
    op.create_index(
        "ix_tasks_oversight",
        "tasks",
        ["network_id", "agency_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("kind = 'break_glass'"),
    )
    op.create_index(
        "ix_tasks_referral",
        "tasks",
        ["network_id", "referral_id"],
        unique=False,
        postgresql_where=sa.text("referral_id IS NOT NULL"),
    )
    op.create_index("ix_tasks_status", "tasks", ["network_id", "status", "updated_at", "id"], unique=False)
    op.create_index("ix_tasks_updated", "tasks", ["network_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_tasks_worker_status", "tasks", ["network_id", "worker_id", "status", "updated_at", "id"], unique=False
    )
    op.create_table(
        "care_plan_activities",
        sa.Column("network_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("plan_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("concept", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("goal_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("referral_id", sa.UUID(), nullable=True),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column("appointment_id", sa.UUID(), nullable=True),
        sa.Column("worker_id", sa.UUID(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("when", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('referral', 'task', 'appointment', 'education', 'benefit_application', 'contact', 'other')",
            name="ck_care_plan_activities_kind",
        ),
        sa.CheckConstraint(
            "status IN ('not_started', 'scheduled', 'in_progress', 'on_hold', 'completed', 'cancelled', 'stopped', 'unknown', 'entered_in_error')",
            name="ck_care_plan_activities_status",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "appointment_id"],
            ["appointments.network_id", "appointments.id"],
            name="fk_care_plan_activities_appointment_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "plan_id"],
            ["care_plans.network_id", "care_plans.id"],
            name="fk_care_plan_activities_plan_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "referral_id"],
            ["referrals.network_id", "referrals.id"],
            name="fk_care_plan_activities_referral_id",
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "task_id"], ["tasks.network_id", "tasks.id"], name="fk_care_plan_activities_task_id"
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "worker_id"], ["workers.network_id", "workers.id"], name="fk_care_plan_activities_worker_id"
        ),
        sa.PrimaryKeyConstraint("network_id", "id"),
    )
    op.create_index(
        "ix_care_plan_activities_appointment",
        "care_plan_activities",
        ["network_id", "appointment_id"],
        unique=False,
        postgresql_where=sa.text("appointment_id IS NOT NULL"),
    )
    op.create_index(
        "ix_care_plan_activities_plan", "care_plan_activities", ["network_id", "plan_id", "position"], unique=False
    )
    op.create_index(
        "ix_care_plan_activities_referral",
        "care_plan_activities",
        ["network_id", "referral_id"],
        unique=False,
        postgresql_where=sa.text("referral_id IS NOT NULL"),
    )
    op.create_index(
        "ix_care_plan_activities_task",
        "care_plan_activities",
        ["network_id", "task_id"],
        unique=False,
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    for statement in protection.foundation(NETWORK_TABLES):
        op.execute(statement)


def downgrade() -> None:
    for statement in protection.dismantling():
        op.execute(statement)
    op.drop_table("care_plan_activities")
    op.drop_table("tasks")
    op.drop_table("need_steps")
    op.drop_table("handoff_offers")
    op.drop_table("handoff_messages")
    op.drop_table("care_team_members")
    op.drop_table("referral_history")
    op.drop_table("needs")
    op.drop_table("handoffs")
    op.drop_table("goal_progress")
    op.drop_table("consent_overrides")
    op.drop_table("consent_documents")
    op.drop_table("client_shares")
    op.drop_table("client_export_contents")
    op.drop_table("care_plan_versions")
    op.drop_table("care_plan_reviews")
    op.drop_table("care_plan_goals")
    op.drop_table("assessment_versions")
    op.drop_table("assessment_scores")
    op.drop_table("relabelling_clients")
    op.drop_table("referrals")
    op.drop_table("legal_holds")
    op.drop_table("handovers")
    op.drop_table("goals")
    op.drop_table("erasures")
    op.drop_table("consents")
    op.drop_table("client_terms")
    op.drop_table("client_proxies")
    op.drop_table("client_exports")
    op.drop_table("client_acuities")
    op.drop_table("client_access_names")
    op.drop_table("client_access")
    op.drop_table("caseload_transfer_clients")
    op.drop_table("care_teams")
    op.drop_table("care_plans")
    op.drop_table("break_glass")
    op.drop_table("assessments")
    op.drop_table("appointments")
    op.drop_table("service_terms")
    op.drop_table("service_locations")
    op.drop_table("service_hours")
    op.drop_table("resource_import_parts")
    op.drop_table("resource_export_files")
    op.drop_table("clients")
    op.drop_table("caseload_transfers")
    op.drop_table("care_plan_template_versions")
    op.drop_table("access_tokens")
    op.drop_table("workers")
    op.drop_table("subscription_lines")
    op.drop_table("services")
    op.drop_table("resource_imports")
    op.drop_table("resource_exports")
    op.drop_table("relabellings")
    op.drop_table("locations")
    op.drop_table("instruments")
    op.drop_table("households")
    op.drop_table("consent_template_versions")
    op.drop_table("care_plan_templates")
    op.drop_table("api_clients")
    op.drop_table("webhooks")
    op.drop_table("webhook_streams")
    op.drop_table("webhook_replays")
    op.drop_table("webhook_deliveries")
    op.drop_table("used_assertions")
    op.drop_table("usage_levels")
    op.drop_table("timeline_entries")
    op.drop_table("subscriptions")
    op.drop_table("subscription_events")
    op.drop_table("source_records")
    op.drop_table("resources")
    op.drop_table("resource_words")
    op.drop_table("resource_versions")
    op.drop_table("resource_spans")
    op.drop_table("resource_amounts")
    op.drop_table("networks")
    op.drop_table("kept_answers")
    op.drop_table("failed_attempts")
    op.drop_table("external_identifiers")
    op.drop_table("events")
    op.drop_table("event_sequences")
    op.drop_table("event_recipients")
    op.drop_table("consent_templates")
    op.drop_table("audit_subjects")
    op.drop_table("audit_nodes")
    op.drop_table("audit_leaves")
    op.drop_table("audit_heads")
    op.drop_table("audit_findings")
    op.drop_table("audit_entries")
    op.drop_table("audit_checkpoints")
    op.drop_table("audit_anchors")
    op.drop_table("agencies")

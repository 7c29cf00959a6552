"""The ASGI factory: mounts the doors over a service that is already wired."""

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from app.api import docs, health, problem_pages
from app.api.addresses import Addresses
from app.api.desks import Recognise, set_up_desks
from app.api.doorway import doorway
from app.api.fhir.door import FhirDoor
from app.api.graphql import ui
from app.api.graphql.door import GraphQLDoor, set_up_graphql
from app.api.health import set_up_health
from app.api.limits import Limits
from app.api.oauth import routes as oauth
from app.api.observations import Metrics
from app.api.problems import problem_handlers
from app.api.rest import (
    access,
    agencies,
    api_clients,
    appointments,
    assessment_suggestions,
    assessments,
    audit,
    audit_anchors,
    break_glass,
    care_plan_activities,
    care_plan_history,
    care_plan_prints,
    care_plan_templates,
    care_plans,
    care_teams,
    caseloads,
    client_exports,
    clients,
    consent_documents,
    consent_overrides,
    consent_templates,
    consents,
    disclosures,
    erasures,
    events,
    goal_progress,
    goals,
    handoff_messages,
    handoffs,
    handovers,
    households,
    instruments,
    locations,
    needs,
    networks,
    pools,
    proxies,
    referrals,
    services,
    tasks,
    timelines,
    webhook_replays,
    webhooks,
    workers,
)
from app.api.switchboard import Switchboard
from app.domain.audit.checkpoint import VerifierKey
from app.use_cases.events.live import Live
from app.wiring import Service

VERSION = "0.1.0"
ROUTERS: tuple[APIRouter, ...] = (
    networks.router,
    agencies.router,
    workers.router,
    api_clients.router,
    services.router,
    locations.router,
    clients.router,
    client_exports.router,
    erasures.client_router,
    erasures.router,
    households.router,
    care_teams.client_router,
    care_teams.router,
    timelines.router,
    caseloads.client_router,
    caseloads.router,
    handovers.client_router,
    handovers.router,
    consents.client_router,
    proxies.router,
    consents.router,
    consent_documents.router,
    consent_templates.router,
    consent_overrides.referral_router,
    consent_overrides.router,
    break_glass.router,
    access.router,
    needs.client_router,
    needs.router,
    goals.router,
    goal_progress.router,
    handoff_messages.router,
    care_plans.router,
    care_plan_activities.router,
    care_plan_history.router,
    care_plan_prints.router,
    care_plan_templates.router,
    instruments.router,
    assessments.client_router,
    assessments.router,
    assessment_suggestions.router,
    referrals.router,
    handoffs.router,
    pools.router,
    tasks.router,
    appointments.router,
    disclosures.router,
    audit_anchors.router,
    audit.router,
    events.router,
    webhooks.router,
    webhook_replays.router,
)
SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}  # it would write down what was sent
GRAPHQL = GraphQLDoor(ROUTERS)


def create_app(service: Service, recognise: Recognise, limits: Limits) -> FastAPI:
    """Build the application; `recognise` tells who sends a request."""
    settings, metrics = service.settings, Metrics()
    app = FastAPI(
        title="Throughline",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry=SILENT,
        middleware=doorway(
            metrics=metrics,
            limits=limits,
            origins=settings.cors_origins,
            deadline_seconds=settings.request_deadline_seconds,
            most=settings.max_connections,
        ),
    )
    for kind, handler in problem_handlers().items():
        app.add_exception_handler(kind, handler)
    app.state.limits = limits
    set_up_desks(app.state, core=service.core, recognise=recognise, cursor_key=service.secret)
    oauth.set_up_oauth(
        app.state,
        oauth.OAuthDoor(
            server=service.oauth,
            keys=service.signing_keys,
            clock=service.core.clock,
            addresses=Addresses(settings.trusted_proxies),
            base_url=settings.base_url,
        ),
    )
    api_clients.set_up_api_clients(app.state, service.client_keys)
    live = Live(service.core, service.authentication, service.news)
    events.set_up_events(app.state, live)
    metrics.watch("live_followers", "Streams and subscriptions that follow the log.", lambda: live.followers)
    audit.set_up_audit(app.state, service.audit_keys, map(VerifierKey.parse, settings.audit_former_keys))
    client_exports.set_up_exports(app.state, client_exports.ExportDoor(service.export_seal, settings.base_url))
    app.state.bulk_seal = service.bulk_seal
    care_plan_prints.set_up_printing(app.state, service.plan_printer)
    app.state.fhir_web = service.web
    set_up_graphql(app.state, settings.graphql_documents)
    webhooks.set_up_webhooks(app.state, webhooks.WebhookDoor(web=service.web, keys=service.webhook_keys))
    pool = service.transactions.pool
    metrics.watch("pool_connections", "Connections that the pool holds.", pool.get_size)
    metrics.watch("requests_working", "Requests that have their turn.", lambda: limits.turns.working)
    metrics.watch("requests_waiting", "Requests that wait for their turn.", lambda: limits.turns.waiting)
    metrics.watch("pool_connections_idle", "Connections that nobody uses.", pool.get_idle_size)
    token = settings.metrics_token
    set_up_health(
        app.state,
        metrics=metrics,
        metrics_token=None if token is None else token.get_secret_value(),
        readiness=service.readiness,
    )
    routers = (*ROUTERS, GRAPHQL.router, ui.router, oauth.router, health.router, docs.router, problem_pages.router)
    app.router.routes.extend(route for router in routers for route in router.routes)  # included, they are built twice
    app.router.routes.insert(0, Switchboard(routers))
    app.router.routes.insert(0, FhirDoor(settings.base_url))
    return app

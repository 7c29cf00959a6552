"""capabilities: http://hl7.org/fhir/R4/http.html#capabilities; written from the tables that route and search."""

from functools import cache
from typing import Any

import msgspec

from app.adapters.fhir.search.registry import AUDIT_EVENT, Kind, parameters
from app.api.fhir.catalogue import TYPES, interactions, searched_by
from app.api.fhir.interactions import OPERATIONS
from app.api.fhir.media import FHIR_JSON, JSON_PATCH, MERGE_PATCH
from app.api.fhir.subscriptions.backport import OPERATIONS as OPERATIONS_DEFINED
from app.api.fhir.subscriptions.backport import PROFILE, TOPICS_SAID
from app.api.operation_outcomes import BELOW
from app.domain.subscriptions.topics import TOPICS

PUBLISHED = "2026-11-22"
VERSION = "0.1.0"
FHIR_VERSION = "4.0.1"
OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
DEFINITIONS = "http://hl7.org/fhir/OperationDefinition/"
DEFINED = {"everything": "Patient-everything", "match": "Patient-match", "validate": "Resource-validate"}
OF_SUBSCRIPTIONS = {"status": "backport-subscription-status", "events": "backport-subscription-events"}
OF_TYPES = {
    "everything": ("Patient",),
    "match": ("Patient",),
    "export": ("Patient", "Group"),
    "import": (),
    **dict.fromkeys(OF_SUBSCRIPTIONS, ("Subscription",)),
}
BULK = "http://hl7.org/fhir/uv/bulkdata"
BULK_DATA = f"{BULK}/CapabilityStatement/bulk-data"
FORMATS = ("application/fhir+json", "json")
DOCUMENTATION = (
    "Ids are given by the server. Kept types come back as they came; those that the domain owns follow its rules. What "
    "is not supported is listed in docs/fhir/conformance.md."
)


@cache
def capability_statement(base_url: str) -> bytes:
    """Return the statement of a server at an address."""
    return msgspec.json.encode(statement(base_url))


def statement(base_url: str) -> dict[str, Any]:
    """Say what this server can do."""
    base = f"{base_url}{BELOW}"
    return {
        "resourceType": "CapabilityStatement",
        "url": f"{base}/metadata",
        "version": VERSION,
        "name": "Throughline",
        "title": "Throughline, FHIR R4",
        "status": "active",
        "date": PUBLISHED,
        "description": "The FHIR R4 door of Throughline, the open care-coordination API.",
        "kind": "instance",
        "instantiates": [BULK_DATA],
        "software": {"name": "Throughline", "version": VERSION},
        "implementation": {"description": "Throughline", "url": base},
        "fhirVersion": FHIR_VERSION,
        "format": list(FORMATS),
        "patchFormat": [JSON_PATCH, MERGE_PATCH, FHIR_JSON],
        "rest": [_rest(base_url)],
    }


def _rest(base_url: str) -> dict[str, Any]:
    return {
        "mode": "server",
        "documentation": DOCUMENTATION,
        "security": _security(base_url),
        "resource": [_resource(type_) for type_ in sorted(TYPES)],
        "interaction": [{"code": "transaction"}, {"code": "batch"}],
        "operation": [
            {"name": "export", "definition": f"{BULK}/OperationDefinition/export"},
            {"name": "import", "definition": "urn:throughline:operation:import"},
        ],
    }


def _security(base_url: str) -> dict[str, Any]:
    ways = {"token": "token", "introspect": "introspect", "revoke": "revoke"}
    uris = [{"url": name, "valueUri": f"{base_url}/oauth/{path}"} for name, path in ways.items()]
    system = "http://terminology.hl7.org/CodeSystem/restful-security-service"
    return {
        "extension": [{"url": OAUTH_URIS, "extension": uris}],
        "cors": True,
        "service": [{"coding": [{"system": system, "code": "SMART-on-FHIR"}], "text": "SMART Backend Services"}],
        "description": "Access tokens by client_credentials; see .well-known/smart-configuration.",
    }


def _resource(type_: str) -> dict[str, Any]:
    codes = interactions(type_)
    apart = type_ == AUDIT_EVENT
    said: dict[str, Any] = {
        "type": type_,
        "interaction": [{"code": code} for code in codes],
        "versioning": "no-version" if apart else "versioned",
        "readHistory": "history-instance" in codes,
        "updateCreate": False,
        "conditionalCreate": "create" in codes,
        "conditionalRead": "full-support",
        "conditionalUpdate": "update" in codes,
        "conditionalDelete": "single" if "delete" in codes else "not-supported",
        "referencePolicy": ["literal", "local"],
        "searchInclude": [] if apart else _references(type_),
        "searchRevInclude": list(_reverse().get(type_, ())),
        "searchParam": [{"name": n, "definition": url, "type": kind} for n, kind, url in searched_by(type_)],
        "operation": _operations(type_),
    }
    said |= _subscriptions() if type_ == "Subscription" else {}
    return {name: value for name, value in said.items() if value != []}


def _subscriptions() -> dict[str, Any]:
    """Say which topics there are (https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/components.html)."""
    topics = [{"url": TOPICS_SAID, "valueCanonical": canonical} for canonical in TOPICS]
    return {"extension": topics, "supportedProfile": [PROFILE]}


def _references(type_: str) -> list[str]:
    return [f"{type_}:{code}" for code, kind, _ in searched_by(type_) if kind == Kind.REFERENCE]


@cache
def _reverse() -> dict[str, list[str]]:
    """Return which references lead to each type."""
    found: dict[str, list[str]] = {}
    for source in sorted(TYPES - {AUDIT_EVENT}):
        for code, parameter in sorted(parameters(source).items()):
            for target in sorted(parameter.targets & TYPES - {AUDIT_EVENT}):
                found.setdefault(target, []).append(f"{source}:{code}")
    return found


def _operations(type_: str) -> list[dict[str, str]]:
    names = {each.code for each in OPERATIONS.values() if type_ in OF_TYPES.get(each.code, (type_,))}
    return [{"name": name, "definition": _definition(type_, name)} for name in sorted(names)]


def _definition(type_: str, name: str) -> str:
    if name == "export":
        return f"{BULK}/OperationDefinition/{type_.lower()}-export"
    if name in OF_SUBSCRIPTIONS:
        return f"{OPERATIONS_DEFINED}{OF_SUBSCRIPTIONS[name]}"
    return f"{DEFINITIONS}{DEFINED[name]}"

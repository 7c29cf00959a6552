"""The webhooks section of the OpenAPI document: what a partner's endpoint is sent and what it should answer."""

from typing import Any

from app.domain.sensitivity.notices import HEADER, REDISCLOSURE
from app.domain.webhooks.event_types import EVENT_TYPES, TEST_MESSAGE

EXAMPLE_ID = "0198c0de-7a11-7000-8000-000000000001"
_HEADERS = {
    "webhook-id": ("The id of the event; the same for every attempt.", EXAMPLE_ID),
    "webhook-timestamp": ("Seconds since 1970 at which this attempt was made.", "1767225600"),
    "webhook-signature": (
        "`v1,` and the HMAC-SHA256 of id, timestamp and body, or `v1a,` and its Ed25519, in base64; two in a rotation.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def webhooks(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the section, and add the schema of its payload to `schemas`."""
    schemas["WebhookPayload"] = _payload()
    operation = {
        "operationId": "receiveEvent",
        "tags": ["Webhooks"],
        "summary": "Receive an event",
        "description": (
            "Sent as Standard Webhooks describe: at least once, in order for each subject, and thin: ids, never "
            "personal data. Answer 2xx to accept, 410 to stop for good; anything else is tried again."
        ),
        "security": [],
        "parameters": [
            *(_header(name, *words) for name, words in _HEADERS.items()),
            _header(
                HEADER.lower(), "Stands with what tells of another's substance use record.", REDISCLOSURE, must=False
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WebhookPayload"}}},
        },
        "responses": {
            "204": {"description": "Accepted."},
            "410": {"description": "Do not send anything here again."},
        },
    }
    return {"event": {"post": operation}}


def _header(name: str, words: str, example: str, *, must: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": must,
        "description": words,
        "schema": {"type": "string"},
        "example": example,
    }


def _payload() -> dict[str, Any]:
    uuid = {"type": "string", "format": "uuid"}
    data = {
        "event_id": {**uuid, "description": "The event; the same as webhook-id."},
        "subject_type": {"type": "string", "description": "The noun of what changed.", "examples": ["handoff"]},
        "subject_id": {**uuid, "description": "The id of what changed."},
        "version": {"type": "integer", "description": "Its new version.", "examples": [3]},
        "related": {
            "type": "object",
            "description": "Further ids, by noun.",
            "additionalProperties": uuid,
            "examples": [{"referral": EXAMPLE_ID}],
        },
        "notices": {
            "type": "array",
            "description": f"What must be said with this when it is told on; in the header `{HEADER.lower()}` too.",
            "items": {"$ref": "#/components/schemas/NoticeOut"},
            "examples": [[]],
        },
    }
    members = {
        "type": {"type": "string", "description": "What happened.", "enum": sorted({*EVENT_TYPES, TEST_MESSAGE})},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
        "data": {"type": "object", "properties": data, "required": list(data), "description": "To which thing."},
    }
    return {"type": "object", "description": "One event.", "properties": members, "required": list(members)}

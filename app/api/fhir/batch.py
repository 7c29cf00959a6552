"""batch: every entry by itself, in its own transaction: http://hl7.org/fhir/R4/http.html#transaction."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import answered, bundle, refused
from app.api.fhir.endpoints import guarded
from app.api.fhir.entries import entries_of, read_entry
from app.api.fhir.interactions import interaction_at
from app.api.fhir.outcomes import REFUSALS, failure_of
from app.api.fhir.telling import body_of, whole
from app.api.idempotency import READING
from app.domain.sensitivity.notices import HEADER
from app.ports.transactions import Answer
from app.use_cases.core import Call, Core, Idempotency


async def batch(core: Core, call: Call, asked: Asked, media_type: str) -> Answer:
    """Answer every entry, each as if it had come alone; what one is refused for stops no other."""
    answers = [await _answered(core, call, asked, number, given) for number, given in enumerate(entries_of(asked))]
    body = bundle("batch-response", [answer.body for answer in answers])
    return whole(body, media_type, _notices(answers))


async def _answered(core: Core, call: Call, bundle_: Asked, number: int, given: dict[str, Any]) -> Answer:
    try:
        asked = read_entry(bundle_, number, given).asked
        use_case = interaction_at(asked.method, asked.place).plan(asked)
        writes = use_case.rule.permission not in READING
        part = _part(call, number, writes=writes)
        return await guarded(asked.endpoints, lambda: core.answer(part, lambda told: entry_of(asked, told), use_case))
    except REFUSALS as error:
        failure = failure_of(error, f"Bundle.entry[{number}]")
        return Answer(status=failure.status, headers=(), body=refused(failure).written())


def entry_of(asked: Asked, told: Told) -> Answer:
    """Write what came of an entry."""
    return Answer(
        status=told.status, headers=(), body=answered(asked.base, told, body_of(asked, told) or None).written()
    )


def _part(call: Call, number: int, *, writes: bool) -> Call:
    """Give each entry a key of its own: sent again, those that happened are told again and the others happen."""
    whole = call.idempotency
    if whole is None or not writes:
        return replace(call, idempotency=None)
    key = sha256(f"{whole.key} {number}".encode()).hexdigest()
    return replace(call, idempotency=Idempotency(key=key, fingerprint=whole.fingerprint))


def _notices(answers: Sequence[Answer]) -> tuple[tuple[str, str], ...]:
    """Let every notice that goes with an entry go with the whole."""
    said = dict.fromkeys(value for answer in answers for name, value in answer.headers if name == HEADER)
    return ((HEADER, " ".join(said)),) if said else ()

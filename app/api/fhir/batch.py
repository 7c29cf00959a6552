"""batch: every entry by itself, in its own transaction: http://hl7.org/fhir/R4/http.html#transaction."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import answered, bundle, refused
from app.api.fhir.endpoints import guarded
from app.api.fhir.entries import Entry, entries_of, read_entry
from app.api.fhir.interactions import interaction_at
from app.api.fhir.outcomes import REFUSALS, Failure, failure_of
from app.api.fhir.paths import Shape
from app.api.fhir.telling import body_of, whole
from app.api.fhir.transaction import check_entry, process
from app.api.idempotency import READING
from app.domain.sensitivity.notices import HEADER
from app.ports.transactions import Answer
from app.use_cases.bundles import of_parts
from app.use_cases.core import Call, Context, Core, Idempotency, UseCase

FIRST = "Bundle.entry[0]"


async def batch(core: Core, call: Call, asked: Asked, media_type: str) -> Answer:
    """Answer every entry, each as if it had come alone; what one is refused for stops no other."""
    answers = [await _answered(core, call, asked, number, given) for number, given in enumerate(entries_of(asked))]
    body = bundle("batch-response", [answer.body for answer in answers])
    return whole(body, media_type, _notices(answers))


async def _answered(core: Core, call: Call, bundle_: Asked, number: int, given: dict[str, Any]) -> Answer:
    try:
        entry = read_entry(bundle_, number, given)
        asked, use_case = entry.asked, _plan(entry)
        writes = use_case.rule.permission not in READING
        part = _part(call, number, writes=writes)
        return await guarded(asked.endpoints, lambda: core.answer(part, lambda told: entry_of(asked, told), use_case))
    except REFUSALS as error:
        failure = _named(error, f"Bundle.entry[{number}]")
        return Answer(status=failure.status, headers=(), body=refused(failure).written())


def _plan(entry: Entry) -> UseCase[[], Told]:
    """Return what an entry asks for; a PUT is a transaction of its own, so that the sender's id is remembered alike."""
    asked = entry.asked
    if asked.method != "PUT" or asked.place.shape is not Shape.INSTANCE:
        return interaction_at(asked.method, asked.place).plan(asked)
    check_entry(entry)

    async def alone(context: Context) -> Told:
        [told] = await process(context, (replace(entry, number=0),))
        return told

    return of_parts("u", alone)


def _named(error: Exception, place: str) -> Failure:
    """Translate a refusal, and name the entry in it: what was a transaction of its own calls it its first."""
    failure = failure_of(error)
    if not all((issue.expression or "").startswith(FIRST) for issue in failure.issues):
        return failure_of(error, place)
    moved = (replace(each, expression=place + (each.expression or "").removeprefix(FIRST)) for each in failure.issues)
    return replace(failure, issues=tuple(moved))


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

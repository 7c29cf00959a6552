"""patch and conditional patch, in three kinds: http://hl7.org/fhir/R4/http.html#patch, #concurrency."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from app.api.fhir.asking import Asked, Told
from app.api.fhir.catalogue import check_writable
from app.api.fhir.checking import checked
from app.api.fhir.conditions import check_version, criteria_of, the_one
from app.api.fhir.media import JSON_PATCH, MERGE_PATCH
from app.api.fhir.outcomes import invalid
from app.api.fhir.patches import fhirpath_patch, json_patch, merge_patch
from app.api.fhir.serving import resource_bytes
from app.api.fhir.targets import target_of
from app.api.fhir.writing import is_kept, posted, rule_of, updating
from app.api.json_reader import read_json
from app.domain.errors import NotFound
from app.ports.resources import Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, UseCase
from app.use_cases.resources import resources

PARAMETERS = "Parameters"


def patch(asked: Asked) -> UseCase[[], Told]:
    """Change parts of a resource; what comes of it is checked like an update."""
    check_writable(asked.place.type, "patch")
    target = target_of(asked.place)

    async def verb(context: Context) -> Told:
        return await _patched(context, asked, target.id)

    return UseCase(verb, rule_of(target.type, "patch", "u"))


def conditional_patch(asked: Asked) -> UseCase[[], Told]:
    """Patch the one resource that meets the criteria; 404 when none does."""
    type_, criteria = asked.place.type, criteria_of(asked.query)
    check_writable(type_, "patch")

    async def verb(context: Context) -> Told:
        there = await the_one(context, type_, criteria)
        if there is None:
            raise NotFound("resource")
        return await _patched(context, asked, there.id)

    return UseCase(verb, rule_of(type_, "patch", "u"))


def applied(asked: Asked, before: dict[str, Any]) -> Any:
    """Return what a patch makes of a resource, by its media type, or by its form where that is only JSON."""
    change = asked.resource
    if asked.media_type == JSON_PATCH or isinstance(change, list):
        return json_patch.apply(before, change)
    if asked.media_type != MERGE_PATCH and isinstance(change, dict) and change.get("resourceType") == PARAMETERS:
        return fhirpath_patch.apply(before, change)
    return merge_patch.apply(before, change)


async def _patched(context: Context, asked: Asked, id_: UUID) -> Told:
    target = Target(type=asked.place.type, id=id_)
    await is_kept(context, target)
    before = await ask(context, resources.reading(target.type), target.id)
    check_version(before, asked.conditions.if_match)
    resource = read_json(resource_bytes(before), exact_decimals=True)
    after = checked(applied(asked, resource), target.type, asked.base) if isinstance(resource, dict) else None
    if after is None or after.get("id") != str(id_):
        raise invalid("A patch cannot change the id.", f"{target.type}.id", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if asked.endpoints is not None:
        asked.endpoints.check_changed(resource, after)
    changing = updating(target, posted(after), before.version)
    stored = await ask(context, changing)
    return Told(status=HTTPStatus.OK, stored=stored)

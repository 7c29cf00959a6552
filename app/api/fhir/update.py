"""update and conditional update: http://hl7.org/fhir/R4/http.html#update, #cond-update."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Told
from app.api.fhir.catalogue import check_writable
from app.api.fhir.checking import checked
from app.api.fhir.conditions import criteria_of, the_one
from app.api.fhir.outcomes import invalid, not_supported
from app.api.fhir.targets import target_of
from app.api.fhir.writing import NOT_HERE, creating, posted, rule_of, updating
from app.domain.errors import NotFound
from app.ports.resources import Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, UseCase


def update(asked: Asked) -> UseCase[[], Told]:
    """Let a resource say something else: as a whole, and only in the version that was read, where one is named."""
    check_writable(asked.place.type, "update")
    resource = checked(asked.resource, asked.place.type, asked.base)
    if resource.get("id") != asked.place.id:
        raise invalid("The id in the resource is not that of the address.", f"{asked.place.type}.id")
    changing = updating(_target(asked), posted(resource, foreign=asked.within), asked.conditions.if_match)

    async def verb(context: Context) -> Told:
        return Told(status=HTTPStatus.OK, stored=await changing(context))

    return UseCase(verb, changing.rule)


def _target(asked: Asked) -> Target:
    try:
        return target_of(asked.place)
    except NotFound:
        raise not_supported(NOT_HERE) from None


def conditional_update(asked: Asked) -> UseCase[[], Told]:
    """Update the one resource that meets the criteria, or make one where nothing does."""
    type_, criteria = asked.place.type, criteria_of(asked.query)
    check_writable(type_, "update")
    resource = checked(asked.resource, type_, asked.base)
    new = posted(resource, foreign=asked.within)
    expected = asked.conditions.if_match

    async def verb(context: Context) -> Told:
        there = await the_one(context, type_, criteria)
        if there is None:
            check_writable(type_, "create")
            if "id" in resource:
                raise not_supported("Nothing meets the criteria, and ids are given here: leave the id out.")
            stored = await ask(context, creating(new))
            return Told(status=HTTPStatus.CREATED, stored=stored, located=True)
        if resource.get("id", str(there.id)) != str(there.id):
            raise invalid("The id in the resource is not that of what meets the criteria.", f"{type_}.id")
        changing = updating(Target(type=type_, id=there.id), new, expected)
        stored = await ask(context, changing)
        return Told(status=HTTPStatus.OK, stored=stored)

    return UseCase(verb, rule_of(type_, "update", "u"))

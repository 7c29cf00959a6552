"""delete and conditional delete: http://hl7.org/fhir/R4/http.html#delete, #3.1.0.7.1."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Told, Wanted
from app.api.fhir.catalogue import check_writable
from app.api.fhir.conditions import criteria_of, the_one
from app.api.fhir.targets import target_of
from app.api.fhir.writing import deleting, rule_of
from app.ports.resources import StoredResource, Target
from app.use_cases.core import Context, UseCase


def delete(asked: Asked) -> UseCase[[], Told]:
    """Delete a resource; what is not there any more is not there afterwards either."""
    check_writable(asked.place.type, "delete")
    removing = deleting(target_of(asked.place), asked.conditions.if_match)

    async def verb(context: Context) -> Told:
        return _told(asked, await removing(context))

    return UseCase(verb, removing.rule)


def conditional_delete(asked: Asked) -> UseCase[[], Told]:
    """Delete the one resource that meets the criteria; several are refused, none is no fault."""
    type_, criteria = asked.place.type, criteria_of(asked.query)
    check_writable(type_, "delete")

    async def verb(context: Context) -> Told:
        there = await the_one(context, type_, criteria)
        if there is None:
            return _told(asked, None)
        removing = deleting(Target(type=type_, id=there.id), asked.conditions.if_match)
        return _told(asked, await removing(context))

    return UseCase(verb, rule_of(type_, "delete", "d"))


def _told(asked: Asked, stored: StoredResource | None) -> Told:
    says = asked.prefer.wanted is Wanted.OUTCOME
    return Told(status=HTTPStatus.OK if says else HTTPStatus.NO_CONTENT, stored=stored)

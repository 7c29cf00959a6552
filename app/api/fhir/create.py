"""create and conditional create: http://hl7.org/fhir/R4/http.html#create, #ccreate."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Told
from app.api.fhir.catalogue import check_writable
from app.api.fhir.checking import checked
from app.api.fhir.conditions import criteria_of, the_one
from app.api.fhir.writing import creating, posted
from app.use_cases.core import Context, UseCase


def create(asked: Asked) -> UseCase[[], Told]:
    """Make a resource; under a condition, only where nothing meets it, else tell of what does.

    The condition stands in If-None-Exist, or, as some clients have it, behind the address.
    """
    type_ = asked.place.type
    check_writable(type_, "create")
    condition = asked.conditions.if_none_exist
    criteria = criteria_of(asked.query if condition is None else condition)
    making = creating(posted(checked(asked.resource, type_, asked.base), foreign=asked.within))

    async def verb(context: Context) -> Told:
        if condition is not None or criteria:
            there = await the_one(context, type_, criteria)
            if there is not None:
                return Told(status=HTTPStatus.OK, stored=there, located=True)
        return Told(status=HTTPStatus.CREATED, stored=await making(context), located=True)

    return UseCase(verb, making.rule)

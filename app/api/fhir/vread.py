"""vread: http://hl7.org/fhir/R4/http.html#vread."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Told
from app.api.fhir.read import unchanged
from app.api.fhir.subsets import cut
from app.api.fhir.targets import target_of, version_of
from app.use_cases.core import Context, UseCase
from app.use_cases.resources import resources


def vread(asked: Asked) -> UseCase[[], Told]:
    """Return what a resource said in one version, to those who may read it now; 410 for that of its deletion."""
    target, version = target_of(asked.place), version_of(asked.place)
    reading = resources.reading_version(target.type)

    async def verb(context: Context) -> Told:
        stored = await reading(context, target.id, version)
        if unchanged(asked, stored):
            return Told(status=HTTPStatus.NOT_MODIFIED, stored=stored)
        return Told(status=HTTPStatus.OK, stored=stored, body=cut(asked, stored))

    return UseCase(verb, reading.rule)

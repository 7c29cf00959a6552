"""read and its conditional form: http://hl7.org/fhir/R4/http.html#read, #cread."""

from http import HTTPStatus

from app.api.fhir.asking import Asked, Told
from app.api.fhir.subsets import cut
from app.api.fhir.targets import target_of
from app.ports.resources import StoredResource
from app.use_cases.core import Context, UseCase
from app.use_cases.resources import resources


def read(asked: Asked) -> UseCase[[], Told]:
    """Return one resource as it is now; 304 to who has it, 410 when it was deleted."""
    target = target_of(asked.place)
    reading = resources.reading(target.type)

    async def verb(context: Context) -> Told:
        stored = await reading(context, target.id)
        if unchanged(asked, stored):
            return Told(status=HTTPStatus.NOT_MODIFIED, stored=stored)
        return Told(status=HTTPStatus.OK, stored=stored, body=cut(asked, stored))

    return UseCase(verb, reading.rule)


def unchanged(asked: Asked, stored: StoredResource) -> bool:
    """Whether the asker has this version; If-None-Match counts before If-Modified-Since (RFC 9110, section 13.2.2).

    Some clients name the version without quotes.
    """
    known, since = asked.conditions.if_none_match, asked.conditions.if_modified_since
    if known is not None:
        tags = {tag.strip().removeprefix("W/").strip('"') for tag in known.split(",")}
        return "*" in tags or str(stored.version) in tags
    return since is not None and stored.updated_at.replace(microsecond=0) <= since

"""Which resource an address means; what is no id of ours is found by nobody."""

from app.api.fhir.drafting import uuid_of
from app.api.fhir.paths import Place
from app.domain.errors import NotFound
from app.ports.resources import Target

LONGEST_VERSION = 9


def target_of(place: Place) -> Target:
    """Return the resource at an address; 404 where there can be none."""
    id_ = uuid_of(place.id)
    if id_ is None:
        raise NotFound("resource")
    return Target(type=place.type, id=id_)


def version_of(place: Place) -> int:
    """Return the version that an address names; 404 where there can be none."""
    if not place.version.isdecimal() or len(place.version) > LONGEST_VERSION:
        raise NotFound("resource")
    return int(place.version)

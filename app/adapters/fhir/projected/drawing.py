"""One aggregate drawn as one resource, before it becomes bytes and terms."""

from dataclasses import dataclass
from uuid import UUID

from app.adapters.fhir.projected.values import Json
from app.adapters.fhir.search.extraction import extract_faces
from app.adapters.fhir.validation.json_text import write
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.identity import AgencyId, ClientId
from app.domain.records import ClientRecord
from app.domain.resources.reading import ResourceReading
from app.ports.resources import Face, Projection, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A resource with `meta`, without resourceType and id; `other` is its other face, where it has one."""

    type: str
    id: UUID
    reading: ResourceReading
    whole: Json
    other: Json | None = None
    other_agency: AgencyId | None = None
    others_own: bool = False
    client: ClientId | None = None
    agency: AgencyId | None = None
    parties: frozenset[AgencyId] = frozenset()
    kinds: frozenset[DataCategory] = frozenset()
    labels: frozenset[Sensitivity] = frozenset()
    hidden: bool = False


def of_record(type_: str, id_: UUID, record: ClientRecord, whole: Json, other: Json | None = None) -> Drawing:
    """Draw a piece of a client's record, which is read by the rule of sight."""
    return Drawing(
        type=type_,
        id=id_,
        reading=ResourceReading.RECORD,
        whole=whole,
        other=other if other != whole else None,
        client=record.client,
        agency=record.agency,
        kinds=record.kinds,
        labels=record.sensitivities,
    )


def of_directory(type_: str, id_: UUID, agency: AgencyId, whole: Json) -> Drawing:
    """Draw what every agency of the network reads."""
    return Drawing(type=type_, id=id_, reading=ResourceReading.NETWORK, agency=agency, whole=whole)


def projected(drawing: Drawing) -> Projection:
    """Make a projection of a drawing."""
    return Projection(
        type=drawing.type,
        id=drawing.id,
        client=drawing.client,
        agency=drawing.agency,
        reading=drawing.reading,
        face=face_of(drawing.whole),
        terms=terms_of(drawing.type, drawing.whole, drawing.other),
        parties=drawing.parties,
        kinds=drawing.kinds,
        sensitivities=drawing.labels,
        hidden=drawing.hidden,
        other=None if drawing.other is None else face_of(drawing.other),
        other_agency=drawing.other_agency,
        others_own=drawing.others_own,
    )


def face_of(resource: Json) -> Face:
    """Write a resource as the two objects that are stored."""
    content = {name: value for name, value in resource.items() if name != "meta"}
    return Face(content=write(content), meta=write(resource.get("meta", {})))


def terms_of(type_: str, whole: Json, other: Json | None) -> Terms:
    """Return the terms by which each face is found."""
    return extract_faces(type_, whole, other)

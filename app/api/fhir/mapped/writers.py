"""The table of writers: a mapped type that is not in it is read only."""

from collections.abc import Mapping

from app.api.fhir.mapped import (
    appointments,
    care,
    communications,
    consents,
    directory,
    groups,
    orders,
    organizations,
    practitioners,
    related_persons,
    requests,
    subscriptions,
)
from app.api.fhir.mapped.writer import Writer

WRITERS: Mapping[str, Writer] = {
    **{type_: care.writer_of(type_) for type_ in care.KINDS},
    **{kind.type: directory.writer_of(kind) for kind in (directory.LOCATION, directory.SERVICE)},
    appointments.TYPE: appointments.writer(),
    communications.TYPE: communications.writer(),
    consents.TYPE: consents.writer(),
    groups.TYPE: groups.writer(),
    orders.TYPE: orders.writer(),
    organizations.TYPE: organizations.writer(),
    practitioners.PART: practitioners.writer_of_part(),
    practitioners.PERSON: practitioners.writer_of_person(),
    related_persons.TYPE: related_persons.writer(),
    requests.TYPE: requests.writer(),
    subscriptions.TYPE: subscriptions.writer(),
}

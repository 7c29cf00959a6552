"""The table of writers: a mapped type that is not in it is read only."""

from collections.abc import Mapping

from app.api.fhir.mapped import (
    appointments,
    care,
    communications,
    consents,
    groups,
    orders,
    related_persons,
    requests,
    subscriptions,
)
from app.api.fhir.mapped.beside import keeping
from app.api.fhir.mapped.writer import Writer

BESIDE = ("HealthcareService", "Location", "Organization", "Practitioner", "PractitionerRole")
WRITERS: Mapping[str, Writer] = {
    **{type_: care.writer_of(type_) for type_ in care.KINDS},
    **{type_: keeping(type_) for type_ in BESIDE},
    appointments.TYPE: appointments.writer(),
    communications.TYPE: communications.writer(),
    consents.TYPE: consents.writer(),
    groups.TYPE: groups.writer(),
    orders.TYPE: orders.writer(),
    related_persons.TYPE: related_persons.writer(),
    requests.TYPE: requests.writer(),
    subscriptions.TYPE: subscriptions.writer(),
}

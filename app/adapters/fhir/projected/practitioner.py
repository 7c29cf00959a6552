"""A worker as a Practitioner, and what the worker does at the agency as a PractitionerRole.

https://hl7.org/fhir/R4/practitioner.html, https://hl7.org/fhir/R4/practitionerrole.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_directory
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.persons import languages, reached
from app.adapters.fhir.projected.values import US_CORE, identifiers, ours, said, to, told
from app.domain.networks.worker import Worker, WorkerStatus


def drawings(worker: Worker) -> tuple[Drawing, ...]:
    """Draw a worker twice: the person, and the person's part at the agency."""
    profile, active = worker.profile, worker.status is WorkerStatus.ACTIVE
    known = identifiers(profile.identifiers)
    ways = reached(phone=profile.phone, email=profile.email)
    name = {"text": said(worker.name), "family": said(profile.family), "given": [said(profile.given)]}
    person = told(
        {
            "meta": meta(profiles=(f"{US_CORE}us-core-practitioner",) if known else ()),
            "identifier": known,
            "active": active,
            "name": [told(name)],
            "telecom": ways,
            "communication": languages(profile.languages),
        }
    )
    part = told(
        {
            "meta": meta(profiles=(f"{US_CORE}us-core-practitionerrole",)),
            "active": active,
            "practitioner": to("Practitioner", worker.id, worker.name),
            "organization": to("Organization", worker.agency),
            "code": [
                *([{"text": title}] if (title := said(profile.title)) else []),
                *(ours("role", role.value) for role in sorted(profile.roles)),
            ],
            "telecom": ways,
        }
    )
    drawn = (("Practitioner", person), ("PractitionerRole", part))
    return tuple(of_directory(type_, worker.id, worker.agency, whole) for type_, whole in drawn)

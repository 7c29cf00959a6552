"""In which order types are taken that are sent together: what others refer to comes first."""

FIRST = frozenset({"Endpoint", "InsurancePlan", "Location", "Medication", "Organization", "Practitioner", "Substance"})
THEN = frozenset({"Coverage", "Encounter", "EpisodeOfCare", "HealthcareService", "PractitionerRole", "RelatedPerson"})
BEFORE = ("Questionnaire", "Patient")
AFTER = ("Goal", "CareTeam", "CarePlan", "Consent", "ServiceRequest", "Task", "Communication", "Provenance")
"""What refers to most others, in the order in which these refer to one another."""


def rank_of(type_: str) -> int:
    """Return when resources of a type are taken: the lower, the earlier."""
    if type_ in AFTER:
        return 10 + AFTER.index(type_)
    if type_ in BEFORE:
        return 1 + BEFORE.index(type_)
    return 0 if type_ in FIRST else 5 if type_ in THEN else 6

"""Says whether a resource keeps to FHIR R4, and where it does not."""

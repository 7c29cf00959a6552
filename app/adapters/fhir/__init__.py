"""The FHIR R4 language."""

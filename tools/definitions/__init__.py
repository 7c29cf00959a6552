"""Writes the generated FHIR R4 modules from the published definitions (`make definitions`)."""

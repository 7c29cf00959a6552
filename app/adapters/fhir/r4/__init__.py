"""FHIR R4 4.0.1 as tables; written by `make definitions`, all of it."""

"""The FHIR R4 door: every interaction of the specification in a module of its own."""

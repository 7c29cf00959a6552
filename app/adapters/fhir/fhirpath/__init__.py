"""The part of FHIRPath (http://hl7.org/fhirpath/N1) in which the invariants of FHIR R4 are written."""

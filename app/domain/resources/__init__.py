"""FHIR resources as the core knows them: whose each is, who reads it, and what is asked of one that we only keep."""

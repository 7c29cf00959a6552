"""What each thing of the domain looks like as a FHIR R4 resource: one module for each type, pure."""

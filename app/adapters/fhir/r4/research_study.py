"""What ResearchStudy of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ResearchStudy": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("label", "0..*", "ResearchStudy.label", "", ""),
        ("protocol", "0..*", "Reference", "", "PlanDefinition"),
        ("partOf", "0..*", "Reference", "", "ResearchStudy"),
        ("status", "1..1", "code", "research-study-status", ""),
        ("primaryPurposeType", "0..1", "CodeableConcept", "", ""),
        ("phase", "0..1", "CodeableConcept", "", ""),
        ("studyDesign", "0..*", "CodeableConcept", "", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("focus", "0..*", "CodeableConcept", "", ""),
        ("condition", "0..*", "CodeableConcept", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("relatedArtifact", "0..*", "RelatedArtifact", "", ""),
        ("keyword", "0..*", "CodeableConcept", "", ""),
        ("location", "0..*", "CodeableConcept", "", ""),
        ("region", "0..*", "CodeableConcept", "", ""),
        ("descriptionSummary", "0..1", "markdown", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("enrollment", "0..*", "Reference", "", "Group"),
        ("period", "0..1", "Period", "", ""),
        ("sponsor", "0..1", "Reference", "", "Organization"),
        ("principalInvestigator", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("site", "0..*", "Reference", "", "Location Organization ResearchStudy"),
        ("reasonStopped", "0..1", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("arm", "0..*", "ResearchStudy.arm", "", ""),
        ("classifier", "0..*", "CodeableConcept", "", ""),
        ("associatedParty", "0..*", "ResearchStudy.associatedParty", "", ""),
        ("progressStatus", "0..*", "ResearchStudy.progressStatus", "", ""),
        ("whyStopped", "0..1", "CodeableConcept", "", ""),
        ("recruitment", "0..1", "ResearchStudy.recruitment", "", ""),
        ("comparisonGroup", "0..*", "ResearchStudy.comparisonGroup", "", ""),
        ("objective", "0..*", "ResearchStudy.objective", "", ""),
        ("outcomeMeasure", "0..*", "ResearchStudy.outcomeMeasure", "", ""),
        ("result", "0..*", "Reference", "", "DiagnosticReport"),
    ), (
    )),
    "ResearchStudy.label": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("value", "0..1", "string", "", ""),
    ), (
    )),
    "ResearchStudy.arm": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
    ), (
    )),
    "ResearchStudy.associatedParty": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("role", "1..1", "CodeableConcept", "", ""),
        ("period", "0..*", "Period", "", ""),
        ("classifier", "0..*", "CodeableConcept", "", ""),
        ("party", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
    ), (
    )),
    "ResearchStudy.progressStatus": ("BackboneElement", (
        ("state", "1..1", "CodeableConcept", "", ""),
        ("actual", "0..1", "boolean", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
    "ResearchStudy.recruitment": ("BackboneElement", (
        ("targetNumber", "0..1", "unsignedInt", "", ""),
        ("actualNumber", "0..1", "unsignedInt", "", ""),
        ("eligibility", "0..1", "Reference", "", "EvidenceVariable Group"),
        ("actualGroup", "0..1", "Reference", "", "Group"),
    ), (
    )),
    "ResearchStudy.comparisonGroup": ("BackboneElement", (
        ("linkId", "0..1", "id", "", ""),
        ("name", "1..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("intendedExposure", "0..*", "Reference", "", "EvidenceVariable"),
        ("observedGroup", "0..1", "Reference", "", "Group"),
    ), (
    )),
    "ResearchStudy.objective": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "markdown", "", ""),
    ), (
    )),
    "ResearchStudy.outcomeMeasure": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("reference", "0..1", "Reference", "", "EvidenceVariable"),
    ), (
    )),
}

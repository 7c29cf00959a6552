"""What VisionPrescription of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "VisionPrescription": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("dateWritten", "1..1", "dateTime", "", ""),
        ("prescriber", "1..1", "Reference", "", "Practitioner PractitionerRole"),
        ("lensSpecification", "1..*", "VisionPrescription.lensSpecification", "", ""),
    ), (
    )),
    "VisionPrescription.lensSpecification": ("BackboneElement", (
        ("product", "1..1", "CodeableConcept", "", ""),
        ("eye", "1..1", "code", "vision-eye-codes", ""),
        ("sphere", "0..1", "decimal", "", ""),
        ("cylinder", "0..1", "decimal", "", ""),
        ("axis", "0..1", "integer", "", ""),
        ("prism", "0..*", "VisionPrescription.lensSpecification.prism", "", ""),
        ("add", "0..1", "decimal", "", ""),
        ("power", "0..1", "decimal", "", ""),
        ("backCurve", "0..1", "decimal", "", ""),
        ("diameter", "0..1", "decimal", "", ""),
        ("duration", "0..1", "SimpleQuantity", "", ""),
        ("color", "0..1", "string", "", ""),
        ("brand", "0..1", "string", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "VisionPrescription.lensSpecification.prism": ("BackboneElement", (
        ("amount", "1..1", "decimal", "", ""),
        ("base", "1..1", "code", "vision-base-codes", ""),
    ), (
    )),
}

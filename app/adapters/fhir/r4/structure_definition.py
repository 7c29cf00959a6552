"""What StructureDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "StructureDefinition": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "1..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("keyword", "0..*", "Coding", "", ""),
        ("fhirVersion", "0..1", "code", "FHIR-version", ""),
        ("mapping", "0..*", "StructureDefinition.mapping", "", ""),
        ("kind", "1..1", "code", "structure-definition-kind", ""),
        ("abstract", "1..1", "boolean", "", ""),
        ("context", "0..*", "StructureDefinition.context", "", ""),
        ("contextInvariant", "0..*", "string", "", ""),
        ("type", "1..1", "uri", "", ""),
        ("baseDefinition", "0..1", "canonical", "", ""),
        ("derivation", "0..1", "code", "type-derivation-rule", ""),
        ("snapshot", "0..1", "StructureDefinition.snapshot", "", ""),
        ("differential", "0..1", "StructureDefinition.differential", "", ""),
    )),
    "StructureDefinition.mapping": ("BackboneElement", (
        ("identity", "1..1", "id", "", ""),
        ("uri", "0..1", "uri", "", ""),
        ("name", "0..1", "string", "", ""),
        ("comment", "0..1", "string", "", ""),
    )),
    "StructureDefinition.context": ("BackboneElement", (
        ("type", "1..1", "code", "extension-context-type", ""),
        ("expression", "1..1", "string", "", ""),
    )),
    "StructureDefinition.snapshot": ("BackboneElement", (
        ("element", "1..*", "ElementDefinition", "", ""),
    )),
    "StructureDefinition.differential": ("BackboneElement", (
        ("element", "1..*", "ElementDefinition", "", ""),
    )),
}

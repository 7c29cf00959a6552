"""What Group of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Group": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("type", "1..1", "code", "group-type", ""),
        ("actual", "1..1", "boolean", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
        ("quantity", "0..1", "unsignedInt", "", ""),
        ("managingEntity", "0..1", "Reference", "", "Organization Practitioner PractitionerRole RelatedPerson"),
        ("characteristic", "0..*", "Group.characteristic", "", ""),
        ("member", "0..*", "Group.member", "", ""),
    ), (
        ("grp-1", "Can only have members if group is \"actual\"", "member.empty() or (actual = true)"),
    )),
    "Group.characteristic": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("value[x]", "1..1", "CodeableConcept boolean Quantity Range Reference", "", ""),
        ("exclude", "1..1", "boolean", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
    "Group.member": ("BackboneElement", (
        ("entity", "1..1", "Reference", "", "Device Group Medication Patient Practitioner PractitionerRole Substance"),
        ("period", "0..1", "Period", "", ""),
        ("inactive", "0..1", "boolean", "", ""),
    ), (
    )),
}

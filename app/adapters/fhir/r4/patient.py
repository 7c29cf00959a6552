"""What Patient of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Patient": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("name", "0..*", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("gender", "0..1", "code", "administrative-gender", ""),
        ("birthDate", "0..1", "date", "", ""),
        ("deceased[x]", "0..1", "boolean dateTime", "", ""),
        ("address", "0..*", "Address", "", ""),
        ("maritalStatus", "0..1", "CodeableConcept", "", ""),
        ("multipleBirth[x]", "0..1", "boolean integer", "", ""),
        ("photo", "0..*", "Attachment", "", ""),
        ("contact", "0..*", "Patient.contact", "", ""),
        ("communication", "0..*", "Patient.communication", "", ""),
        ("generalPractitioner", "0..*", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("managingOrganization", "0..1", "Reference", "", "Organization"),
        ("link", "0..*", "Patient.link", "", ""),
    ), (
    )),
    "Patient.contact": ("BackboneElement", (
        ("relationship", "0..*", "CodeableConcept", "", ""),
        ("name", "0..1", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..1", "Address", "", ""),
        ("gender", "0..1", "code", "administrative-gender", ""),
        ("organization", "0..1", "Reference", "", "Organization"),
        ("period", "0..1", "Period", "", ""),
    ), (
        ("pat-1", "SHALL at least contain a contact's details or a reference to an organization", "name.exists() or telecom.exists() or address.exists() or organization.exists()"),
    )),
    "Patient.communication": ("BackboneElement", (
        ("language", "1..1", "CodeableConcept", "", ""),
        ("preferred", "0..1", "boolean", "", ""),
    ), (
    )),
    "Patient.link": ("BackboneElement", (
        ("other", "1..1", "Reference", "", "Patient RelatedPerson"),
        ("type", "1..1", "code", "link-type", ""),
    ), (
    )),
}

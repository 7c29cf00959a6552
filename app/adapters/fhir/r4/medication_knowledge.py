"""What MedicationKnowledge of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicationKnowledge": ("DomainResource", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "code", "medicationknowledge-status", ""),
        ("manufacturer", "0..1", "Reference", "", "Organization"),
        ("doseForm", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "SimpleQuantity", "", ""),
        ("synonym", "0..*", "string", "", ""),
        ("relatedMedicationKnowledge", "0..*", "MedicationKnowledge.relatedMedicationKnowledge", "", ""),
        ("associatedMedication", "0..*", "Reference", "", "Medication"),
        ("productType", "0..*", "CodeableConcept", "", ""),
        ("monograph", "0..*", "MedicationKnowledge.monograph", "", ""),
        ("ingredient", "0..*", "MedicationKnowledge.ingredient", "", ""),
        ("preparationInstruction", "0..1", "markdown", "", ""),
        ("intendedRoute", "0..*", "CodeableConcept", "", ""),
        ("cost", "0..*", "MedicationKnowledge.cost", "", ""),
        ("monitoringProgram", "0..*", "MedicationKnowledge.monitoringProgram", "", ""),
        ("administrationGuidelines", "0..*", "MedicationKnowledge.administrationGuidelines", "", ""),
        ("medicineClassification", "0..*", "MedicationKnowledge.medicineClassification", "", ""),
        ("packaging", "0..1", "MedicationKnowledge.packaging", "", ""),
        ("drugCharacteristic", "0..*", "MedicationKnowledge.drugCharacteristic", "", ""),
        ("contraindication", "0..*", "Reference", "", "DetectedIssue"),
        ("regulatory", "0..*", "MedicationKnowledge.regulatory", "", ""),
        ("kinetics", "0..*", "MedicationKnowledge.kinetics", "", ""),
    ), (
    )),
    "MedicationKnowledge.relatedMedicationKnowledge": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("reference", "1..*", "Reference", "", "MedicationKnowledge"),
    ), (
    )),
    "MedicationKnowledge.monograph": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("source", "0..1", "Reference", "", "DocumentReference Media"),
    ), (
    )),
    "MedicationKnowledge.ingredient": ("BackboneElement", (
        ("item[x]", "1..1", "CodeableConcept Reference", "", "Substance"),
        ("isActive", "0..1", "boolean", "", ""),
        ("strength", "0..1", "Ratio", "", ""),
    ), (
    )),
    "MedicationKnowledge.cost": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("source", "0..1", "string", "", ""),
        ("cost", "1..1", "Money", "", ""),
    ), (
    )),
    "MedicationKnowledge.monitoringProgram": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
    ), (
    )),
    "MedicationKnowledge.administrationGuidelines": ("BackboneElement", (
        ("dosage", "0..*", "MedicationKnowledge.administrationGuidelines.dosage", "", ""),
        ("indication[x]", "0..1", "CodeableConcept Reference", "", "ObservationDefinition"),
        ("patientCharacteristics", "0..*", "MedicationKnowledge.administrationGuidelines.patientCharacteristics", "", ""),
    ), (
    )),
    "MedicationKnowledge.administrationGuidelines.dosage": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("dosage", "1..*", "Dosage", "", ""),
    ), (
    )),
    "MedicationKnowledge.administrationGuidelines.patientCharacteristics": ("BackboneElement", (
        ("characteristic[x]", "1..1", "CodeableConcept SimpleQuantity", "", ""),
        ("value", "0..*", "string", "", ""),
    ), (
    )),
    "MedicationKnowledge.medicineClassification": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("classification", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "MedicationKnowledge.packaging": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
    ), (
    )),
    "MedicationKnowledge.drugCharacteristic": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("value[x]", "0..1", "CodeableConcept string SimpleQuantity base64Binary", "", ""),
    ), (
    )),
    "MedicationKnowledge.regulatory": ("BackboneElement", (
        ("regulatoryAuthority", "1..1", "Reference", "", "Organization"),
        ("substitution", "0..*", "MedicationKnowledge.regulatory.substitution", "", ""),
        ("schedule", "0..*", "MedicationKnowledge.regulatory.schedule", "", ""),
        ("maxDispense", "0..1", "MedicationKnowledge.regulatory.maxDispense", "", ""),
    ), (
    )),
    "MedicationKnowledge.regulatory.substitution": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("allowed", "1..1", "boolean", "", ""),
    ), (
    )),
    "MedicationKnowledge.regulatory.schedule": ("BackboneElement", (
        ("schedule", "1..1", "CodeableConcept", "", ""),
    ), (
    )),
    "MedicationKnowledge.regulatory.maxDispense": ("BackboneElement", (
        ("quantity", "1..1", "SimpleQuantity", "", ""),
        ("period", "0..1", "Duration", "", ""),
    ), (
    )),
    "MedicationKnowledge.kinetics": ("BackboneElement", (
        ("areaUnderCurve", "0..*", "SimpleQuantity", "", ""),
        ("lethalDose50", "0..*", "SimpleQuantity", "", ""),
        ("halfLifePeriod", "0..1", "Duration", "", ""),
    ), (
    )),
}

"""What InsurancePlan of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "InsurancePlan": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "publication-status", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
        ("alias", "0..*", "string", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("ownedBy", "0..1", "Reference", "", "Organization"),
        ("administeredBy", "0..1", "Reference", "", "Organization"),
        ("coverageArea", "0..*", "Reference", "", "Location"),
        ("contact", "0..*", "InsurancePlan.contact", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
        ("network", "0..*", "Reference", "", "Organization"),
        ("coverage", "0..*", "InsurancePlan.coverage", "", ""),
        ("plan", "0..*", "InsurancePlan.plan", "", ""),
    ), (
        ("ipn-1", "The organization SHALL at least have a name or an idendtifier, and possibly more than one", "(identifier.count() + name.count()) > 0"),
    )),
    "InsurancePlan.contact": ("BackboneElement", (
        ("purpose", "0..1", "CodeableConcept", "", ""),
        ("name", "0..1", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..1", "Address", "", ""),
    ), (
    )),
    "InsurancePlan.coverage": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("network", "0..*", "Reference", "", "Organization"),
        ("benefit", "1..*", "InsurancePlan.coverage.benefit", "", ""),
    ), (
    )),
    "InsurancePlan.coverage.benefit": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("requirement", "0..1", "string", "", ""),
        ("limit", "0..*", "InsurancePlan.coverage.benefit.limit", "", ""),
    ), (
    )),
    "InsurancePlan.coverage.benefit.limit": ("BackboneElement", (
        ("value", "0..1", "Quantity", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "InsurancePlan.plan": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("coverageArea", "0..*", "Reference", "", "Location"),
        ("network", "0..*", "Reference", "", "Organization"),
        ("generalCost", "0..*", "InsurancePlan.plan.generalCost", "", ""),
        ("specificCost", "0..*", "InsurancePlan.plan.specificCost", "", ""),
    ), (
    )),
    "InsurancePlan.plan.generalCost": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("groupSize", "0..1", "positiveInt", "", ""),
        ("cost", "0..1", "Money", "", ""),
        ("comment", "0..1", "string", "", ""),
    ), (
    )),
    "InsurancePlan.plan.specificCost": ("BackboneElement", (
        ("category", "1..1", "CodeableConcept", "", ""),
        ("benefit", "0..*", "InsurancePlan.plan.specificCost.benefit", "", ""),
    ), (
    )),
    "InsurancePlan.plan.specificCost.benefit": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("cost", "0..*", "InsurancePlan.plan.specificCost.benefit.cost", "", ""),
    ), (
    )),
    "InsurancePlan.plan.specificCost.benefit.cost": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("applicability", "0..1", "CodeableConcept", "insuranceplan-applicability", ""),
        ("qualifiers", "0..*", "CodeableConcept", "", ""),
        ("value", "0..1", "Quantity", "", ""),
    ), (
    )),
}

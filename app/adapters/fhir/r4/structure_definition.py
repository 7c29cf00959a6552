"""What StructureDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
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
    ), (
        ("sdf-1", "Element paths must be unique unless the structure is a constraint", "derivation = 'constraint' or snapshot.element.select(path).isDistinct()"),
        ("sdf-15a", "If the first element in a differential has no \".\" in the path and it's not a logical model, it has no type", "(kind!='logical'  and differential.element.first().path.contains('.').not()) implies differential.element.first().type.empty()"),
        ("sdf-4", "If the structure is not abstract, then there SHALL be a baseDefinition", "abstract = true or baseDefinition.exists()"),
        ("sdf-5", "If the structure defines an extension then the structure must have context information", "type != 'Extension' or derivation = 'specialization' or (context.exists())"),
        ("sdf-6", "A structure must have either a differential, or a snapshot (or both)", "snapshot.exists() or differential.exists()"),
        ("sdf-9", "In any snapshot or differential, no label, code or requirements on an element without a \".\" in the path (e.g. the first element)", "children().element.where(path.contains('.').not()).label.empty() and children().element.where(path.contains('.').not()).code.empty() and children().element.where(path.contains('.').not()).requirements.empty()"),
        ("sdf-11", "If there's a type, its content must match the path name in the first element of a snapshot", "kind != 'logical' implies snapshot.empty() or snapshot.element.first().path = type"),
        ("sdf-14", "All element definitions must have an id", "snapshot.element.all(id.exists()) and differential.element.all(id.exists())"),
        ("sdf-15", "The first element in a snapshot has no type unless model is a logical model.", "kind!='logical' implies snapshot.element.first().type.empty()"),
        ("sdf-16", "All element definitions must have unique ids (snapshot)", "snapshot.element.all(id.exists()) and snapshot.element.id.trace('ids').isDistinct()"),
        ("sdf-17", "All element definitions must have unique ids (diff)", "differential.element.all(id.exists()) and differential.element.id.trace('ids').isDistinct()"),
        ("sdf-18", "Context Invariants can only be used for extensions", "contextInvariant.exists() implies type = 'Extension'"),
        ("sdf-19", "FHIR Specification models only use FHIR defined types", "url.startsWith('http://hl7.org/fhir/StructureDefinition') implies (differential.element.type.code.all(matches('^[a-zA-Z0-9]+$') or matches('^http:\\\\/\\\\/hl7\\\\.org\\\\/fhirpath\\\\/System\\\\.[A-Z][A-Za-z]+$')) and snapshot.element.type.code.all(matches('^[a-zA-Z0-9\\\\.]+$') or matches('^http:\\\\/\\\\/hl7\\\\.org\\\\/fhirpath\\\\/System\\\\.[A-Z][A-Za-z]+$')))"),
        ("sdf-21", "Default values can only be specified on specializations", "differential.element.defaultValue.exists() implies (derivation = 'specialization')"),
        ("sdf-22", "FHIR Specification models never have default values", "url.startsWith('http://hl7.org/fhir/StructureDefinition') implies (snapshot.element.defaultValue.empty() and differential.element.defaultValue.empty())"),
        ("sdf-23", "No slice name on root", "(snapshot | differential).element.all(path.contains('.').not() implies sliceName.empty())"),
    )),
    "StructureDefinition.mapping": ("BackboneElement", (
        ("identity", "1..1", "id", "", ""),
        ("uri", "0..1", "uri", "", ""),
        ("name", "0..1", "string", "", ""),
        ("comment", "0..1", "string", "", ""),
    ), (
        ("sdf-2", "Must have at least a name or a uri (or both)", "name.exists() or uri.exists()"),
    )),
    "StructureDefinition.context": ("BackboneElement", (
        ("type", "1..1", "code", "extension-context-type", ""),
        ("expression", "1..1", "string", "", ""),
    ), (
    )),
    "StructureDefinition.snapshot": ("BackboneElement", (
        ("element", "1..*", "ElementDefinition", "", ""),
    ), (
        ("sdf-3", "Each element definition in a snapshot must have a formal definition and cardinalities", "element.all(definition.exists() and min.exists() and max.exists())"),
        ("sdf-8", "All snapshot elements must start with the StructureDefinition's specified type for non-logical models, or with the same type name for logical models", "(%resource.kind = 'logical' or element.first().path = %resource.type) and element.tail().all(path.startsWith(%resource.snapshot.element.first().path&'.'))"),
        ("sdf-8b", "All snapshot elements must have a base definition", "element.all(base.exists())"),
        ("sdf-10", "provide either a binding reference or a description (or both)", "element.all(binding.empty() or binding.valueSet.exists() or binding.description.exists())"),
    )),
    "StructureDefinition.differential": ("BackboneElement", (
        ("element", "1..*", "ElementDefinition", "", ""),
    ), (
        ("sdf-20", "No slicing on the root element", "element.where(path.contains('.').not()).slicing.empty()"),
        ("sdf-8a", "In any differential, all the elements must start with the StructureDefinition's specified type for non-logical models, or with the same type name for logical models", "(%resource.kind = 'logical' or element.first().path.startsWith(%resource.type)) and (element.tail().empty() or element.tail().all(path.startsWith(%resource.differential.element.first().path.replaceMatches('\\\\..*','')&'.')))"),
    )),
}

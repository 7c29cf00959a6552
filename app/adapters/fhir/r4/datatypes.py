"""What each type of data of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Address": ("Element", (
        ("use", "0..1", "code", "address-use", ""),
        ("type", "0..1", "code", "address-type", ""),
        ("text", "0..1", "string", "", ""),
        ("line", "0..*", "string", "", ""),
        ("city", "0..1", "string", "", ""),
        ("district", "0..1", "string", "", ""),
        ("state", "0..1", "string", "", ""),
        ("postalCode", "0..1", "string", "", ""),
        ("country", "0..1", "string", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
    "Age": ("Quantity", (
    ), (
        ("age-1", "There SHALL be a code if there is a value and it SHALL be an expression of time.  If system is present, it SHALL be UCUM.  If value is present, it SHALL be positive.", "(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (value.empty() or value.hasValue().not() or value > 0)"),
        ("qty-3", "If a code for the unit is present, the system SHALL also be present", "code.empty() or system.exists()"),
    )),
    "Annotation": ("Element", (
        ("author[x]", "0..1", "Reference string", "", "Organization Patient Practitioner RelatedPerson"),
        ("time", "0..1", "dateTime", "", ""),
        ("text", "1..1", "markdown", "", ""),
    ), (
    )),
    "Attachment": ("Element", (
        ("contentType", "0..1", "code", "mimetypes", ""),
        ("language", "0..1", "code", "", ""),
        ("data", "0..1", "base64Binary", "", ""),
        ("url", "0..1", "url", "", ""),
        ("size", "0..1", "unsignedInt", "", ""),
        ("hash", "0..1", "base64Binary", "", ""),
        ("title", "0..1", "string", "", ""),
        ("creation", "0..1", "dateTime", "", ""),
    ), (
        ("att-1", "If the Attachment has data, it SHALL have a contentType", "data.empty() or contentType.exists()"),
    )),
    "BackboneElement": ("Element", (
        ("modifierExtension", "0..*", "Extension", "", ""),
    ), (
    )),
    "CodeableConcept": ("Element", (
        ("coding", "0..*", "Coding", "", ""),
        ("text", "0..1", "string", "", ""),
    ), (
    )),
    "Coding": ("Element", (
        ("system", "0..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("code", "0..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("userSelected", "0..1", "boolean", "", ""),
    ), (
    )),
    "ContactDetail": ("Element", (
        ("name", "0..1", "string", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
    ), (
    )),
    "ContactPoint": ("Element", (
        ("system", "0..1", "code", "contact-point-system", ""),
        ("value", "0..1", "string", "", ""),
        ("use", "0..1", "code", "contact-point-use", ""),
        ("rank", "0..1", "positiveInt", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
        ("cpt-2", "A system is required if a value is provided.", "value.empty() or system.exists()"),
    )),
    "Contributor": ("Element", (
        ("type", "1..1", "code", "contributor-type", ""),
        ("name", "1..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
    ), (
    )),
    "Count": ("Quantity", (
    ), (
        ("cnt-3", "There SHALL be a code with a value of \"1\" if there is a value. If system is present, it SHALL be UCUM.  If present, the value SHALL be a whole number.", "(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())"),
        ("qty-3", "If a code for the unit is present, the system SHALL also be present", "code.empty() or system.exists()"),
    )),
    "DataRequirement": ("Element", (
        ("type", "1..1", "code", "all-types", ""),
        ("profile", "0..*", "canonical", "", ""),
        ("subject[x]", "0..1", "CodeableConcept Reference", "", "Group"),
        ("mustSupport", "0..*", "string", "", ""),
        ("codeFilter", "0..*", "DataRequirement.codeFilter", "", ""),
        ("dateFilter", "0..*", "DataRequirement.dateFilter", "", ""),
        ("limit", "0..1", "positiveInt", "", ""),
        ("sort", "0..*", "DataRequirement.sort", "", ""),
    ), (
    )),
    "DataRequirement.codeFilter": ("Element", (
        ("path", "0..1", "string", "", ""),
        ("searchParam", "0..1", "string", "", ""),
        ("valueSet", "0..1", "canonical", "", ""),
        ("code", "0..*", "Coding", "", ""),
    ), (
        ("drq-1", "Either a path or a searchParam must be provided, but not both", "path.exists() xor searchParam.exists()"),
    )),
    "DataRequirement.dateFilter": ("Element", (
        ("path", "0..1", "string", "", ""),
        ("searchParam", "0..1", "string", "", ""),
        ("value[x]", "0..1", "dateTime Period Duration", "", ""),
    ), (
        ("drq-2", "Either a path or a searchParam must be provided, but not both", "path.exists() xor searchParam.exists()"),
    )),
    "DataRequirement.sort": ("Element", (
        ("path", "1..1", "string", "", ""),
        ("direction", "1..1", "code", "sort-direction", ""),
    ), (
    )),
    "Distance": ("Quantity", (
    ), (
        ("dis-1", "There SHALL be a code if there is a value and it SHALL be an expression of length.  If system is present, it SHALL be UCUM.", "(code.exists() or value.empty()) and (system.empty() or system = %ucum)"),
        ("qty-3", "If a code for the unit is present, the system SHALL also be present", "code.empty() or system.exists()"),
    )),
    "DomainResource": ("Resource", (
        ("text", "0..1", "Narrative", "", ""),
        ("contained", "0..*", "Resource", "", ""),
        ("extension", "0..*", "Extension", "", ""),
        ("modifierExtension", "0..*", "Extension", "", ""),
    ), (
    )),
    "Dosage": ("BackboneElement", (
        ("sequence", "0..1", "integer", "", ""),
        ("text", "0..1", "string", "", ""),
        ("additionalInstruction", "0..*", "CodeableConcept", "", ""),
        ("patientInstruction", "0..1", "string", "", ""),
        ("timing", "0..1", "Timing", "", ""),
        ("asNeeded[x]", "0..1", "boolean CodeableConcept", "", ""),
        ("site", "0..1", "CodeableConcept", "", ""),
        ("route", "0..1", "CodeableConcept", "", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("doseAndRate", "0..*", "Dosage.doseAndRate", "", ""),
        ("maxDosePerPeriod", "0..1", "Ratio", "", ""),
        ("maxDosePerAdministration", "0..1", "SimpleQuantity", "", ""),
        ("maxDosePerLifetime", "0..1", "SimpleQuantity", "", ""),
    ), (
    )),
    "Dosage.doseAndRate": ("Element", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("dose[x]", "0..1", "Range SimpleQuantity", "", ""),
        ("rate[x]", "0..1", "Ratio Range SimpleQuantity", "", ""),
    ), (
    )),
    "Duration": ("Quantity", (
    ), (
        ("drt-1", "There SHALL be a code if there is a value and it SHALL be an expression of time.  If system is present, it SHALL be UCUM.", "code.exists() implies ((system = %ucum) and value.exists())"),
        ("qty-3", "If a code for the unit is present, the system SHALL also be present", "code.empty() or system.exists()"),
    )),
    "Element": ("", (
        ("id", "0..1", "@string", "", ""),
        ("extension", "0..*", "Extension", "", ""),
    ), (
    )),
    "ElementDefinition": ("BackboneElement", (
        ("path", "1..1", "string", "", ""),
        ("representation", "0..*", "code", "property-representation", ""),
        ("sliceName", "0..1", "string", "", ""),
        ("sliceIsConstraining", "0..1", "boolean", "", ""),
        ("label", "0..1", "string", "", ""),
        ("code", "0..*", "Coding", "", ""),
        ("slicing", "0..1", "ElementDefinition.slicing", "", ""),
        ("short", "0..1", "string", "", ""),
        ("definition", "0..1", "markdown", "", ""),
        ("comment", "0..1", "markdown", "", ""),
        ("requirements", "0..1", "markdown", "", ""),
        ("alias", "0..*", "string", "", ""),
        ("min", "0..1", "unsignedInt", "", ""),
        ("max", "0..1", "string", "", ""),
        ("base", "0..1", "ElementDefinition.base", "", ""),
        ("contentReference", "0..1", "uri", "", ""),
        ("type", "0..*", "ElementDefinition.type", "", ""),
        ("defaultValue[x]", "0..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
        ("meaningWhenMissing", "0..1", "markdown", "", ""),
        ("orderMeaning", "0..1", "string", "", ""),
        ("fixed[x]", "0..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
        ("pattern[x]", "0..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
        ("example", "0..*", "ElementDefinition.example", "", ""),
        ("minValue[x]", "0..1", "date dateTime instant time decimal integer positiveInt unsignedInt Quantity", "", ""),
        ("maxValue[x]", "0..1", "date dateTime instant time decimal integer positiveInt unsignedInt Quantity", "", ""),
        ("maxLength", "0..1", "integer", "", ""),
        ("condition", "0..*", "id", "", ""),
        ("constraint", "0..*", "ElementDefinition.constraint", "", ""),
        ("mustSupport", "0..1", "boolean", "", ""),
        ("isModifier", "0..1", "boolean", "", ""),
        ("isModifierReason", "0..1", "string", "", ""),
        ("isSummary", "0..1", "boolean", "", ""),
        ("binding", "0..1", "ElementDefinition.binding", "", ""),
        ("mapping", "0..*", "ElementDefinition.mapping", "", ""),
    ), (
        ("eld-2", "Min <= Max", "min.empty() or max.empty() or (max = '*') or iif(max != '*', min <= max.toInteger())"),
        ("eld-5", "if the element definition has a contentReference, it cannot have type, defaultValue, fixed, pattern, example, minValue, maxValue, maxLength, or binding", "contentReference.empty() or (type.empty() and defaultValue.empty() and fixed.empty() and pattern.empty() and example.empty() and minValue.empty() and maxValue.empty() and maxLength.empty() and binding.empty())"),
        ("eld-6", "Fixed value may only be specified if there is one type", "fixed.empty() or (type.count()  <= 1)"),
        ("eld-7", "Pattern may only be specified if there is one type", "pattern.empty() or (type.count() <= 1)"),
        ("eld-8", "Pattern and fixed are mutually exclusive", "pattern.empty() or fixed.empty()"),
        ("eld-11", "Binding can only be present for coded elements, string, and uri", "binding.empty() or type.code.empty() or type.select((code = 'code') or (code = 'Coding') or (code='CodeableConcept') or (code = 'Quantity') or (code = 'string') or (code = 'uri')).exists()"),
        ("eld-13", "Types must be unique by code", "type.select(code).isDistinct()"),
        ("eld-14", "Constraints must be unique by key", "constraint.select(key).isDistinct()"),
        ("eld-15", "default value and meaningWhenMissing are mutually exclusive", "defaultValue.empty() or meaningWhenMissing.empty()"),
        ("eld-16", "sliceName must be composed of proper tokens separated by \"/\"", "sliceName.empty() or sliceName.matches('^[a-zA-Z0-9\\\\/\\\\-_\\\\[\\\\]\\\\@]+$')"),
        ("eld-18", "Must have a modifier reason if isModifier = true", "(isModifier.exists() and isModifier) implies isModifierReason.exists()"),
        ("eld-19", "Element names cannot include some special characters", "path.matches('[^\\\\s\\\\.,:;\\\\\\'\"\\\\/|?!@#$%&*()\\\\[\\\\]{}]{1,64}(\\\\.[^\\\\s\\\\.,:;\\\\\\'\"\\\\/|?!@#$%&*()\\\\[\\\\]{}]{1,64}(\\\\[x\\\\])?(\\\\:[^\\\\s\\\\.]+)?)*')"),
        ("eld-22", "sliceIsConstraining can only appear if slicename is present", "sliceIsConstraining.exists() implies sliceName.exists()"),
        ("eld-3", "Max SHALL be a number or \"*\"", "max.all(empty() or ($this = '*') or (toInteger() >= 0))"),
    )),
    "ElementDefinition.slicing": ("Element", (
        ("discriminator", "0..*", "ElementDefinition.slicing.discriminator", "", ""),
        ("description", "0..1", "string", "", ""),
        ("ordered", "0..1", "boolean", "", ""),
        ("rules", "1..1", "code", "resource-slicing-rules", ""),
    ), (
        ("eld-1", "If there are no discriminators, there must be a definition", "discriminator.exists() or description.exists()"),
    )),
    "ElementDefinition.slicing.discriminator": ("Element", (
        ("type", "1..1", "code", "discriminator-type", ""),
        ("path", "1..1", "string", "", ""),
    ), (
    )),
    "ElementDefinition.base": ("Element", (
        ("path", "1..1", "string", "", ""),
        ("min", "1..1", "unsignedInt", "", ""),
        ("max", "1..1", "string", "", ""),
    ), (
    )),
    "ElementDefinition.type": ("Element", (
        ("code", "1..1", "uri", "", ""),
        ("profile", "0..*", "canonical", "", ""),
        ("targetProfile", "0..*", "canonical", "", ""),
        ("aggregation", "0..*", "code", "resource-aggregation-mode", ""),
        ("versioning", "0..1", "code", "reference-version-rules", ""),
    ), (
        ("eld-4", "Aggregation may only be specified if one of the allowed types for the element is a reference", "aggregation.empty() or (code = 'Reference') or (code = 'canonical')"),
        ("eld-17", "targetProfile is only allowed if the type is Reference or canonical", "(code='Reference' or code = 'canonical') or targetProfile.empty()"),
    )),
    "ElementDefinition.example": ("Element", (
        ("label", "1..1", "string", "", ""),
        ("value[x]", "1..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
    ), (
    )),
    "ElementDefinition.constraint": ("Element", (
        ("key", "1..1", "id", "", ""),
        ("requirements", "0..1", "string", "", ""),
        ("severity", "1..1", "code", "constraint-severity", ""),
        ("human", "1..1", "string", "", ""),
        ("expression", "0..1", "string", "", ""),
        ("xpath", "0..1", "string", "", ""),
        ("source", "0..1", "canonical", "", ""),
    ), (
    )),
    "ElementDefinition.binding": ("Element", (
        ("strength", "1..1", "code", "binding-strength", ""),
        ("description", "0..1", "string", "", ""),
        ("valueSet", "0..1", "canonical", "", ""),
    ), (
        ("eld-12", "ValueSet SHALL start with http:// or https:// or urn:", "valueSet.exists() implies (valueSet.startsWith('http:') or valueSet.startsWith('https') or valueSet.startsWith('urn:'))"),
    )),
    "ElementDefinition.mapping": ("Element", (
        ("identity", "1..1", "id", "", ""),
        ("language", "0..1", "code", "mimetypes", ""),
        ("map", "1..1", "string", "", ""),
        ("comment", "0..1", "string", "", ""),
    ), (
    )),
    "Expression": ("Element", (
        ("description", "0..1", "string", "", ""),
        ("name", "0..1", "id", "", ""),
        ("language", "1..1", "code", "", ""),
        ("expression", "0..1", "string", "", ""),
        ("reference", "0..1", "uri", "", ""),
    ), (
        ("exp-1", "An expression or a reference must be provided", "expression.exists() or reference.exists()"),
    )),
    "Extension": ("Element", (
        ("url", "1..1", "@uri", "", ""),
        ("value[x]", "0..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
    ), (
    )),
    "HumanName": ("Element", (
        ("use", "0..1", "code", "name-use", ""),
        ("text", "0..1", "string", "", ""),
        ("family", "0..1", "string", "", ""),
        ("given", "0..*", "string", "", ""),
        ("prefix", "0..*", "string", "", ""),
        ("suffix", "0..*", "string", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
    "Identifier": ("Element", (
        ("use", "0..1", "code", "identifier-use", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("system", "0..1", "uri", "", ""),
        ("value", "0..1", "string", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("assigner", "0..1", "Reference", "", "Organization"),
    ), (
    )),
    "MarketingStatus": ("BackboneElement", (
        ("country", "1..1", "CodeableConcept", "", ""),
        ("jurisdiction", "0..1", "CodeableConcept", "", ""),
        ("status", "1..1", "CodeableConcept", "", ""),
        ("dateRange", "1..1", "Period", "", ""),
        ("restoreDate", "0..1", "dateTime", "", ""),
    ), (
    )),
    "Meta": ("Element", (
        ("versionId", "0..1", "id", "", ""),
        ("lastUpdated", "0..1", "instant", "", ""),
        ("source", "0..1", "uri", "", ""),
        ("profile", "0..*", "canonical", "", ""),
        ("security", "0..*", "Coding", "", ""),
        ("tag", "0..*", "Coding", "", ""),
        ("project", "0..1", "uri", "", ""),
        ("author", "0..1", "Reference", "", ""),
        ("onBehalfOf", "0..1", "Reference", "", ""),
        ("account", "0..1", "Reference", "", ""),
        ("accounts", "0..*", "Reference", "", ""),
        ("compartment", "0..*", "Reference", "", ""),
    ), (
    )),
    "Money": ("Element", (
        ("value", "0..1", "decimal", "", ""),
        ("currency", "0..1", "code", "currencies", ""),
    ), (
    )),
    "Narrative": ("Element", (
        ("status", "1..1", "code", "narrative-status", ""),
        ("div", "1..1", "xhtml", "", ""),
    ), (
    )),
    "ParameterDefinition": ("Element", (
        ("name", "0..1", "code", "", ""),
        ("use", "1..1", "code", "operation-parameter-use", ""),
        ("min", "0..1", "integer", "", ""),
        ("max", "0..1", "string", "", ""),
        ("documentation", "0..1", "string", "", ""),
        ("type", "1..1", "code", "all-types", ""),
        ("profile", "0..1", "canonical", "", ""),
    ), (
    )),
    "Period": ("Element", (
        ("start", "0..1", "dateTime", "", ""),
        ("end", "0..1", "dateTime", "", ""),
    ), (
        ("per-1", "If present, start SHALL have a lower value than end", "start.hasValue().not() or end.hasValue().not() or (start <= end)"),
    )),
    "Population": ("BackboneElement", (
        ("age[x]", "0..1", "Range CodeableConcept", "", ""),
        ("gender", "0..1", "CodeableConcept", "", ""),
        ("race", "0..1", "CodeableConcept", "", ""),
        ("physiologicalCondition", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "ProdCharacteristic": ("BackboneElement", (
        ("height", "0..1", "Quantity", "", ""),
        ("width", "0..1", "Quantity", "", ""),
        ("depth", "0..1", "Quantity", "", ""),
        ("weight", "0..1", "Quantity", "", ""),
        ("nominalVolume", "0..1", "Quantity", "", ""),
        ("externalDiameter", "0..1", "Quantity", "", ""),
        ("shape", "0..1", "string", "", ""),
        ("color", "0..*", "string", "", ""),
        ("imprint", "0..*", "string", "", ""),
        ("image", "0..*", "Attachment", "", ""),
        ("scoring", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "ProductShelfLife": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("period", "1..1", "Quantity", "", ""),
        ("specialPrecautionsForStorage", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "Quantity": ("Element", (
        ("value", "0..1", "decimal", "", ""),
        ("comparator", "0..1", "code", "quantity-comparator", ""),
        ("unit", "0..1", "string", "", ""),
        ("system", "0..1", "uri", "", ""),
        ("code", "0..1", "code", "", ""),
    ), (
        ("qty-3", "If a code for the unit is present, the system SHALL also be present", "code.empty() or system.exists()"),
    )),
    "Range": ("Element", (
        ("low", "0..1", "SimpleQuantity", "", ""),
        ("high", "0..1", "SimpleQuantity", "", ""),
    ), (
        ("rng-2", "If present, low SHALL have a lower value than high", "low.empty() or high.empty() or (low <= high)"),
    )),
    "Ratio": ("Element", (
        ("numerator", "0..1", "Quantity", "", ""),
        ("denominator", "0..1", "Quantity", "", ""),
    ), (
        ("rat-1", "Numerator and denominator SHALL both be present, or both are absent. If both are absent, there SHALL be some extension present", "(numerator.empty() xor denominator.exists()) and (numerator.exists() or extension.exists())"),
    )),
    "Reference": ("Element", (
        ("reference", "0..1", "string", "", ""),
        ("type", "0..1", "uri", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
        ("display", "0..1", "string", "", ""),
    ), (
    )),
    "RelatedArtifact": ("Element", (
        ("type", "1..1", "code", "related-artifact-type", ""),
        ("label", "0..1", "string", "", ""),
        ("display", "0..1", "string", "", ""),
        ("citation", "0..1", "markdown", "", ""),
        ("url", "0..1", "url", "", ""),
        ("document", "0..1", "Attachment", "", ""),
        ("resource", "0..1", "canonical", "", ""),
    ), (
    )),
    "Resource": ("", (
        ("id", "0..1", "id", "", ""),
        ("meta", "0..1", "Meta", "", ""),
        ("implicitRules", "0..1", "uri", "", ""),
        ("language", "0..1", "code", "", ""),
    ), (
    )),
    "SampledData": ("Element", (
        ("origin", "1..1", "SimpleQuantity", "", ""),
        ("period", "1..1", "decimal", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("lowerLimit", "0..1", "decimal", "", ""),
        ("upperLimit", "0..1", "decimal", "", ""),
        ("dimensions", "1..1", "positiveInt", "", ""),
        ("data", "0..1", "string", "", ""),
    ), (
    )),
    "Signature": ("Element", (
        ("type", "1..*", "Coding", "", ""),
        ("when", "1..1", "instant", "", ""),
        ("who", "1..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("onBehalfOf", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("targetFormat", "0..1", "code", "mimetypes", ""),
        ("sigFormat", "0..1", "code", "mimetypes", ""),
        ("data", "0..1", "base64Binary", "", ""),
    ), (
    )),
    "SubstanceAmount": ("BackboneElement", (
        ("amount[x]", "0..1", "Quantity Range string", "", ""),
        ("amountType", "0..1", "CodeableConcept", "", ""),
        ("amountText", "0..1", "string", "", ""),
        ("referenceRange", "0..1", "SubstanceAmount.referenceRange", "", ""),
    ), (
    )),
    "SubstanceAmount.referenceRange": ("Element", (
        ("lowLimit", "0..1", "Quantity", "", ""),
        ("highLimit", "0..1", "Quantity", "", ""),
    ), (
    )),
    "Timing": ("BackboneElement", (
        ("event", "0..*", "dateTime", "", ""),
        ("repeat", "0..1", "Timing.repeat", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Timing.repeat": ("Element", (
        ("bounds[x]", "0..1", "Duration Range Period", "", ""),
        ("count", "0..1", "positiveInt", "", ""),
        ("countMax", "0..1", "positiveInt", "", ""),
        ("duration", "0..1", "decimal", "", ""),
        ("durationMax", "0..1", "decimal", "", ""),
        ("durationUnit", "0..1", "code", "units-of-time", ""),
        ("frequency", "0..1", "positiveInt", "", ""),
        ("frequencyMax", "0..1", "positiveInt", "", ""),
        ("period", "0..1", "decimal", "", ""),
        ("periodMax", "0..1", "decimal", "", ""),
        ("periodUnit", "0..1", "code", "units-of-time", ""),
        ("dayOfWeek", "0..*", "code", "days-of-week", ""),
        ("timeOfDay", "0..*", "time", "", ""),
        ("when", "0..*", "code", "event-timing", ""),
        ("offset", "0..1", "unsignedInt", "", ""),
    ), (
        ("tim-1", "if there's a duration, there needs to be duration units", "duration.empty() or durationUnit.exists()"),
        ("tim-2", "if there's a period, there needs to be period units", "period.empty() or periodUnit.exists()"),
        ("tim-4", "duration SHALL be a non-negative value", "duration.exists() implies duration >= 0"),
        ("tim-5", "period SHALL be a non-negative value", "period.exists() implies period >= 0"),
        ("tim-6", "If there's a periodMax, there must be a period", "periodMax.empty() or period.exists()"),
        ("tim-7", "If there's a durationMax, there must be a duration", "durationMax.empty() or duration.exists()"),
        ("tim-8", "If there's a countMax, there must be a count", "countMax.empty() or count.exists()"),
        ("tim-9", "If there's an offset, there must be a when (and not C, CM, CD, CV)", "offset.empty() or (when.exists() and when.select($this in ('C' | 'CM' | 'CD' | 'CV')).allFalse())"),
        ("tim-10", "If there's a timeOfDay, there cannot be a when, or vice versa", "timeOfDay.empty() or when.empty()"),
    )),
    "TriggerDefinition": ("Element", (
        ("type", "1..1", "code", "trigger-type", ""),
        ("name", "0..1", "string", "", ""),
        ("timing[x]", "0..1", "Timing Reference date dateTime", "", "Schedule"),
        ("data", "0..*", "DataRequirement", "", ""),
        ("condition", "0..1", "Expression", "", ""),
    ), (
        ("trd-1", "Either timing, or a data requirement, but not both", "data.empty() or timing.empty()"),
        ("trd-2", "A condition only if there is a data requirement", "condition.exists() implies data.exists()"),
        ("trd-3", "A named event requires a name, a periodic event requires timing, and a data event requires data", "(type = 'named-event' implies name.exists()) and (type = 'periodic' implies timing.exists()) and (type.startsWith('data-') implies data.exists())"),
    )),
    "UsageContext": ("Element", (
        ("code", "1..1", "Coding", "", ""),
        ("value[x]", "1..1", "CodeableConcept Quantity Range Reference", "", "Group HealthcareService InsurancePlan Location Organization PlanDefinition ResearchStudy"),
    ), (
    )),
}

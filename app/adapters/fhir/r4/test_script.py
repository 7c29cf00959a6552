"""What TestScript of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "TestScript": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
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
        ("origin", "0..*", "TestScript.origin", "", ""),
        ("destination", "0..*", "TestScript.destination", "", ""),
        ("metadata", "0..1", "TestScript.metadata", "", ""),
        ("fixture", "0..*", "TestScript.fixture", "", ""),
        ("profile", "0..*", "Reference", "", ""),
        ("variable", "0..*", "TestScript.variable", "", ""),
        ("setup", "0..1", "TestScript.setup", "", ""),
        ("test", "0..*", "TestScript.test", "", ""),
        ("teardown", "0..1", "TestScript.teardown", "", ""),
    ), (
    )),
    "TestScript.origin": ("BackboneElement", (
        ("index", "1..1", "integer", "", ""),
        ("profile", "1..1", "Coding", "", ""),
    ), (
    )),
    "TestScript.destination": ("BackboneElement", (
        ("index", "1..1", "integer", "", ""),
        ("profile", "1..1", "Coding", "", ""),
    ), (
    )),
    "TestScript.metadata": ("BackboneElement", (
        ("link", "0..*", "TestScript.metadata.link", "", ""),
        ("capability", "1..*", "TestScript.metadata.capability", "", ""),
    ), (
        ("tst-4", "TestScript metadata capability SHALL contain required or validated or both.", "capability.required.exists() or capability.validated.exists()"),
    )),
    "TestScript.metadata.link": ("BackboneElement", (
        ("url", "1..1", "uri", "", ""),
        ("description", "0..1", "string", "", ""),
    ), (
    )),
    "TestScript.metadata.capability": ("BackboneElement", (
        ("required", "1..1", "boolean", "", ""),
        ("validated", "1..1", "boolean", "", ""),
        ("description", "0..1", "string", "", ""),
        ("origin", "0..*", "integer", "", ""),
        ("destination", "0..1", "integer", "", ""),
        ("link", "0..*", "uri", "", ""),
        ("capabilities", "1..1", "canonical", "", ""),
    ), (
    )),
    "TestScript.fixture": ("BackboneElement", (
        ("autocreate", "1..1", "boolean", "", ""),
        ("autodelete", "1..1", "boolean", "", ""),
        ("resource", "0..1", "Reference", "", ""),
    ), (
    )),
    "TestScript.variable": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("defaultValue", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("expression", "0..1", "string", "", ""),
        ("headerField", "0..1", "string", "", ""),
        ("hint", "0..1", "string", "", ""),
        ("path", "0..1", "string", "", ""),
        ("sourceId", "0..1", "id", "", ""),
    ), (
        ("tst-3", "Variable can only contain one of expression, headerField or path.", "expression.empty() or headerField.empty() or path.empty()"),
    )),
    "TestScript.setup": ("BackboneElement", (
        ("action", "1..*", "TestScript.setup.action", "", ""),
    ), (
    )),
    "TestScript.setup.action": ("BackboneElement", (
        ("operation", "0..1", "TestScript.setup.action.operation", "", ""),
        ("assert", "0..1", "TestScript.setup.action.assert", "", ""),
    ), (
        ("tst-1", "Setup action SHALL contain either an operation or assert but not both.", "operation.exists() xor assert.exists()"),
    )),
    "TestScript.setup.action.operation": ("BackboneElement", (
        ("type", "0..1", "Coding", "", ""),
        ("resource", "0..1", "code", "defined-types", ""),
        ("label", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("accept", "0..1", "code", "mimetypes", ""),
        ("contentType", "0..1", "code", "mimetypes", ""),
        ("destination", "0..1", "integer", "", ""),
        ("encodeRequestUrl", "1..1", "boolean", "", ""),
        ("method", "0..1", "code", "http-operations", ""),
        ("origin", "0..1", "integer", "", ""),
        ("params", "0..1", "string", "", ""),
        ("requestHeader", "0..*", "TestScript.setup.action.operation.requestHeader", "", ""),
        ("requestId", "0..1", "id", "", ""),
        ("responseId", "0..1", "id", "", ""),
        ("sourceId", "0..1", "id", "", ""),
        ("targetId", "0..1", "id", "", ""),
        ("url", "0..1", "string", "", ""),
    ), (
        ("tst-7", "Setup operation SHALL contain either sourceId or targetId or params or url.", "sourceId.exists() or (targetId.count() + url.count() + params.count() = 1) or (type.code in ('capabilities' |'search' | 'transaction' | 'history'))"),
    )),
    "TestScript.setup.action.operation.requestHeader": ("BackboneElement", (
        ("field", "1..1", "string", "", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "TestScript.setup.action.assert": ("BackboneElement", (
        ("label", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("direction", "0..1", "code", "assert-direction-codes", ""),
        ("compareToSourceId", "0..1", "string", "", ""),
        ("compareToSourceExpression", "0..1", "string", "", ""),
        ("compareToSourcePath", "0..1", "string", "", ""),
        ("contentType", "0..1", "code", "mimetypes", ""),
        ("expression", "0..1", "string", "", ""),
        ("headerField", "0..1", "string", "", ""),
        ("minimumId", "0..1", "string", "", ""),
        ("navigationLinks", "0..1", "boolean", "", ""),
        ("operator", "0..1", "code", "assert-operator-codes", ""),
        ("path", "0..1", "string", "", ""),
        ("requestMethod", "0..1", "code", "http-operations", ""),
        ("requestURL", "0..1", "string", "", ""),
        ("resource", "0..1", "code", "defined-types", ""),
        ("response", "0..1", "code", "assert-response-code-types", ""),
        ("responseCode", "0..1", "string", "", ""),
        ("sourceId", "0..1", "id", "", ""),
        ("validateProfileId", "0..1", "id", "", ""),
        ("value", "0..1", "string", "", ""),
        ("warningOnly", "1..1", "boolean", "", ""),
    ), (
        ("tst-5", "Only a single assertion SHALL be present within setup action assert element.", "extension.exists() or (contentType.count() + expression.count() + headerField.count() + minimumId.count() + navigationLinks.count() + path.count() + requestMethod.count() + resource.count() + responseCode.count() + response.count()  + validateProfileId.count() <=1)"),
        ("tst-10", "Setup action assert SHALL contain either compareToSourceId and compareToSourceExpression, compareToSourceId and compareToSourcePath or neither.", "compareToSourceId.empty() xor (compareToSourceExpression.exists() or compareToSourcePath.exists())"),
        ("tst-12", "Setup action assert response and responseCode SHALL be empty when direction equals request", "(response.empty() and responseCode.empty() and direction = 'request') or direction.empty() or direction = 'response'"),
    )),
    "TestScript.test": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("action", "1..*", "TestScript.test.action", "", ""),
    ), (
    )),
    "TestScript.test.action": ("BackboneElement", (
        ("operation", "0..1", "TestScript.setup.action.operation", "", ""),
        ("assert", "0..1", "TestScript.setup.action.assert", "", ""),
    ), (
        ("tst-2", "Test action SHALL contain either an operation or assert but not both.", "operation.exists() xor assert.exists()"),
        ("tst-8", "Test operation SHALL contain either sourceId or targetId or params or url.", "operation.all(sourceId.exists() or (targetId.count() + url.count() + params.count() = 1) or (type.code in ('capabilities' | 'search' | 'transaction' | 'history')))"),
        ("tst-6", "Only a single assertion SHALL be present within test action assert element.", "assert.all(extension.exists() or (contentType.count() + expression.count() + headerField.count() + minimumId.count() + navigationLinks.count() + path.count() + requestMethod.count() + resource.count() + responseCode.count() + response.count() + validateProfileId.count() <=1))"),
        ("tst-11", "Test action assert SHALL contain either compareToSourceId and compareToSourceExpression, compareToSourceId and compareToSourcePath or neither.", "assert.all(compareToSourceId.empty() xor (compareToSourceExpression.exists() or compareToSourcePath.exists()))"),
        ("tst-13", "Test action assert response and response and responseCode SHALL be empty when direction equals request", "assert.all((response.empty() and responseCode.empty() and direction = 'request') or direction.empty() or direction = 'response')"),
    )),
    "TestScript.teardown": ("BackboneElement", (
        ("action", "1..*", "TestScript.teardown.action", "", ""),
    ), (
    )),
    "TestScript.teardown.action": ("BackboneElement", (
        ("operation", "1..1", "TestScript.setup.action.operation", "", ""),
    ), (
        ("tst-9", "Teardown operation SHALL contain either sourceId or targetId or params or url.", "operation.all(sourceId.exists() or (targetId.count() + url.count() + params.count() = 1) or (type.code in ('capabilities' | 'search' | 'transaction' | 'history')))"),
    )),
}

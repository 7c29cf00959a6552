"""What TestReport of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "TestReport": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("name", "0..1", "string", "", ""),
        ("status", "1..1", "code", "report-status-codes", ""),
        ("testScript", "1..1", "Reference", "", "TestScript"),
        ("result", "1..1", "code", "report-result-codes", ""),
        ("score", "0..1", "decimal", "", ""),
        ("tester", "0..1", "string", "", ""),
        ("issued", "0..1", "dateTime", "", ""),
        ("participant", "0..*", "TestReport.participant", "", ""),
        ("setup", "0..1", "TestReport.setup", "", ""),
        ("test", "0..*", "TestReport.test", "", ""),
        ("teardown", "0..1", "TestReport.teardown", "", ""),
    ), (
    )),
    "TestReport.participant": ("BackboneElement", (
        ("type", "1..1", "code", "report-participant-type", ""),
        ("uri", "1..1", "uri", "", ""),
        ("display", "0..1", "string", "", ""),
    ), (
    )),
    "TestReport.setup": ("BackboneElement", (
        ("action", "1..*", "TestReport.setup.action", "", ""),
    ), (
    )),
    "TestReport.setup.action": ("BackboneElement", (
        ("operation", "0..1", "TestReport.setup.action.operation", "", ""),
        ("assert", "0..1", "TestReport.setup.action.assert", "", ""),
    ), (
        ("inv-1", "Setup action SHALL contain either an operation or assert but not both.", "operation.exists() xor assert.exists()"),
    )),
    "TestReport.setup.action.operation": ("BackboneElement", (
        ("result", "1..1", "code", "report-action-result-codes", ""),
        ("message", "0..1", "markdown", "", ""),
        ("detail", "0..1", "uri", "", ""),
    ), (
    )),
    "TestReport.setup.action.assert": ("BackboneElement", (
        ("result", "1..1", "code", "report-action-result-codes", ""),
        ("message", "0..1", "markdown", "", ""),
        ("detail", "0..1", "string", "", ""),
    ), (
    )),
    "TestReport.test": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("action", "1..*", "TestReport.test.action", "", ""),
    ), (
    )),
    "TestReport.test.action": ("BackboneElement", (
        ("operation", "0..1", "TestReport.setup.action.operation", "", ""),
        ("assert", "0..1", "TestReport.setup.action.assert", "", ""),
    ), (
        ("inv-2", "Test action SHALL contain either an operation or assert but not both.", "operation.exists() xor assert.exists()"),
    )),
    "TestReport.teardown": ("BackboneElement", (
        ("action", "1..*", "TestReport.teardown.action", "", ""),
    ), (
    )),
    "TestReport.teardown.action": ("BackboneElement", (
        ("operation", "1..1", "TestReport.setup.action.operation", "", ""),
    ), (
    )),
}

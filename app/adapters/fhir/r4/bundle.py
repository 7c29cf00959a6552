"""What Bundle of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Bundle": ("Resource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("type", "1..1", "code", "bundle-type", ""),
        ("timestamp", "0..1", "instant", "", ""),
        ("total", "0..1", "unsignedInt", "", ""),
        ("link", "0..*", "Bundle.link", "", ""),
        ("entry", "0..*", "Bundle.entry", "", ""),
        ("signature", "0..1", "Signature", "", ""),
    ), (
        ("bdl-1", "total only when a search or history", "total.empty() or (type = 'searchset') or (type = 'history')"),
        ("bdl-2", "entry.search only when a search", "entry.search.empty() or (type = 'searchset')"),
        ("bdl-3", "entry.request mandatory for batch/transaction/history, otherwise prohibited", "entry.all(request.exists() = (%resource.type = 'batch' or %resource.type = 'transaction' or %resource.type = 'history'))"),
        ("bdl-4", "entry.response mandatory for batch-response/transaction-response/history, otherwise prohibited", "entry.all(response.exists() = (%resource.type = 'batch-response' or %resource.type = 'transaction-response' or %resource.type = 'history'))"),
        ("bdl-7", "FullUrl must be unique in a bundle, or else entries with the same fullUrl must have different meta.versionId (except in history bundles)", "(type = 'history') or entry.where(fullUrl.exists()).select(fullUrl&resource.meta.versionId).isDistinct()"),
        ("bdl-9", "A document must have an identifier with a system and a value", "type = 'document' implies (identifier.system.exists() and identifier.value.exists())"),
        ("bdl-10", "A document must have a date", "type = 'document' implies (timestamp.hasValue())"),
        ("bdl-11", "A document must have a Composition as the first resource", "type = 'document' implies entry.first().resource.is(Composition)"),
        ("bdl-12", "A message must have a MessageHeader as the first resource", "type = 'message' implies entry.first().resource.is(MessageHeader)"),
    )),
    "Bundle.link": ("BackboneElement", (
        ("relation", "1..1", "string", "", ""),
        ("url", "1..1", "uri", "", ""),
    ), (
    )),
    "Bundle.entry": ("BackboneElement", (
        ("link", "0..*", "Bundle.link", "", ""),
        ("fullUrl", "0..1", "uri", "", ""),
        ("resource", "0..1", "Resource", "", ""),
        ("search", "0..1", "Bundle.entry.search", "", ""),
        ("request", "0..1", "Bundle.entry.request", "", ""),
        ("response", "0..1", "Bundle.entry.response", "", ""),
    ), (
        ("bdl-5", "must be a resource unless there's a request or response", "resource.exists() or request.exists() or response.exists()"),
        ("bdl-8", "fullUrl cannot be a version specific reference", "fullUrl.exists() implies fullUrl.contains('/_history/').not()"),
    )),
    "Bundle.entry.search": ("BackboneElement", (
        ("mode", "0..1", "code", "search-entry-mode", ""),
        ("score", "0..1", "decimal", "", ""),
    ), (
    )),
    "Bundle.entry.request": ("BackboneElement", (
        ("method", "1..1", "code", "http-verb", ""),
        ("url", "1..1", "uri", "", ""),
        ("ifNoneMatch", "0..1", "string", "", ""),
        ("ifModifiedSince", "0..1", "instant", "", ""),
        ("ifMatch", "0..1", "string", "", ""),
        ("ifNoneExist", "0..1", "string", "", ""),
    ), (
    )),
    "Bundle.entry.response": ("BackboneElement", (
        ("status", "1..1", "string", "", ""),
        ("location", "0..1", "uri", "", ""),
        ("etag", "0..1", "string", "", ""),
        ("lastModified", "0..1", "instant", "", ""),
        ("outcome", "0..1", "OperationOutcome", "", ""),
    ), (
    )),
}

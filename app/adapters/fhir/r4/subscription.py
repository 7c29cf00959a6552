"""What Subscription of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Subscription": ("DomainResource", (
        ("status", "1..1", "code", "subscription-status", ""),
        ("contact", "0..*", "ContactPoint", "", ""),
        ("end", "0..1", "instant", "", ""),
        ("reason", "1..1", "string", "", ""),
        ("criteria", "1..1", "string", "", ""),
        ("error", "0..1", "string", "", ""),
        ("channel", "1..1", "Subscription.channel", "", ""),
    ), (
    )),
    "Subscription.channel": ("BackboneElement", (
        ("type", "1..1", "code", "subscription-channel-type", ""),
        ("endpoint", "0..1", "url", "", ""),
        ("payload", "0..1", "code", "mimetypes", ""),
        ("header", "0..*", "string", "", ""),
    ), (
    )),
}

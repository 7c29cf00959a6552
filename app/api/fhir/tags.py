"""If-Match as FHIR has it (http://hl7.org/fhir/R4/http.html#concurrency): `W/"3"`, and what some clients make of it."""

import re

from app.api.fhir.outcomes import invalid

LONGEST = 64
_TAG = re.compile(r'(?:W/)?"(?P<version>[0-9]{1,9})"|(?P<bare>[0-9]{1,9})')


def version_of_tag(text: str | None) -> int | None:
    """Return the version that was read; None where any will do. A tag that is none of ours names no version."""
    if text is None or text.strip() == "*":
        return None
    found = _TAG.fullmatch(text.strip()[:LONGEST])
    if found is None:
        raise invalid('If-Match is one tag as it was given, such as W/"3".', "http.If-Match")
    return int(found["version"] or found["bare"])

"""Moments as requests spell them: FHIR's instant and date, HTTP's date."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?", re.ASCII)


def instant_of(text: str) -> datetime | None:
    """Read an instant, or a day as its beginning in UTC; a plus sign may have come as a space."""
    text = text.replace(" ", "+")
    if not _INSTANT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def http_moment(text: str | None) -> datetime | None:
    """Read HTTP's date; what is none is as if it were not there (RFC 9110, section 13.1.3)."""
    if text is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

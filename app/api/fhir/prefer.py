"""The Prefer header (RFC 7240; http://hl7.org/fhir/R4/http.html#ops): unknown preferences are ignored."""

from app.api.fhir.asking import Prefer, Wanted

LONGEST = 1_000
NOTHING = Prefer()
_WANTED = {f"return={wanted.lower()}": wanted for wanted in Wanted}


def prefer_of(headers: list[str]) -> Prefer:
    """Read what is preferred; the first of two that contradict each other counts."""
    if not headers:
        return NOTHING
    words = [word.strip().replace('"', "").lower() for text in headers for word in text[:LONGEST].split(",")]
    flat = [piece.strip() for word in words for piece in word.split(";")]
    wanted = next((_WANTED[word] for word in flat if word in _WANTED), None)
    return Prefer(
        wanted=wanted,
        strict="handling=strict" in flat,
        lenient="handling=lenient" in flat,
        respond_async="respond-async" in flat,
    )

"""Content negotiation by Accept (RFC 9110, section 12.5.1), for operations that answer in several media types."""

from collections.abc import Sequence
from functools import lru_cache

from starlette.requests import Request

MOST_RANGES = 50
MOST_REMEMBERED = 64
ANY = "*/*"


def preferred(request: Request, offered: Sequence[str]) -> str | None:
    """Return the media type that the caller likes best, the first offered among equals; None when it takes none."""
    return _preferred(request.headers.get("accept", ANY), tuple(offered))


@lru_cache(MOST_REMEMBERED)
def _preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = [_range(part) for part in accept.split(",")[:MOST_RANGES]]
    liked = [(_liking(kind, ranges), kind) for kind in offered]
    best = max(liking for liking, _ in liked)
    return next(kind for liking, kind in liked if liking == best) if best > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [piece.removeprefix("q=") for piece in parameters if piece.startswith("q=")]
    return name or ANY, _weight(weights[0]) if weights else 1.0


def _weight(text: str) -> float:
    digits = text.replace(".", "", 1)
    return min(float(text), 1.0) if digits.isascii() and digits.isdigit() else 0.0


def _liking(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the weight of the range that names a kind most closely."""
    names = (kind, f"{kind.partition('/')[0]}/*", ANY)
    closest = ([weight for name, weight in ranges if name == wanted] for wanted in names)
    return next((max(weights) for weights in closest if weights), 0.0)

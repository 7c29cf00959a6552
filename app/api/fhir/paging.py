"""Pages of searches and histories (http://hl7.org/fhir/R4/http.html#paging): links that hold a sealed cursor.

What was searched by POST stays out of addresses: there the criteria are sealed into the link with the cursor.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from app.api.fhir.asking import Asked, Query
from app.api.fhir.outcomes import invalid
from app.api.pages import Cursors
from app.ports.queries import Cursor

USUAL, MOST = 50, 200
COUNT, CURSOR, SEALED = "_count", "_cursor", "_page"
LONGEST = 7_000
MEMBERS = frozenset({COUNT, CURSOR, SEALED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """One page asked for: of what, how many, after which."""

    path: str
    base: str
    query: Query
    limit: int
    after: Cursor | None
    hidden: bool
    cursors: Cursors

    @classmethod
    def of(cls, asked: Asked, path: str) -> "Pages":
        """Read which page is asked for."""
        query, hidden, cursors = asked.query, asked.method == "POST", asked.cursors
        after: Cursor | None = None
        if (sealed := asked.first(SEALED)) is not None:
            text, *rest = cursors.open(sealed[:LONGEST], _binding(path, ()))
            query, hidden, after = tuple(map(tuple, msgspec.json.decode(str(text)))), True, tuple(rest)
        criteria = tuple((name, value) for name, value in query if name not in MEMBERS)
        if (cursor := asked.first(CURSOR)) is not None:
            after = cursors.open(cursor[:LONGEST], _binding(path, criteria))
        limit = _limit(query)
        return cls(path=path, base=asked.base, query=criteria, limit=limit, after=after, hidden=hidden, cursors=cursors)

    def of_used(self, used: Query) -> str:
        """Return where what was searched is found again: only what counted is in it."""
        said = () if self.hidden else used
        return f"{self.base}/{self.path}" + (f"?{urlencode(said)}" if said else "")

    def address(self, cursor: Cursor | None) -> str:
        """Return where a page is; without a cursor, the first."""
        counted = (*self.query, (COUNT, str(self.limit)))
        if cursor is None:
            said = () if self.hidden else self.query
            return f"{self.base}/{self.path}" + (f"?{urlencode(said)}" if said else "")
        if self.hidden:
            text = self.cursors.seal((msgspec.json.encode(counted).decode(), *cursor), _binding(self.path, ()))
            if len(text) > LONGEST:
                raise invalid("This search is too long for pages: ask for more resources at once, or for less.")
            return f"{self.base}/{self.path}?{urlencode([(SEALED, text)])}"
        text = self.cursors.seal(cursor, _binding(self.path, self.query))
        return f"{self.base}/{self.path}?{urlencode([*counted, (CURSOR, text)])}"


def _limit(query: Query) -> int:
    text = next((value for name, value in query if name == COUNT), None)
    if text is None:
        return USUAL
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - more than anybody means
        raise invalid("_count is a number.", "http._count")
    return min(int(text), MOST)


def _binding(path: str, criteria: Query) -> bytes:
    return msgspec.json.encode(["fhir", path, sorted(criteria)])

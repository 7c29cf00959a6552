"""Decides along which index a search is read: by what finds the fewest, and where that is unknown by counting a few."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import asyncpg

from app.adapters.postgres.queries.resource_candidates import candidates, gathers, inner
from app.adapters.postgres.queries.resource_orders import along
from app.adapters.postgres.queries.resource_plans import (
    Ask,
    Rows,
    by_beginning,
    by_type,
    by_words,
    exact_pairs,
    gathered,
    worth,
)
from app.adapters.postgres.queries.resource_texts import MOST_CLIENTS, Writing
from app.domain.errors import Invalid
from app.domain.resources.sections import REFERENCE_DATA
from app.ports.queries import Cursor
from app.ports.resource_search import JOINT, AmongSeen, Criterion, How, Ids, Linked, Search, Words, Worth

FEW_SEEN, FEW_TO_SORT, MOST_TO_SORT = 200, 1_000, 10_000
_RANKS = {Worth.ONE: 1, Worth.FEW: 2, Worth.MANY: 4}
_BEFORE_MANY = 3
_NOWHERE = -1

Look = Callable[[Writing, str], Awaitable[list[asyncpg.Record]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the rows of a search are read: the kind of way, and the place of the criterion that leads, if one does."""

    kind: str
    place: int
    rows: Callable[[Writing, Ask], Rows]

    @property
    def mark(self) -> tuple[str, int]:
        """Say in a cursor how the next page is to be read."""
        return self.kind, self.place


def marked(search: Search, after: Cursor) -> Way:
    """Return the way on which the page before was read; `Invalid` when it was read by another kind of asker."""
    kind, place = str(after[0]), int(str(after[1]))
    if place >= len(search.criteria):
        raise Invalid("page.cursor", "The cursor does not belong to this search.")
    return _way(search, kind, place)


async def way_of(search: Search, look: Look) -> Way:
    """Choose a way; `look` asks how many the criteria lead to, which is needed only where none leads to few for sure.

    The beginning of a text leads past whatever the asker does not see: who sees little is found that instead.

    Raises `Invalid` where no index has the order that is asked for and too much is found to sort.
    """
    by_change = all(key.shelf is None for key in search.sort)
    leading = _best(search, lambda each: exact_pairs(each) is not None)
    if by_change and leading != _NOWHERE and worth(search.criteria[leading]) is not Worth.MANY:
        broad = partial(_is_narrower, criterion=search.criteria[leading])
        one = await _few(search, look, FEW_TO_SORT, lambda each: _through_one(each) or broad(each))
        return _way(search, "words", leading) if one == _NOWHERE else _way(search, "gathered", one)
    text = _best(search, lambda each: _begins(each) and worth(each) is Worth.FEW)
    if not search.sort and text != _NOWHERE and not _ids(search):
        seen = await _few(search, look, FEW_SEEN, lambda each: isinstance(each, AmongSeen))
        return _way(search, "beginning", text) if seen == _NOWHERE else _way(search, "gathered", seen)
    led = search.criteria[leading] if by_change and leading != _NOWHERE else None
    most = FEW_TO_SORT if by_change else MOST_TO_SORT
    few = await _few(search, look, most, lambda each: each is not led and _asked(each))
    few = few if few != _NOWHERE else await _few(search, look, FEW_TO_SORT, lambda each: isinstance(each, AmongSeen))
    if few != _NOWHERE:
        return _way(search, "gathered", few)
    if not by_change:
        return _sorting(search)
    code = _best(search, _begins)
    if leading != _NOWHERE:
        return _way(search, "words", leading)
    return _way(search, "type", _NOWHERE) if search.sort or code == _NOWHERE else _way(search, "beginning", code)


def leading(criteria: Sequence[Criterion]) -> Criterion | None:
    """Return the criterion that is expected to lead to the fewest."""
    return next((each for each in sorted(criteria, key=_rank) if gathers(each)), None)


def _rank(criterion: Criterion) -> int:
    if isinstance(criterion, Ids | AmongSeen):
        return 0 if isinstance(criterion, Ids) else _BEFORE_MANY
    return _RANKS[worth(criterion)]


def _best(search: Search, fits: Callable[[Criterion], bool]) -> int:
    places = [place for place, each in enumerate(search.criteria) if fits(each)]
    return min(places, key=lambda place: _rank(search.criteria[place]), default=_NOWHERE)


def _begins(criterion: Criterion) -> bool:
    return isinstance(criterion, Words) and all(each.how in (How.IS, How.BEGINS) for each in criterion.any_of)


def _ids(search: Search) -> bool:
    return any(isinstance(each, Ids) for each in search.criteria)


def _through_one(criterion: Criterion) -> bool:
    """Whether a chain goes through one resource: one that its identifier or its id names."""
    return isinstance(criterion, Linked) and any(
        isinstance(each, Ids) or (gathers(each) and worth(each) is Worth.ONE) for each in criterion.criteria
    )


def _asked(criterion: Criterion) -> bool:
    """Whether an index leads to what somebody asked for."""
    return gathers(criterion) and not isinstance(criterion, AmongSeen)


def _is_narrower(sight: Criterion, criterion: Criterion) -> bool:
    """Whether what the asker sees may be less than what names something that many in the network name.

    Its own agency names, for the most part, what it sees.
    """
    if not isinstance(sight, AmongSeen):
        return False
    named = [value.partition(JOINT)[0] for _, value in exact_pairs(criterion) or ()]
    return any(each.partition("/")[0] in REFERENCE_DATA and each != f"Organization/{sight.agency}" for each in named)


async def _few(search: Search, look: Look, most: int, fits: Callable[[Criterion], bool]) -> int:
    """Find the criterion that leads to the fewest; nowhere when every one that fits leads to more than `most`."""
    places = [place for place, each in enumerate(search.criteria) if fits(each)]
    certain = [place for place in places if isinstance(search.criteria[place], Ids)]
    if certain or not places:
        return certain[0] if certain else _NOWHERE
    writing = Writing()
    counts = (", ".join(_counts(writing, search.criteria[place], most)) for place in places)
    rows = await look(writing, f"SELECT {', '.join(f'greatest({each})' for each in counts)}")
    count, place = min(zip(rows[0], places, strict=True))
    return int(place) if count <= most else _NOWHERE


def _counts(writing: Writing, criterion: Criterion, most: int) -> Iterator[str]:
    """Count up to `most` what a criterion leads to, and what leads to it in the middle of chains."""
    for each in (*inner(criterion), criterion):
        some = f"({candidates(writing, each, most)} LIMIT {most + 1}) {writing.alias()}"
        yield f"(SELECT count(*) FROM {some})"  # noqa: S608
        if isinstance(each, AmongSeen):
            clients = f"SELECT count(*) > {MOST_CLIENTS} FROM ({writing.clients_seen(MOST_CLIENTS)}) {writing.alias()}"  # noqa: S608
            yield f"CASE WHEN ({clients}) THEN {most + 1} ELSE 0 END"


def _sorting(search: Search) -> Way:
    if len(search.sort) > 1:
        message = "Too much is found to be sorted by several parameters: sort by one, or ask for less."
        raise Invalid("search.too-costly", message)
    return _way(search, "sorted", _NOWHERE)


def _way(search: Search, kind: str, place: int) -> Way:
    descending = search.sort[0].descending if search.sort else True
    criterion = search.criteria[place] if place != _NOWHERE else None
    rows: Callable[[Writing, Ask], Rows]
    if kind == "words" and criterion is not None:
        rows = partial(by_words, criterion=criterion, descending=descending)
    elif kind == "beginning" and isinstance(criterion, Words):
        rows = partial(by_beginning, criterion=criterion)
    elif kind == "gathered" and criterion is not None:
        rows = partial(gathered, criterion=criterion)
    elif kind == "sorted" and (shelf := search.sort[0].shelf) is not None:
        rows = partial(along, key=search.sort[0], shelf=shelf)
    else:
        rows = partial(by_type, descending=descending)
    return Way(kind=kind, place=place, rows=rows)

"""Instruments and answers to them, as short as they can be said."""

from collections.abc import Mapping
from decimal import Decimal

from app.adapters.fhir.instruments.library import InstrumentLibrary
from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Unanswered
from app.domain.assessments.findings import Findings, find
from app.domain.assessments.instrument import Instrument, InstrumentStatus, Measures
from app.domain.assessments.item import Item, Option
from app.domain.assessments.values import ItemType, Value
from app.domain.assessments.words import Words
from app.domain.codings import Coding

LIBRARY = InstrumentLibrary()
LOINC = "http://loinc.org"
SKIPPED, DECLINED, UNKNOWN = (Unanswered(why) for why in Absence)
NOT, SEVERAL, MORE, NEARLY = "LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"
FREQUENCIES = (NOT, SEVERAL, MORE, NEARLY)
Given = Mapping[str, str | tuple[str, ...] | Unanswered]


def the(key: str) -> Instrument:
    """Return a shipped instrument."""
    return next(edition.instrument for (name, _), edition in LIBRARY.shipped().items() if name == key)


def filled(given: Given) -> Answers:
    """Answer questions named by LOINC code with LOINC answers, or leave them unanswered for a reason."""
    return Answers({f"/{code}": _answer(said) for code, said in given.items()})


def findings(key: str, given: Given, *, part2: bool = False) -> Findings:
    """Answer a shipped instrument and return what is found."""
    return find(the(key), filled(given), part2=part2)


def a_question(link_id: str, kind: ItemType = ItemType.STRING, *options: str, **more: object) -> Item:
    """Make a question; options are codes, the first worth 0 points, the second 1 and so on."""
    made = tuple(
        Option(value=coded(code), label=Words.plain(code.upper()), points=Decimal(points))
        for points, code in enumerate(options)
    )
    return Item(link_id=link_id, type=kind, text=Words.plain(f"{link_id}?"), options=made, **more)  # type: ignore[arg-type]


def an_instrument(*items: Item, measures: Measures | None = None) -> Instrument:
    """Make an instrument of these questions."""
    return Instrument(
        key="test",
        version="1",
        title=Words.plain("Test"),
        status=InstrumentStatus.ACTIVE,
        items=items,
        measures=measures or Measures(),
    )


def answers(**given: Value | Answer | tuple[Value, ...]) -> Answers:
    """Answer questions named by link id."""
    return Answers({link_id: _made(said) for link_id, said in given.items()})


def coded(code: str) -> Coding:
    """Make a code of a vocabulary for tests."""
    return Coding(system="urn:test", code=code)


def _made(said: Value | Answer | tuple[Value, ...]) -> Answer:
    if isinstance(said, tuple):
        return Answered(said)
    if isinstance(said, str | bool | int | Decimal | Coding) or not isinstance(said, Answer):
        return Answered((said,))
    return said


def _answer(said: str | tuple[str, ...] | Unanswered) -> Answer:
    if isinstance(said, Unanswered):
        return said
    codes = (said,) if isinstance(said, str) else said
    return Answered(tuple(Coding(system=LOINC, code=code) for code in codes))

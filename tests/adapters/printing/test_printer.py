"""What comes out of the printer, read back as a browser and a PDF reader read it."""

import asyncio
import io
import unicodedata
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from app.adapters.printing.printer import PaperPrinter
from app.domain.care_plans.printed_plan import GoalStanding, PrintedGoal, PrintedPlan
from app.domain.errors import Conflict
from app.ports.printing import Medium
from tests.support.builders_prints import A_GOAL, a_printed_plan

VOID = {"meta", "link", "br", "img", "input"}
OUTSIDE = {"src", "href", "action", "data", "poster", "background"}
FACTS = (
    "A home and food",
    "Ana Núñez",
    "Rosa Vidal",
    "305-555-0100",
    "I want a home of my own.",
    "You reached this goal on 3 March 2027.",
    "Ask for a housing voucher",
    "It was done on 1 March 2027.",
    "I do not sleep",
    "988",
    "911",
    "Dr. Đặng Thị Ngọc Ánh",
    "9 April 2027",
    "Sign here",
)


class Reader(HTMLParser):
    """Reads a page as it is nested, and keeps what matters to somebody who cannot see it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text.append(data)


@pytest.fixture(scope="module")
def printer() -> PaperPrinter:
    return PaperPrinter()


async def page_of(printer: PaperPrinter, plan: PrintedPlan) -> Reader:
    reader = Reader()
    reader.feed((await printer.print(plan, Medium.PAGE)).body.decode())
    assert reader.open == []
    return reader


async def sheet_of(printer: PaperPrinter, plan: PrintedPlan) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO((await printer.print(plan, Medium.SHEET)).body))


def text_of(sheet: pypdf.PdfReader) -> str:
    return unicodedata.normalize("NFC", " ".join(" ".join(page.extract_text().split()) for page in sheet.pages))


async def test_page_and_sheet_tell_the_same(printer: PaperPrinter) -> None:
    page = " ".join((await page_of(printer, a_printed_plan())).text)
    sheet = text_of(await sheet_of(printer, a_printed_plan()))
    assert [fact for fact in FACTS if fact not in page] == []
    assert [fact for fact in FACTS if fact not in sheet] == []


async def test_a_page_can_be_heard_and_asks_nobody_for_anything(printer: PaperPrinter) -> None:
    page = await page_of(printer, a_printed_plan(language="es", written_in="vi"))
    languages = [value for tag, name, value in page.attributes if name == "lang"]
    assert (languages[0], {*languages[1:]}) == ("es", {"vi"})
    steps = [after - before for before, after in zip(page.headings, page.headings[1:], strict=False)]
    assert (page.headings[0], page.headings.count(1), max(steps)) == (1, 1, 1)
    assert [attribute for attribute in page.attributes if attribute[1] in OUTSIDE] == []
    assert "url(" not in page.style
    assert "@import" not in page.style


async def test_the_style_of_a_page_is_the_one_whose_digest_is_given(printer: PaperPrinter) -> None:
    printed = await printer.print(a_printed_plan(), Medium.PAGE)
    page = await page_of(printer, a_printed_plan())
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert printed.styles == (f"sha256-{digest}",)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '#import "x"', "{{ 7 * 7 }}", "{date}", "*b* _i_ $x$"])
async def test_what_people_write_stays_text(printer: PaperPrinter, text: str) -> None:
    plan = a_printed_plan(title=text, goals=(replace(A_GOAL, words=text, last_note=text),))
    page = await page_of(printer, plan)
    assert text in page.text
    assert "script" not in {tag for tag, _, _ in page.attributes}
    assert text in text_of(await sheet_of(printer, plan))


async def test_a_sheet_is_tagged_titled_and_says_its_language(printer: PaperPrinter) -> None:
    sheet = await sheet_of(printer, a_printed_plan(language="es"))
    root = sheet.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert sheet.metadata is not None
    assert sheet.metadata.title == "A home and food"


@pytest.mark.parametrize(
    "words",
    [
        "Quiero un hogar. ¿Cuándo? ¡Ya! El niño, la cigüeña, María, Îñtërnâtiôn",
        "Mwen vle yon kay pou mwen menm, ak yon travay ki peye byen, avèk sèvis",
        "Tôi muốn có một căn nhà riêng và việc làm ổn định cho gia đình tôi.",
        "Я хочу жить в своей квартире.",
    ],
    ids=["Spanish", "Haitian Creole", "Vietnamese", "Russian"],
)
async def test_a_sheet_keeps_every_letter(printer: PaperPrinter, words: str) -> None:
    goal = PrintedGoal(words=words, standing=GoalStanding.TALKING)
    assert words in text_of(await sheet_of(printer, a_printed_plan(goals=(goal,))))


@pytest.mark.parametrize("words", ["我想有自己的家。", "나는 집을 원해요.", "A home 🏠", "\U0010fffd"])
async def test_a_sheet_that_lacks_letters_is_refused_and_the_page_has_them(printer: PaperPrinter, words: str) -> None:
    plan = a_printed_plan(goals=(PrintedGoal(words=words, standing=GoalStanding.TALKING),))
    with pytest.raises(Conflict) as refused:
        await printer.print(plan, Medium.SHEET)
    assert (refused.value.code, refused.value.facts) == ("care-plan.letters-missing", {"use": "text/html"})
    assert words in (await page_of(printer, plan)).text


@pytest.mark.parametrize("text", ["\x01", "\u200b", "\ufeff\u202e", " "])
async def test_nothing_to_show_is_no_failure(printer: PaperPrinter, text: str) -> None:
    plan = a_printed_plan(title=text, about=text, goals=(PrintedGoal(words=text, standing=GoalStanding.KEPT),))
    for medium in Medium:
        assert (await printer.print(plan, medium)).body


async def test_a_plan_of_a_hundred_goals_is_printed(printer: PaperPrinter) -> None:
    sheet = await sheet_of(printer, a_printed_plan(goals=(A_GOAL,) * 100))
    assert len(sheet.pages) > 20


async def test_a_plan_too_long_for_paper_is_refused_at_once(printer: PaperPrinter) -> None:
    endless = replace(A_GOAL, last_note="word " * 2_000)
    for medium in Medium:
        with pytest.raises(Conflict) as refused:
            await printer.print(a_printed_plan(goals=(endless,) * 100), medium)
        assert refused.value.code == "care-plan.too-long"


async def test_a_plan_prints_to_the_same_bytes_each_time(printer: PaperPrinter) -> None:
    for medium in Medium:
        once = await printer.print(a_printed_plan(), medium)
        await asyncio.sleep(1.1)  # the clock shows another second
        assert once == await printer.print(a_printed_plan(), medium)


async def test_more_fonts_may_lie_in_a_folder(tmp_path: Path) -> None:
    assert (await PaperPrinter(tmp_path).print(a_printed_plan(), Medium.SHEET)).body

"""Prints papers: Jinja writes the page, Typst sets the sheet as PDF/UA, which refuses letters that its fonts lack."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typst
from markupsafe import Markup

from app.adapters.printing.accounting import account_written_out
from app.adapters.printing.paper import Paper, written_out
from app.domain.audit.accounting import Accounting
from app.domain.care_plans.printed_plan import PrintedPlan
from app.domain.errors import Conflict
from app.ports.printing import Medium, Print

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = files("app.adapters.printing")
_STANDARD: Final = "ua-1"
_LACKING = "could not be displayed with font"
MANY_AT_ONCE = 2
MOST_LETTERS = 200_000  # some hundred pages, two seconds


@cache
def _file(name: str) -> str:
    return _HERE.joinpath(name).read_text(encoding="utf-8")


@cache
def _page() -> "Template":
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - slow to load, and most processes print nothing

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_file("plan.html"))


class PaperPrinter:
    """Prints on a page or on a sheet; `fonts` is a folder of more fonts for the sheet."""

    def __init__(self, fonts: Path | None = None) -> None:
        self._folders = [] if fonts is None else [str(fonts)]
        self._fonts: typst.Fonts | None = None
        self._turn = asyncio.Semaphore(MANY_AT_ONCE)

    async def print(self, plan: PrintedPlan, medium: Medium) -> Print:
        """Print a plan; that keeps a processor busy, so it is done aside and by few at once."""
        async with self._turn:
            return await asyncio.to_thread(self._printed, lambda: written_out(plan), medium, "care-plan")

    async def account(self, accounting: Accounting, medium: Medium) -> Print:
        """Print an accounting of disclosures, in the same way."""
        async with self._turn:
            return await asyncio.to_thread(self._printed, lambda: account_written_out(accounting), medium, "disclosure")

    def _printed(self, write: Callable[[], Paper], medium: Medium, noun: str) -> Print:
        paper = write()
        if paper.letters > MOST_LETTERS:
            raise Conflict(f"{noun}.too-long", "That is too long for paper.", most_letters=MOST_LETTERS)
        if medium is Medium.SHEET:
            return Print(body=self._sheet(paper, noun), medium=medium, language=paper.language)
        style = _file("plan.css")
        page = _page().render(paper=paper, style=Markup(style))  # noqa: S704 - our own file
        digest = b64encode(sha256(style.encode()).digest()).decode()
        return Print(body=page.encode(), medium=medium, language=paper.language, styles=(f"sha256-{digest}",))

    def _sheet(self, paper: Paper, noun: str) -> bytes:
        if self._fonts is None:
            self._fonts = typst.Fonts(include_system_fonts=False, font_paths=self._folders)
        families = [name for name in self._fonts.families() if "Math" not in name]
        given = {"paper": json.dumps(asdict(paper)), "fonts": json.dumps(families)}
        source = _file("plan.typ").encode()
        try:
            return typst.compile(source, font_paths=self._fonts, sys_inputs=given, pdf_standards=_STANDARD)
        except typst.TypstError as error:
            if _LACKING not in str(error):
                raise
            raise Conflict(
                f"{noun}.letters-missing",
                "The PDF has no letters for a script of this text. Ask for text/html, and print that.",
                use=Medium.PAGE.value,
            ) from error

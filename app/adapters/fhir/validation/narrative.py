"""What a narrative may hold (https://hl7.org/fhir/R4/narrative.html#xhtml): formatted text, and nothing that acts."""

import re
from html.entities import name2codepoint
from typing import Any
from xml.parsers import expat

XHTML = "http://www.w3.org/1999/xhtml"
_ALLOWED_ELEMENTS = (
    "a abbr acronym address b big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th "
    "thead tr tt u ul var"
)
_ALLOWED_ATTRIBUTES = (
    "abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset "
    "cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel "
    "rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace width"
)
_ELEMENTS = frozenset(_ALLOWED_ELEMENTS.split(" "))
_ATTRIBUTES = frozenset(_ALLOWED_ATTRIBUTES.split(" "))
_ACTIVE = re.compile(
    r"\s*(?:(?:javascript|vbscript)\s*:|data\s*:(?!\s*image/(?:png|jpe?g|gif|webp)\s*[;,]))", re.IGNORECASE
)
_DOCTYPE = "A narrative must not declare a document type."


class _Refused(Exception):
    """Something that a narrative must not hold."""


def fault_of_xhtml(value: Any) -> str | None:
    """Say what is wrong with the text of a narrative."""
    if value.__class__ is not str:
        return "A narrative must be a string."
    reader = _Reader()
    try:
        reader.read(value)
    except _Refused as refused:
        return str(refused)
    except expat.ExpatError as error:
        return f"A narrative must be well-formed XHTML: {expat.ErrorString(error.code)}."
    return None if reader.says else "A narrative must say something."


class _Reader:
    """Reads one narrative."""

    __slots__ = ("_parser", "inside", "says")

    def __init__(self) -> None:
        self.says = False
        self.inside = False
        parser = expat.ParserCreate(namespace_separator="}")
        parser.UseForeignDTD(True)  # noqa: FBT003 - as expat takes it
        parser.StartElementHandler = self._element
        parser.CharacterDataHandler = self._text
        parser.SkippedEntityHandler = self._entity
        self._parser = parser

    def read(self, text: str) -> None:
        """Read it; a doctype and external things are refused."""
        if "<!DOCTYPE" in text or "<?" in text:
            raise _Refused(_DOCTYPE)
        self._parser.Parse(text, True)  # noqa: FBT003 - the same

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("}")
        if space != XHTML or (not self.inside and local != "div"):
            raise _Refused('A narrative must be one <div xmlns="http://www.w3.org/1999/xhtml">.')
        self.inside = True
        if local not in _ELEMENTS:
            raise _Refused(f"A narrative must not hold <{local}>.")
        for attribute, value in attributes.items():
            if attribute not in _ATTRIBUTES and "}" not in attribute:
                raise _Refused(f"A narrative must not hold the attribute {attribute}.")
            if attribute in {"href", "src"} and _ACTIVE.match(value):
                raise _Refused("A narrative must not link to what acts.")
        self.says = self.says or local == "img"

    def _text(self, text: str) -> None:
        self.says = self.says or not text.isspace()

    def _entity(self, name: str, _is_parameter: bool) -> None:  # noqa: FBT001 - as expat calls it
        if name not in name2codepoint:
            raise _Refused(f"There is no entity &{name}; in XHTML.")
        self.says = True

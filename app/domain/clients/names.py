"""People's names, and the keys under which a name is found however it was typed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from app.domain.faults import NAME_LENGTH, Faults

PART_LENGTH = 100
SOUND_LENGTH = 8


class NameUse(StrEnum):
    """What a name is for."""

    LEGAL = "legal"
    PREFERRED = "preferred"
    FORMER = "former"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of a person; somebody with a single name has a family name or a given name only."""

    use: NameUse = NameUse.LEGAL
    family: str | None = None
    given: tuple[str, ...] = ()
    prefix: str | None = None
    suffix: str | None = None
    since: date | None = None
    until: date | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the name."""
        faults.require(self.family or self.given, pointer, "must have a family or a given name")
        faults.at_most(self.given, 10, f"{pointer}/given")
        parts = [("family", self.family), ("prefix", self.prefix), ("suffix", self.suffix)]
        parts += [(f"given/{place}", given) for place, given in enumerate(self.given)]
        for part, text in parts:
            faults.text(text, f"{pointer}/{part}", most=PART_LENGTH)
        ordered = self.since is None or self.until is None or self.since <= self.until
        faults.require(ordered, f"{pointer}/until", "must not be before since")

    @property
    def full(self) -> str:
        """The name in one line, given names first."""
        parts = (self.prefix, *self.given, self.family, self.suffix)
        return " ".join(part for part in parts if part)[:NAME_LENGTH]


def name_to_use(names: tuple[Name, ...]) -> Name:
    """Return the name to call somebody by: preferred, else legal, else the first."""
    by_use = {name.use: name for name in reversed(names)}
    return by_use.get(NameUse.PREFERRED) or by_use.get(NameUse.LEGAL) or names[0]


def names_in_use(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return the names that are not former ones; all, when there are no others to call the person by."""
    return tuple(name for name in names if name.use is not NameUse.FORMER) or names


# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "\u0131": "i",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ŧ": "t",
        "ŋ": "ng",
    }
)
_APOSTROPHES = re.compile("['`\u00b4\u02bb\u02bc\u2018\u2019]")
_GAPS = re.compile(r"[\W_]+")


def search_key(text: str) -> str:
    """Return the form under which names are compared: no case, accents, apostrophes or punctuation.

    `"D'Ávila-Núñez"` and `"davila nunez"` have the same key.
    """
    plain = _without_marks(text.casefold()).translate(_LETTERS)
    return _GAPS.sub(" ", _APOSTROPHES.sub("", _without_marks(plain))).strip()


def _without_marks(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", kept).casefold()


_SOUNDS = (
    (re.compile("^(?:kn|gn|pn)"), "n"),
    (re.compile("^wr"), "r"),
    (re.compile("^x"), "s"),
    (re.compile("sch|sh|tz|cz|tsch"), "s"),
    (re.compile("ph"), "f"),
    (re.compile("gh(?=[^aeiouy]|$)"), ""),
    (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("ch(?=r)|ck|c|q"), "k"),
    (re.compile("g(?=[eiy])"), "j"),
    (re.compile("x"), "ks"),
    (re.compile("v"), "f"),
    (re.compile("d"), "t"),
    (re.compile("b"), "p"),
)
_VOWELS = re.compile("[aeiouyhw]")


def sound_key(text: str) -> str:
    """Return a key that names which sound alike in English, Spanish or German share; other scripts keep their letters.

    `Smith`, `Smyth` and `Schmidt` share one, so do `Catherine` and `Kathryn`.
    """
    letters = search_key(text).replace(" ", "")
    if not letters.isascii():
        return letters[:SOUND_LENGTH]
    for sound, written in _SOUNDS:
        letters = sound.sub(written, letters)
    start = "a" if _VOWELS.match(letters) else letters[:1]
    consonants = _VOWELS.sub("", letters[1:])
    return "".join(letter for letter, _ in groupby(start + consonants))[:SOUND_LENGTH]

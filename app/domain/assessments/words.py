"""Words in several languages, because a question means what it says only in a language that the person reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.faults import Faults

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in one or more languages, each tag said once; the first is the original."""

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Words":
        """Make words of a language-to-text table whose first entry is the original."""
        return cls(tuple(texts.items()))

    @classmethod
    def plain(cls, text: str, language: str = DEFAULT_LANGUAGE) -> "Words":
        """Make words of one text."""
        return cls(((language, text),))

    @property
    def original(self) -> str:
        """The text that the others are translations of."""
        return self.texts[0][1]

    def said(self, language: str | None) -> str:
        """Say it in a language: as asked, else in the same tongue of another region, else in the original."""
        if language is None:
            return self.original
        asked = language.casefold()
        exact = (text for tag, text in self.texts if tag.casefold() == asked)
        tongue = (text for tag, text in self.texts if _tongue(tag) == _tongue(asked))
        return next(exact, None) or next(tongue, None) or self.original

    def by_language(self) -> dict[str, str]:
        """Return the texts by language tag."""
        return dict(self.texts)

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with them."""
        if faults.require(self.texts, pointer, "must say something"):
            faults.languages(tuple(tag for tag, _ in self.texts), pointer)
            for tag, text in self.texts:
                faults.text(text, f"{pointer}/{tag}")


def _tongue(tag: str) -> str:
    return tag.casefold().partition("-")[0]

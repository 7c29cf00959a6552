"""Collects every wrong place of an input before refusing it, so that a caller can mend them all at once."""

import re
from collections.abc import Collection, Sized
from urllib.parse import urlsplit

from app.domain.errors import Fault, Invalid
from app.domain.identity import Identifier

_EMAIL = re.compile(
    r"[^@\s\"(),:;<>\[\\\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
NAME_LENGTH = 300
TEXT_LENGTH = 20_000
URL_LENGTH = 2_000
EMAIL_LENGTH = 254


class Faults:
    """A growing list of wrong places; `refuse` raises `Invalid` when there is any."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.found: list[Fault] = []

    def require(self, holds: object, pointer: str, message: str) -> bool:
        """Note a fault at `pointer` unless the condition holds; return whether it does."""
        if not holds:
            self.found.append(Fault(pointer=self.prefix + pointer, message=message))
        return bool(holds)

    def text(self, value: str | None, pointer: str, *, most: int = TEXT_LENGTH) -> None:
        """Check an optional text: not blank, no NUL, at most `most` characters."""
        if value is None:
            return
        self.require(value.strip(), pointer, "must not be blank")
        self.require(len(value) <= most, pointer, f"must have at most {most} characters")
        self.require("\x00" not in value, pointer, "must not contain NUL")

    def name(self, value: str, pointer: str) -> None:
        """Check a required one-line name."""
        self.text(value, pointer, most=NAME_LENGTH)
        self.require("\n" not in value, pointer, "must be one line")

    def email(self, value: str | None, pointer: str) -> None:
        """Check that an optional e-mail address looks like one."""
        if value is not None:
            self.require(len(value) <= EMAIL_LENGTH and is_email(value), pointer, "must be an e-mail address")

    def url(self, value: str | None, pointer: str) -> None:
        """Check that an optional web address is absolute, http or https."""
        if value is not None:
            self.require(is_url(value), pointer, "must be an absolute http or https URL")

    def languages(self, values: tuple[str, ...], pointer: str) -> None:
        """Check that languages are BCP-47 tags, each said once."""
        for place, value in enumerate(values):
            self.require(
                is_language(value), f"{pointer}/{place}", "must be a BCP-47 language tag such as es or zh-Hant"
            )
        self.distinct(values, pointer)

    def identifiers(self, values: tuple[Identifier, ...], pointer: str) -> None:
        """Check that identifiers are complete and bounded, each said once."""
        for place, value in enumerate(values):
            self.text(value.system, f"{pointer}/{place}/system", most=NAME_LENGTH)
            self.text(value.value, f"{pointer}/{place}/value", most=NAME_LENGTH)
        self.distinct(values, pointer)

    def distinct(self, values: Collection[object], pointer: str) -> None:
        """Check that nothing is said twice."""
        self.require(len(set(values)) == len(values), pointer, "must not repeat a value")

    def at_most(self, values: Sized, most: int, pointer: str) -> None:
        """Check that a list stays within its bound."""
        self.require(len(values) <= most, pointer, f"must have at most {most} items")

    def refuse(self, code: str, message: str) -> None:
        """Raise `Invalid` with everything found; return when nothing was."""
        if self.found:
            raise Invalid(code, message, faults=tuple(self.found))


def is_email(text: str) -> bool:
    """Whether a text has the shape of an e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Whether a text has the shape of a BCP-47 language tag."""
    return _LANGUAGE.fullmatch(text) is not None


def is_url(text: str) -> bool:
    """Whether a text is an absolute http or https URL of a sane length."""
    if len(text) > URL_LENGTH or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)

"""Reads elements of JSON resources that may hold anything, and remarks on what cannot be taken over, by its path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.domain.errors import Invalid
from app.domain.partial_date import PartialDate
from app.ports.imports import Place, Remark, Severity

DATE_LENGTH = 10
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")  # what JSON can write and no database can keep


@dataclass(slots=True)
class Element:
    """One object in a resource, where it stands, and the remarks of the whole reading."""

    members: Mapping[str, Any]
    path: str
    file: str
    line: int | None
    remarks: list[Remark]

    def place(self, name: str = "") -> Place:
        """Name this element, or one in it."""
        return Place(file=self.file, line=self.line, column=f"{self.path}.{name}" if name else self.path)

    def remark(self, severity: Severity, code: str, name: str, reason: str) -> None:
        """Remark on a member."""
        self.remarks.append(Remark(severity=severity, code=code, place=self.place(name), reason=reason))

    def left_out(self, code: str, name: str, reason: str) -> None:
        """Remark that a member was left out."""
        self.remark(Severity.REPAIRED, code, name, f"{reason} It was left out.")

    def text(self, name: str, most: int | None = None) -> str | None:
        """Return a text that says something; a longer one than `most` is cut."""
        value = self.members.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.left_out("type", name, "This should be text.")
            return None
        text = _UNSPEAKABLE.sub("", value).strip()
        if most is not None and len(text) > most:
            self.remark(Severity.REPAIRED, "too-long", name, f"The text was cut to {most} characters.")
            text = text[:most].strip()
        return text or None

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """Return the texts of a list; a single text counts as a list of one."""
        value = self.members.get(name)
        items = [value] if isinstance(value, str) else value
        if items is None:
            return ()
        if not isinstance(items, list):
            self.left_out("type", name, "This should be a list of text.")
            return ()
        kept = []
        for place, item in enumerate(items):
            if isinstance(item, str):
                if _UNSPEAKABLE.sub("", item).strip():
                    kept.append(_UNSPEAKABLE.sub("", item).strip()[:most].strip())
            elif item is not None:
                self.left_out("type", f"{name}[{place}]", "This should be text.")
        return tuple(kept)

    def flag(self, name: str) -> bool | None:
        """Return a truth value."""
        value = self.members.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.left_out("type", name, "This should be true or false.")
        return None

    def partial_date(self, name: str) -> PartialDate | None:
        """Return a date or the date of a moment, as exactly as it is known."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return PartialDate.parse(text[:DATE_LENGTH] if "T" in text else text)
        except Invalid as refusal:
            self.left_out("date", name, refusal.message)
            return None

    def day(self, name: str) -> date | None:
        """Return the first day that a date can mean."""
        known = self.partial_date(name)
        return known.first if known else None

    def period(self) -> tuple[date | None, date | None]:
        """Return the first and the last day of this element's period; one that ends before it begins has no end."""
        period = self.element("period")
        since, until = period.day("start"), period.day("end")
        if since and until and until < since:
            period.left_out("period", "end", "The period ends before it begins.")
            until = None
        return since, until

    def moment(self, name: str) -> datetime | None:
        """Return a moment; a date alone means its first second, in UTC."""
        text = self.text(name)
        if text is None:
            return None
        try:
            read = datetime.fromisoformat(text if "T" in text else str(PartialDate.parse(text).first))
        except (ValueError, Invalid):
            self.left_out("date", name, "This should be a moment such as 2026-03-02T09:00:00Z.")
            return None
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)

    def decimal(self, name: str) -> Decimal | None:
        """Return a number with all its digits."""
        value = self.members.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            self.left_out("type", name, "This should be a number.")
            return None
        return value if isinstance(value, Decimal) else Decimal(str(value))

    def is_there(self, name: str) -> bool:
        """Whether anything is said of a member."""
        return self.members.get(name) not in (None, "", [], {})

    def element(self, name: str) -> "Element":
        """Return an object within; an empty one when there is none."""
        value = self.members.get(name)
        if value is not None and not isinstance(value, dict):
            self.left_out("type", name, "This should be an object.")
        return self._within(name, value if isinstance(value, dict) else {})

    def elements(self, name: str) -> Iterator["Element"]:
        """Yield the objects of a list; a single object counts as a list of one."""
        value = self.members.get(name)
        items = [value] if isinstance(value, dict) else value
        if items is not None and not isinstance(items, list):
            self.left_out("type", name, "This should be a list.")
            return
        for place, item in enumerate(items or ()):
            if isinstance(item, dict):
                yield self._within(f"{name}[{place}]", item)
            else:
                self.left_out("type", f"{name}[{place}]", "This should be an object.")

    def extensions(self, *urls: str) -> Iterator["Element"]:
        """Yield the extensions of these URLs."""
        for extension in self.elements("extension"):
            if extension.members.get("url") in urls:
                yield extension

    def code(self, name: str, *systems: str) -> str | None:
        """Return the first code of a concept, in one of the systems when any is named."""
        for coding in self.element(name).elements("coding"):
            code = coding.text("code")
            if code and (not systems or coding.members.get("system") in systems):
                return code
        return None

    def _within(self, name: str, members: Mapping[str, Any]) -> "Element":
        return Element(members, f"{self.path}.{name}" if self.path else name, self.file, self.line, self.remarks)

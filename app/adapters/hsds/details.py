"""Turns the small rows of a package (hours, numbers, languages, addresses, terms) into values of its entries."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time

from app.adapters.hsds import texts
from app.adapters.hsds.cells import Cells
from app.adapters.hsds.tabular import Row
from app.domain.directory.location import Address, Phone
from app.domain.directory.schedule import HOURS_MOST, Schedule
from app.domain.directory.service import TaxonomyTerm
from app.domain.faults import NAME_LENGTH, TEXT_LENGTH
from app.domain.networks.calendar import Hours, Weekday
from app.ports.imports import Severity


class Details:
    """Reads the rows that belong to one entry."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.remarks = cells.remarks

    def schedule(self, rows: Sequence[Row]) -> Schedule:
        """Read the openings of one entry."""
        words = dict.fromkeys(filter(None, (self.cells.text(row, "original_text", "description") for row in rows)))
        hours = dict.fromkeys(hours for row in rows for hours in self._hours(row))
        if len(hours) > HOURS_MOST:
            reason = f"There are more than {HOURS_MOST} openings: the rest was left out."
            self.remarks.add(Severity.REPAIRED, "hours-too-many", rows[0].place(), reason)
        kept = sorted(hours, key=lambda one: (one.weekday.number, one.opens))[:HOURS_MOST]
        return Schedule(hours=tuple(kept), original_text="\n".join(words)[:TEXT_LENGTH] or None)

    def _hours(self, row: Row) -> Iterator[Hours]:
        days = self._days(row)
        if not days:
            return
        opens, closes = texts.read_time(row["opens_at"]), texts.read_time(row["closes_at"])
        for day in days:
            read = (opens, closes) if opens is not None and closes is not None else self._from_words(row, day)
            if read is not None:
                yield Hours(weekday=day, opens=read[0], closes=read[1])

    def _days(self, row: Row) -> list[Weekday]:
        column = "byday" if row["byday"] else "weekday"
        value = row[column]
        if not value and not row["opens_at"]:
            return []
        single = [texts.read_weekday(word) for word in value.split(",")]
        days = [day for day in single if day] if all(single) else sorted(texts.days_in(value), key=_number)
        if not days:
            self.remarks.add(Severity.REJECTED, "weekday-unreadable", row.place(column), "This is no weekday.")
        return days

    def _from_words(self, row: Row, day: Weekday) -> tuple[time, time] | None:
        column = "closes_at" if texts.read_time(row["opens_at"]) else "opens_at"
        read = texts.hours_in(texts.clean(row["original_text"])[0] or "", day)
        if read is not None:
            reason = f"The time is missing: {read[0]:%H:%M}-{read[1]:%H:%M} was read from the original text."
            self.remarks.add(Severity.REPAIRED, "hours-from-words", row.place(column), reason)
            return read
        said = "The time cannot be read" if row[column] else "The time is missing"
        reason = f"{said}, and the original text is not clear: the opening was left out."
        self.remarks.add(Severity.REJECTED, "hours-unreadable", row.place(column), reason)
        return None

    def phones(self, rows: Iterable[Row]) -> tuple[Phone, ...]:
        """Read the numbers of one entry."""
        found = []
        for row in rows:
            description = self.cells.line(row, "description", "department") or ""
            phone = texts.read_phone(row["number"], row["extension"], row["type"], description)
            if phone is None:
                said = "This is no telephone number." if row["number"] else "The number is missing."
                self.remarks.add(Severity.REJECTED, "phone-unreadable", row.place("number"), said)
            else:
                found.append(phone)
        return tuple(dict.fromkeys(found))[:100]

    def languages(self, rows: Iterable[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read languages as tags, and the words that name none as what is said of interpretation."""
        tags: list[str] = []
        words: list[str] = []
        for row in rows:
            column = "language" if "language" in row.cells else "name"
            said = self.cells.line(row, column)
            if said is None:
                self.remarks.add(Severity.REJECTED, "language-missing", row.place(column), "The language is missing.")
                continue
            read = texts.read_languages(said, row["code"])
            if read is None:
                words.append(said)
                reason = "The words name no language alone: they were kept as what is said of interpretation."
                self.remarks.add(Severity.REPAIRED, "language-in-words", row.place(column), reason)
            else:
                tags += read
        return tuple(dict.fromkeys(tags))[:100], tuple(dict.fromkeys(words))

    def address(self, rows: Sequence[Row]) -> Address | None:
        """Read the first address that says something; further ones are remarked on."""
        addresses = [(row, address) for row in rows if (address := self._address(row))]
        for row, _ in addresses[1:]:
            reason = "The location has another address already: this one was left out."
            self.remarks.add(Severity.REJECTED, "address-second", row.place(), reason)
        return addresses[0][1] if addresses else None

    def _address(self, row: Row) -> Address | None:
        lines = [self.cells.line(row, column) for column in ("attention", *(f"address_{n}" for n in range(1, 5)))]
        names = ("city", "region", "state_province", "postal_code", "country")
        city, region, state, postal_code, country = (self.cells.line(row, name) for name in names)
        told = tuple(line for line in lines if line)
        if not (told or city or postal_code):
            self.remarks.add(Severity.REJECTED, "address-missing", row.place("address_1"), "The address is empty.")
            return None
        return Address(lines=told, city=city, region=region, state=state, postal_code=postal_code, country=country)

    def accessibility(self, rows: Iterable[Row]) -> tuple[str, ...]:
        """Read who can enter, and how."""
        said = (self.cells.text(row, "accessibility", "description", "details") for row in rows)
        return tuple(dict.fromkeys(filter(None, said)))[:100]

    def term(self, row: Row) -> TaxonomyTerm | None:
        """Read a term of a taxonomy."""
        code = self.cells.line(row, "code") or row["id"][:NAME_LENGTH]
        vocabulary = self.cells.line(row, "vocabulary", "taxonomy") or row.file
        return TaxonomyTerm(vocabulary=vocabulary, code=code, name=self.cells.line(row, "name")) if code else None


def _number(day: Weekday) -> int:
    return day.number

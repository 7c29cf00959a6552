"""Reads single cells, leaving out or mending what cannot stand, and saying so."""

from app.adapters.hsds import texts
from app.adapters.hsds.tabular import Remarks, Row
from app.domain.faults import NAME_LENGTH
from app.ports.imports import Severity

_MENDED = {
    "garbled-punctuation": "Garbled punctuation was put right.",
    "escaped-line-breaks": "Written-out line breaks (\\n) were made line breaks.",
    "export-marks": "Marks of the exporting program (###…###) were taken out.",
    "text-too-long": "The text was cut to what fits.",
}


class Cells:
    """Reads cells of rows and remarks on what it changes."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks

    def text(self, row: Row, *columns: str) -> str | None:
        """Return the first of the columns that says something, cleaned."""
        for column in columns:
            value, mended = texts.clean(row[column])
            for code in mended:
                self.remarks.add(Severity.REPAIRED, code, row.place(column), _MENDED[code])
            if value is not None:
                return value
        return None

    def line(self, row: Row, *columns: str, most: int = NAME_LENGTH) -> str | None:
        """Return text as one line of bounded length."""
        value = self.text(row, *columns)
        if value is None:
            return None
        line = " ".join(value.split())
        if len(line) > most:
            reason = f"The text was cut to {most} characters."
            self.remarks.add(Severity.REPAIRED, "text-too-long", row.place(columns[0]), reason)
        return line[:most].strip()

    def url(self, row: Row, column: str = "url") -> str | None:
        """Return a web address."""
        value = row[column]
        if not value:
            return None
        url = texts.read_url(value)
        if url is None:
            self._left_out(row, column, "url-unreadable", "This is no web address: it was left out.")
        elif url != value:
            reason = "The web address has no scheme: read as http."
            self.remarks.add(Severity.REPAIRED, "url-without-scheme", row.place(column), reason)
        return url

    def email(self, row: Row, column: str = "email") -> str | None:
        """Return an e-mail address."""
        value = row[column]
        if not value:
            return None
        email = texts.read_email(value)
        if email is None:
            self._left_out(row, column, "email-unreadable", "This is no e-mail address: it was left out.")
        return email

    def number(self, row: Row, column: str, lowest: float, highest: float) -> float | None:
        """Return a number within bounds."""
        value = row[column]
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = highest + 1
        if lowest <= number <= highest:
            return number
        self._left_out(row, column, "number-unreadable", f"This is no number from {lowest:g} to {highest:g}.")
        return None

    def position(self, row: Row) -> tuple[float | None, float | None]:
        """Return latitude and longitude, or neither."""
        latitude = self.number(row, "latitude", -90, 90)
        longitude = self.number(row, "longitude", -180, 180)
        if latitude is None or longitude is None:
            if latitude is not longitude:
                self._left_out(row, "latitude", "position-half", "Half a position was left out.")
            return None, None
        if latitude == longitude == 0:
            self._left_out(row, "latitude", "position-zero", "The position 0, 0 stands for none: it was left out.")
            return None, None
        return latitude, longitude

    def items(self, row: Row, column: str) -> tuple[str, ...]:
        """Return the parts of a list written with commas."""
        parts = (part.strip(" \"'[]")[:NAME_LENGTH] for part in row[column].split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def _left_out(self, row: Row, column: str, code: str, reason: str) -> None:
        self.remarks.add(Severity.REPAIRED, code, row.place(column), reason)

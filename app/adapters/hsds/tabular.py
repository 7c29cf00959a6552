"""Reads delimited text as vendors really export it: usual encodings and delimiters, broken rows named, not fatal."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from app.ports.imports import Place, Remark, Severity

DELIMITERS = (",", ";", "\t", "|")
FIELD_LIMIT = 16 * 1024 * 1024
RECOVERIES = 1_000
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

csv.field_size_limit(FIELD_LIMIT)


@dataclass(slots=True)
class Remarks:
    """Collects remarks on the way."""

    found: list[Remark] = field(default_factory=list)

    def add(self, severity: Severity, code: str, place: Place, reason: str) -> None:
        """Note one remark."""
        self.found.append(Remark(severity=severity, code=code, place=place, reason=reason))


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on, and its cells, stripped, by column; a missing cell is empty."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self, column: str | None = None) -> Place:
        """Name this row, or one of its cells."""
        return Place(file=self.file, line=self.line, column=column)


@dataclass(frozen=True, slots=True)
class Table:
    """One file's rows, and the columns that its header names."""

    file: str
    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_table(file: str, data: bytes, known: Collection[str], remarks: Remarks) -> Table | None:
    """Read one file; `known` column names help to recognise its delimiter. None when there is no header."""
    text = _decoded(file, data, remarks)
    lines = list(io.StringIO(text, newline=""))
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        remarks.add(Severity.NOTED, "file-empty", Place(file=file), "The file is empty.")
        return None
    delimiter = max(DELIMITERS, key=lambda one: _likeness(lines[first], one, known))
    header = [_column(name) for name in next(csv.reader([lines[first]], delimiter=delimiter))]
    _check_header(file, first + 1, header, remarks)
    rows = tuple(_rows(file, lines, first + 1, delimiter, header, remarks))
    return Table(file, frozenset(header) - {""}, rows)


def _decoded(file: str, data: bytes, remarks: Remarks) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"Byte {data[error.start]:#04x} is not UTF-8: the file is read as Windows-1252."
        remarks.add(Severity.REPAIRED, "encoding", Place(file=file, line=line), reason)
        return data.decode("cp1252", errors="replace")


def _likeness(line: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    names = [_column(name) for name in next(csv.reader([line], delimiter=delimiter))]
    return sum(name in known for name in names), len(names)


def _column(name: str) -> str:
    apart = _HUMP.sub(" ", name)  # OrganizationID and opensAt are organization_id and opens_at
    return "_".join(apart.strip().casefold().replace("-", " ").replace("_", " ").split())


def _check_header(file: str, line: int, header: Sequence[str], remarks: Remarks) -> None:
    seen: set[str] = set()
    for name in header:
        if name in seen and name:
            place = Place(file=file, line=line, column=name)
            remarks.add(Severity.NOTED, "column-twice", place, "The column is named twice: its last one counts.")
        seen.add(name)


def _rows(
    file: str, lines: Sequence[str], start: int, delimiter: str, header: Sequence[str], remarks: Remarks
) -> Iterator[Row]:
    for line, fields in _records(file, lines, start, delimiter, len(header), remarks):
        place = Place(file=file, line=line)
        if len(fields) > len(header) and any(cell.strip() for cell in fields[len(header) :]):
            reason = f"The row has {len(fields)} fields, the header {len(header)}."
            remarks.add(Severity.REJECTED, "row-too-long", place, reason)
            continue
        if any("\x00" in cell for cell in fields):
            remarks.add(Severity.REJECTED, "row-with-nul", place, "The row has a NUL character.")
            continue
        cells = {name: cell.strip() for name, cell in zip(header, fields, strict=False) if name}
        if any(cells.values()):
            yield Row(file, line, cells)


def _records(
    file: str, lines: Sequence[str], start: int, delimiter: str, width: int, remarks: Remarks
) -> Iterator[tuple[int, list[str]]]:
    """Yield records with the line on which each begins; after one swollen by a stray quote, go on a line later."""
    position, recoveries = start, 0
    while position < len(lines):
        reader = csv.reader(iter(lines[position:]), delimiter=delimiter)
        begin = position
        for fields in _until_error(reader):
            end = begin_of = position + reader.line_num
            if _swollen(lines[begin:end], fields, width):
                break
            yield begin + 1, fields
            begin = begin_of
        if begin >= len(lines):
            return
        reason = "A quotation mark is not closed, or a field is too large: this line is left out."
        remarks.add(Severity.REJECTED, "row-unreadable", Place(file=file, line=begin + 1), reason)
        position, recoveries = begin + 1, recoveries + 1
        if recoveries > RECOVERIES:
            reason = "Too many lines cannot be read: the rest of the file is left out."
            remarks.add(Severity.REJECTED, "file-unreadable", Place(file=file, line=begin + 1), reason)
            return


def _until_error(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return


def _swollen(lines: Sequence[str], fields: Sequence[str], width: int) -> bool:
    """Whether a quote that was never closed has drawn further lines into a record."""
    if len(lines) <= 1:
        return False
    return len(fields) != width or sum(line.count('"') for line in lines) % 2 == 1

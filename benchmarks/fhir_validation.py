"""Prints how many resources of the Synthea bundles are read and checked in a second of one core.

THROUGHLINE_DATA names the directory of published records; ROUNDS as often, the best counts.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.adapters.fhir.validation.json_text import read, write
from app.adapters.fhir.validation.validating import validate
from benchmarks.running import explain

DATA = Path(os.environ.get("THROUGHLINE_DATA", Path(__file__).parents[2] / "shared" / "data"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))


def resources() -> Iterator[bytes]:
    """Read the resources of all bundles, each as text of its own."""
    for folder in ("synthea-2019-r4-bundles", "synthea-2022-uscore-bundles"):
        for path in sorted((DATA / folder).glob("*.json")):
            yield from (write(entry["resource"]) for entry in read(path.read_bytes())["entry"])


def show(what: str, texts: list[bytes], do: Callable[[bytes], object]) -> None:
    """Measure and print one line."""
    best = min(_seconds(texts, do) for _ in range(ROUNDS))
    print(f"{what:<18}{best / len(texts) * 1e6:8.1f} µs each{len(texts) / best:12,.0f} a second")


def _seconds(texts: list[bytes], do: Callable[[bytes], object]) -> float:
    begun = time.process_time()
    for text in texts:
        do(text)
    return time.process_time() - begun


if __name__ == "__main__":
    explain(__doc__)
    given = list(resources())
    print(f"{len(given):,} resources, {sum(map(len, given)) / len(given):,.0f} bytes on average")
    show("read", given, read)
    show("read and check", given, validate)

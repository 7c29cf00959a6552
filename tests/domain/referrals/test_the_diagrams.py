from pathlib import Path

from app.domain.diagrams import page


def test_the_documented_diagrams_are_those_of_the_tables() -> None:
    documented = Path(__file__).parents[3] / "docs" / "state-machines.md"
    assert page() == documented.read_text(encoding="utf-8")

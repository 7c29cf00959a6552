"""Which media type a caller gets who names several."""

import pytest
from starlette.requests import Request

from app.api.accepting import preferred

OFFERED = ("text/html", "application/pdf")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("application/pdf", "application/pdf"),
        ("APPLICATION/PDF", "application/pdf"),
        ("application/*", "application/pdf"),
        ("text/html;q=0.5, application/pdf", "application/pdf"),
        ("text/html, application/pdf;q=0.9", "text/html"),
        ("application/pdf;q=0.2, */*;q=0.1", "application/pdf"),
        ("text/html;q=0, */*", "application/pdf"),
        ("text/html;level=1;q=0.3, application/pdf;q=0.4", "application/pdf"),
        ("application/json", None),
        ("text/html;q=0", None),
        ("text/html;q=nan", None),
        ("text/html;q=", None),
        (",;,;q=1,/;", "text/html"),
        ("application/pdf;q=" + "9" * 5_000, "application/pdf"),
    ],
)
def test_the_caller_gets_what_it_likes_best(accept: str | None, expected: str | None) -> None:
    headers = [] if accept is None else [(b"accept", accept.encode())]
    assert preferred(Request({"type": "http", "headers": headers}), OFFERED) == expected

"""GraphiQL, served by the service alone."""

import re
from http import HTTPStatus

from tests.support.doors import Doors


async def test_the_page_asks_no_other_host(doors: Doors) -> None:
    stranger = await doors.nobody()
    page = await stranger.get("/graphql/ui")
    assert (page.status_code, page.headers["content-type"]) == (HTTPStatus.OK, "text/html; charset=utf-8")
    assert "unsafe" not in page.headers["content-security-policy"]
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert all(each.startswith("/graphql/ui/") for each in named)
    assert len(named) == 6
    for each in named:
        pressed = await stranger.get(each)
        plain = await stranger.get(each, headers={"Accept-Encoding": "identity"})
        assert (pressed.status_code, plain.status_code) == (HTTPStatus.OK, HTTPStatus.OK)
        assert (pressed.text, "content-encoding" in plain.headers) == (plain.text, False)
    assert (await stranger.get("/graphql/ui/assets/LICENSES")).status_code == HTTPStatus.NOT_FOUND


async def test_the_address_of_the_graph_takes_documents_by_post_alone(doors: Doors) -> None:
    stranger = await doors.nobody()
    refused = await stranger.get("/graphql")
    assert (refused.status_code, refused.headers["allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "POST")

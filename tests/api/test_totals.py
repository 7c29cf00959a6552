"""How long a list is, told to whoever asks for it with the first page; the matrix asks every list."""

from tests.support.doors import Doors

PEOPLE = ("Ana", "Ben", "Cleo")


async def test_a_search_by_post_is_counted_by_a_member_of_its_body(doors: Doors) -> None:
    caller = await doors.case_manager()
    for given in PEOPLE:
        person = {"names": [{"use": "legal", "family": "Castellanos", "given": [given]}]}
        assert (await caller.post("/v1/clients", json=person)).status_code == 201
    first = (await caller.post("/v1/clients/search", json={"name": "castell", "limit": 2, "count": True})).json()
    assert (len(first["items"]), first["total"], first["total_is_at_least"]) == (2, len(PEOPLE), False)
    rest = {"name": "castell", "limit": 2, "cursor": first["next_cursor"]}
    assert len((await caller.post("/v1/clients/search", json=rest)).json()["items"]) == 1
    refused = await caller.post("/v1/clients/search", json=rest | {"count": True})
    assert (refused.status_code, refused.json()["code"]) == (400, "page.count")
    found = (await caller.post("/v1/services/search", json={"count": True})).json()
    assert (found["items"], found["total"]) == ([], 0)


async def test_the_address_of_the_next_page_does_not_ask_for_the_total_again(doors: Doors) -> None:
    caller = await doors.case_manager()
    for title in PEOPLE:
        assert (await caller.post("/v1/tasks", json={"title": f"Call {title}"})).status_code == 201
    first = await caller.get("/v1/tasks", params={"limit": "2", "count": "true"})
    assert first.json()["total"] == len(PEOPLE)
    following = first.links["next"]["url"]
    assert "count" not in following
    rest = (await caller.get(following)).json()
    assert (len(rest["items"]), rest.keys()) == (1, {"items", "next_cursor"})

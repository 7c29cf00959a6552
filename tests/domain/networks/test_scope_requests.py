"""What a client gets of the scopes that it asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.networks.scope_requests import grant
from app.domain.networks.scopes import Scopes

REGISTERED = Scopes.parse("system/ServiceRequest.cruds system/Task.rs system/Patient.r")


@pytest.mark.parametrize("nothing", [None, ""])
def test_asking_for_nothing_gives_all_that_is_registered(nothing: str | None) -> None:
    granted = grant(nothing, REGISTERED)
    assert granted.scopes == REGISTERED
    assert str(REGISTERED) == granted.spelled


@pytest.mark.parametrize(
    ("asked", "spelled", "scopes"),
    [
        ("system/Task.rs", "system/Task.rs", "system/Task.rs"),
        ("system/Task.read", "system/Task.read", "system/Task.rs"),
        ("system/ServiceRequest.*", "system/ServiceRequest.*", "system/ServiceRequest.cruds"),
        ("system/Task.cruds", "system/Task.rs", "system/Task.rs"),
        ("system/Task.*", "system/Task.rs", "system/Task.rs"),
        ("system/Patient.read", "system/Patient.r", "system/Patient.r"),
        ("system/ServiceRequest.write", "system/ServiceRequest.write", "system/ServiceRequest.cud"),
        ("system/Task.rs system/Task.rs", "system/Task.rs", "system/Task.rs"),
        ("openid system/Task.rs launch/patient", "system/Task.rs", "system/Task.rs"),
        ("system/Task.rs system/Consent.rs", "system/Task.rs", "system/Task.rs"),
        (
            "system/*.rs",
            "system/Patient.r system/ServiceRequest.rs system/Task.rs",
            "system/Patient.r system/ServiceRequest.rs system/Task.rs",
        ),
    ],
)
def test_what_is_asked_is_narrowed_to_what_is_registered(asked: str, spelled: str, scopes: str) -> None:
    granted = grant(asked, REGISTERED)
    assert spelled == granted.spelled
    assert Scopes.parse(scopes) == granted.scopes


@pytest.mark.parametrize(
    "asked",
    [
        "system/Consent.rs",
        "user/Task.rs",
        "patient/Task.rs",
        "system/Task.cud",
        "openid",
        "offline_access",
        "system/Task.rs?status=requested",
        "system/Task.rsx",
        "system/Task.sr",
        "*/*.*",
        "system/Task",
        " ",
        " system/Task.rs",
        "system/Task.rs  system/Patient.r",
        "system/Task.rs\tsystem/Patient.r",
        'system/Task.rs"',
        "system/Task.rs\\",
        "system/Tásk.rs",
        "system/Task.rs\x00",
        "x" * 5_000,
        " ".join(f"w{number}" for number in range(200)),
    ],
)
def test_when_nothing_is_left_or_it_is_malformed_the_request_is_refused(asked: str) -> None:
    with pytest.raises(Invalid):
        grant(asked, REGISTERED)


def test_a_client_registered_for_everything_gets_exactly_what_it_asks() -> None:
    everything = Scopes.parse("system/*.cruds")
    assert Scopes.parse("system/Task.rs") == grant("system/Task.rs", everything).scopes
    assert everything == grant("system/*.*", everything).scopes


letters = st.sets(st.sampled_from("cruds"), min_size=1).map(lambda some: "".join(x for x in "cruds" if x in some))
a_scope = st.builds(
    "{}/{}.{}".format, st.sampled_from(["system", "user"]), st.sampled_from(["Task", "Patient", "*"]), letters
)


@given(st.lists(a_scope, min_size=1, max_size=4), st.lists(a_scope, min_size=1, max_size=4))
def test_nothing_is_ever_granted_beyond_the_request_or_the_registration(asked: list[str], held: list[str]) -> None:
    registered, requested = Scopes.parse(" ".join(held)), Scopes.parse(" ".join(asked))
    try:
        granted = grant(" ".join(asked), registered)
    except Invalid:
        return
    assert Scopes.parse(granted.spelled) == granted.scopes
    for scope in granted.scopes.granted:
        for resource in ("Task", "Patient", "Consent") if scope.resource == "*" else (scope.resource,):
            for permission in scope.permissions:
                for side in (registered, requested):
                    own = Scopes(frozenset(one for one in side.granted if one.context == scope.context))
                    assert own.allow(resource, permission)

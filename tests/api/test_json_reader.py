"""What the one JSON reader takes and what it refuses."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.json_reader import MAX_DEPTH, read_json
from app.domain.errors import Fault, Invalid

ORDINARY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner)
    ),
    max_leaves=20,
)


@given(value=ORDINARY, ascii_only=st.booleans())
def test_whatever_json_can_say_is_read_as_it_was_meant(*, value: object, ascii_only: bool) -> None:
    assert value == read_json(json.dumps(value, ensure_ascii=ascii_only).encode())


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        (b"", "", "empty"),
        (b" \n", "", "empty"),
        (b"\xef\xbb\xbf{}", "", "byte order mark"),
        (b'{"a": "\xff"}', "", "UTF-8 at byte 7"),
        ('{"a": 1}'.encode("utf-16"), "", "UTF-8"),
        (b'{"a": 1, "a": 2}', "/a", "twice"),
        (b'{"list": [{"a/b": 1, "a/b": 2}]}', "/list/0/a~1b", "twice"),
        (b'{"a": "\\u0000"}', "/a", "NUL"),
        (b'{"a": "x\x00"}', "", "control character"),
        (b'[["\\ud800"]]', "/0/0", "surrogates"),
        (b'{"\\udc00": 1}', "", "surrogates"),
        (b'{"a": NaN}', "/a", "NaN"),
        (b"[-Infinity]", "/0", "Infinity"),
        (b"[1e999]", "/0", "too large"),
        (b"[9223372036854775808]", "/0", "64 bits"),
        (b"[-9223372036854775809]", "/0", "64 bits"),
        (b"[" + b"1" * 5000 + b"]", "/0", "64 bits"),
        (b'{"a": 1} {"b": 2}', "", "Extra data"),
        (b"{'a': 1}", "", "line 1, column 2"),
        (b"[1,]", "", "Not JSON"),
        (b"[" * 65 + b"]" * 65, "", "64 levels"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "", "64 levels"),
        (b"[" * 500_000, "", "64 levels"),
        (b'["]]]",' * 65 + b"1" + b"]" * 65, "", "64 levels"),
    ],
)
def test_what_two_readers_could_understand_differently_is_refused(body: bytes, pointer: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_json(body)
    (fault,) = refusal.value.faults
    assert isinstance(fault, Fault)
    assert pointer == fault.pointer
    assert words in fault.message


def test_depth_is_counted_by_nesting_and_not_by_brackets() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    wide = json.dumps([{"list": ["[[[[", "}}}}"]}] * 200)
    assert json.loads(deepest) == read_json(deepest.encode())
    assert json.loads(wide) == read_json(wide.encode())


def test_pairs_of_surrogates_are_one_character() -> None:
    assert read_json(b'["\\ud83d\\ude00"]') == ["😀"]


def test_decimals_keep_their_precision_where_it_matters() -> None:
    value = read_json(b'{"weight": 72.50}', exact_decimals=True)
    assert {"weight": Decimal("72.50")} == value
    assert str(value["weight"]) == "72.50"  # type: ignore[index]

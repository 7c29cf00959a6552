"""Checkpoints as text: what others sign and read with their own tools."""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest

from app.domain.audit.checkpoint import Checkpoint, SignedNote, VerifierKey, note_of, origin_of
from app.domain.identity import NetworkId

ORIGIN = origin_of(NetworkId(UUID(int=7)))
CHECKPOINT = Checkpoint(origin=ORIGIN, size=12, root=sha256(b"root").digest(), at=datetime(2027, 1, 2, 3, tzinfo=UTC))
KEY = VerifierKey(name=ORIGIN, public=bytes(range(32)))


def test_a_checkpoint_is_its_origin_its_size_its_root_and_when() -> None:
    assert CHECKPOINT.text == (
        "throughline/audit/00000000-0000-0000-0000-000000000007\n"
        "12\n"
        f"{b64encode(CHECKPOINT.root).decode()}\n"
        "at 2027-01-02T03:00:00Z\n"
    )
    assert Checkpoint.parse(CHECKPOINT.text) == CHECKPOINT


def test_a_note_says_again_who_signed_what() -> None:
    note = SignedNote.parse(note_of(CHECKPOINT, KEY, b"s" * 64))
    assert (note.checkpoint, note.text, note.by(KEY)) == (CHECKPOINT, CHECKPOINT.text, b"s" * 64)
    assert note.by(VerifierKey(name=ORIGIN, public=bytes(32))) is None


def test_a_key_is_spelled_and_read_again() -> None:
    assert VerifierKey.parse(KEY.spelled) == KEY
    name, hash_, value = KEY.spelled.split("+", 2)
    assert (name, hash_) == (ORIGIN, sha256(ORIGIN.encode() + b"\n\x01" + KEY.public).hexdigest()[:8])
    assert value.startswith("AQAB")


@pytest.mark.parametrize(
    "text",
    ["", "a+b", f"{ORIGIN}+00000000+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", f"{ORIGIN}+zz+AQ==", "x+00000000+!"],
)
def test_other_text_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "hello",
        CHECKPOINT.text,
        CHECKPOINT.text + "\n- x y\n",
        CHECKPOINT.text + "\n\N{EM DASH} name not-base64!\n",
        "only\ntwo\n\n\N{EM DASH} name AAAA\n",
        "origin\n-3\nAAAA\n\n\N{EM DASH} name AAAA\n",
        "origin\n3\nAAAA\n\n\N{EM DASH} name AAAA\n",
        "x" * 5_000,
    ],
)
def test_other_text_is_no_note(text: str) -> None:
    with pytest.raises(ValueError, match=r"checkpoint|note"):
        SignedNote.parse(text)

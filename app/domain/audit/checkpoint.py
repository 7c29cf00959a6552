"""Signed checkpoints of the log, in the words of C2SP (tlog-checkpoint, signed-note), so that others can read them."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from app.domain.audit.merkle import HASH_BYTES
from app.domain.identity import NetworkId

ED25519 = b"\x01"
KEY_BYTES = 32
KEY_HASH_BYTES = 4
LONGEST_NOTE = 4_000
_SIGNATURE = re.compile(r"\N{EM DASH} (?P<name>[^\s+]+) (?P<value>[A-Za-z0-9+/]+={0,2})")
_KEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<hash>[0-9a-f]{8})\+(?P<value>[A-Za-z0-9+/]+={0,2})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_AT = "at "
MEMBERS = 3


def origin_of(network: NetworkId) -> str:
    """Name the log of a network, in checkpoints and beside its keys."""
    return f"throughline/audit/{network}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a log had come, and the root over all of it then."""

    origin: str
    size: int
    root: bytes
    at: datetime | None = None

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = [self.origin, str(self.size), b64encode(self.root).decode()]
        if self.at is not None:
            lines.append(f"{_AT}{self.at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}")
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a text; raises `ValueError` when it is none."""
        origin, size, root, *more = text.split("\n")[:-1] if text.count("\n") >= MEMBERS else ("", "", "")
        digest = _bytes(root)
        if not origin or not _SIZE.fullmatch(size) or len(digest) != HASH_BYTES:
            raise ValueError("it is not a checkpoint: origin, size and root are missing or malformed")
        moments = [line.removeprefix(_AT) for line in more if line.startswith(_AT)]
        return cls(origin=origin, size=int(size), root=digest, at=_moment(moments[0]) if moments else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key with the name that its signatures bear: `name+hash+key`, as it is published and handed on."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """What a signature says of the key that made it."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_HASH_BYTES]

    @property
    def spelled(self) -> str:
        """The key as text."""
        return f"{self.name}+{self.hash.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read a key; raises `ValueError` when it is none."""
        found = _KEY.fullmatch(text.strip())
        data = _bytes(found["value"]) if found else b""
        if found is None or data[:1] != ED25519 or len(data) != 1 + KEY_BYTES:
            raise ValueError("it is not a key: name, hash and an Ed25519 key are expected, with + between them")
        key = cls(name=found["name"], public=data[1:])
        if key.hash.hex() != found["hash"]:
            raise ValueError("the hash of the key is not the key's")
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line below a note: by whose name, with which key, and the signature itself."""

    name: str
    key_hash: bytes
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A checkpoint as it is handed on: its text, an empty line, and who signed it."""

    checkpoint: Checkpoint
    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> "SignedNote":
        """Read a note; raises `ValueError` when it is none."""
        if len(note) > LONGEST_NOTE:
            raise ValueError("it is too long for a checkpoint")
        text, gap, signed = note.rpartition("\n\n")
        found = [_SIGNATURE.fullmatch(line) for line in signed.rstrip("\n").split("\n")]
        if not gap or not all(found):
            raise ValueError("it is not a signed note: a text, an empty line and signatures are expected")
        signatures = tuple(_signature(each["name"], _bytes(each["value"])) for each in found if each)
        return cls(checkpoint=Checkpoint.parse(text + "\n"), text=text + "\n", signatures=signatures)

    def by(self, key: VerifierKey) -> bytes | None:
        """Return the signature that claims to be of a key."""
        return next((s.value for s in self.signatures if (s.name, s.key_hash) == (key.name, key.hash)), None)


def note_of(checkpoint: Checkpoint, key: VerifierKey, signature: bytes) -> str:
    """Write a signed note."""
    value = b64encode(key.hash + signature).decode()
    return f"{checkpoint.text}\n\N{EM DASH} {key.name} {value}\n"


def _signature(name: str, value: bytes) -> Signature:
    return Signature(name=name, key_hash=value[:KEY_HASH_BYTES], value=value[KEY_HASH_BYTES:])


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        return b""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None

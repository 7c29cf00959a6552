"""The signed paper itself, as a scan or a PDF, kept with the consent that it proves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from app.domain.consents.consent import SignedDocument
from app.domain.errors import Fault, Invalid

MOST_BYTES = 1024 * 1024


class MediaType(StrEnum):
    """What a signed paper may come as."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


BEGINNINGS = {MediaType.PDF: b"%PDF-", MediaType.PNG: b"\x89PNG\r\n\x1a\n", MediaType.JPEG: b"\xff\xd8\xff"}
ENDINGS = {MediaType.PDF: "pdf", MediaType.PNG: "png", MediaType.JPEG: "jpg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The bytes of a signed paper, and what they are."""

    media_type: MediaType
    content: bytes

    def check(self) -> None:
        """Refuse what is empty, too large, or something else than it says."""
        begins = self.content.startswith(BEGINNINGS[self.media_type])
        wrong = "is no such file" if not begins else "is too large" if len(self.content) > MOST_BYTES else None
        if wrong:
            fault = Fault(pointer="", message=f"{wrong}: {self.media_type} of at most {MOST_BYTES} bytes is expected")
            raise Invalid("consent.document-invalid", "The document cannot be kept.", faults=(fault,))

    def described(self, by: UUID, at: datetime) -> SignedDocument:
        """Return what the consent says of it."""
        return SignedDocument(
            media_type=self.media_type.value,
            sha256=sha256(self.content).hexdigest(),
            size=len(self.content),
            attached_at=at,
            attached_by=by,
        )

"""Where the signed papers are kept, apart from the consents that they prove."""

from typing import Protocol

from app.domain.consents.consent import Consent
from app.domain.consents.document import Paper
from app.domain.identity import ConsentId


class ConsentDocuments(Protocol):
    """The signed papers, one for each consent at most; who may see the consent was asked before."""

    async def get(self, consent: ConsentId) -> Paper | None:
        """Return the paper of a consent."""
        ...

    async def put(self, consent: Consent, paper: Paper) -> None:
        """Keep a paper, instead of the one before if there was one."""
        ...

    async def remove(self, consent: ConsentId) -> None:
        """Throw the paper away."""
        ...

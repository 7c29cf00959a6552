"""What a unit of work reaches of the papers around consents."""

from typing import Protocol

from app.ports.consent_overrides import ConsentOverrideList, ConsentOverrides


class ConsentPapers(Protocol):
    """Everything that surrounds the consents of the network's clients."""

    @property
    def consent_overrides(self) -> ConsentOverrides:
        """The requests to do without a consent."""
        ...

    @property
    def consent_override_list(self) -> ConsentOverrideList:
        """Lists of them."""
        ...

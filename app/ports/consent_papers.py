"""What a unit of work reaches of the papers around consents."""

from typing import Protocol

from app.ports.consent_documents import ConsentDocuments
from app.ports.consent_overrides import ConsentOverrideList, ConsentOverrides
from app.ports.consent_templates import ConsentTemplateList, ConsentTemplates
from app.ports.proxies import Proxies, ProxyList


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

    @property
    def proxies(self) -> Proxies:
        """Who may speak for the clients."""
        ...

    @property
    def proxy_list(self) -> ProxyList:
        """Lists of proxies."""
        ...

    @property
    def consent_templates(self) -> ConsentTemplates:
        """The forms of consent."""
        ...

    @property
    def consent_template_list(self) -> ConsentTemplateList:
        """Lists of forms."""
        ...

    @property
    def consent_documents(self) -> ConsentDocuments:
        """The signed papers."""
        ...

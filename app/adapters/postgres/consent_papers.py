"""Every repository and query of the papers around consents, on one open session."""

from app.adapters.postgres.queries.consent_overrides import ConsentOverrideQueries
from app.adapters.postgres.queries.consent_templates import ConsentTemplateQueries
from app.adapters.postgres.queries.proxies import ProxyQueries
from app.adapters.postgres.repositories.consent_documents import ConsentDocumentRepository
from app.adapters.postgres.repositories.consent_overrides import ConsentOverrideRepository
from app.adapters.postgres.repositories.consent_templates import ConsentTemplateRepository
from app.adapters.postgres.repositories.proxies import ProxyRepository
from app.adapters.postgres.session import Session


class PostgresConsentPapers:
    """Everything that surrounds the consents of the network's clients."""

    __slots__ = ()
    session: Session

    @property
    def consent_overrides(self) -> ConsentOverrideRepository:
        """The requests to do without a consent."""
        return ConsentOverrideRepository(self.session)

    @property
    def consent_override_list(self) -> ConsentOverrideQueries:
        """Lists of them."""
        return ConsentOverrideQueries(self.session)

    @property
    def proxies(self) -> ProxyRepository:
        """Who may speak for the clients."""
        return ProxyRepository(self.session)

    @property
    def proxy_list(self) -> ProxyQueries:
        """Lists of proxies."""
        return ProxyQueries(self.session)

    @property
    def consent_templates(self) -> ConsentTemplateRepository:
        """The forms of consent."""
        return ConsentTemplateRepository(self.session)

    @property
    def consent_template_list(self) -> ConsentTemplateQueries:
        """Lists of forms."""
        return ConsentTemplateQueries(self.session)

    @property
    def consent_documents(self) -> ConsentDocumentRepository:
        """The signed papers."""
        return ConsentDocumentRepository(self.session)

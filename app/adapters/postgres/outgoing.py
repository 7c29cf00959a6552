"""Every repository and query of the log of events and of those who are told of them, on one open session."""

from app.adapters.postgres.queries.event_feed import EventFeedQuery
from app.adapters.postgres.queries.webhooks import WebhookQueries
from app.adapters.postgres.repositories.subscription_log import SubscriptionLogRepository
from app.adapters.postgres.repositories.subscriptions import SubscriptionRepository
from app.adapters.postgres.repositories.webhook_replays import WebhookReplayRepository
from app.adapters.postgres.repositories.webhooks import WebhookRepository
from app.adapters.postgres.session import Session
from app.ports.security import Seal


class PostgresOutgoing:
    """Everything by which agencies hear of what happens; the seal is that of the secrets which receivers gave."""

    __slots__ = ()
    session: Session
    seal: Seal | None

    @property
    def webhooks(self) -> WebhookRepository:
        """The webhooks of the agencies."""
        return WebhookRepository(self.session)

    @property
    def webhook_lists(self) -> WebhookQueries:
        """Lists of webhooks and of their deliveries."""
        return WebhookQueries(self.session)

    @property
    def webhook_replays(self) -> WebhookReplayRepository:
        """Replays of stretches of the log to webhooks."""
        return WebhookReplayRepository(self.session)

    @property
    def subscriptions(self) -> SubscriptionRepository:
        """The subscriptions of the agencies' programs."""
        return SubscriptionRepository(self.session, self.seal)

    @property
    def subscription_log(self) -> SubscriptionLogRepository:
        """What they have heard, and were told of."""
        return SubscriptionLogRepository(self.session)

    @property
    def event_feed(self) -> EventFeedQuery:
        """The numbered log."""
        return EventFeedQuery(self.session)

"""What a unit of work reaches of the log of events and of those who are told of them."""

from typing import Protocol

from app.ports.event_log import EventFeed
from app.ports.subscriptions import SubscriptionLog, Subscriptions
from app.ports.webhook_replays import WebhookReplays
from app.ports.webhooks import WebhookLists, Webhooks


class Outgoing(Protocol):
    """Everything by which agencies hear of what happens."""

    @property
    def webhooks(self) -> Webhooks:
        """The webhooks of the agencies."""
        ...

    @property
    def webhook_lists(self) -> WebhookLists:
        """Lists of webhooks and of their deliveries."""
        ...

    @property
    def webhook_replays(self) -> WebhookReplays:
        """Replays of stretches of the log to webhooks."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """The subscriptions of the agencies' programs."""
        ...

    @property
    def subscription_log(self) -> SubscriptionLog:
        """What they have heard, and were told of."""
        ...

    @property
    def event_feed(self) -> EventFeed:
        """The numbered log."""
        ...

"""The client served: an aggregate whose every verb keeps the profile valid and the links undoable."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.clients.profile import ClientChanges, Profile
from app.domain.errors import Conflict, Invalid
from app.domain.identity import ClientId, NetworkId


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A record tells of the same person as `target`, which stands for both until the link is undone."""

    target: ClientId
    at: datetime
    by: UUID


@dataclass(slots=True, kw_only=True)
class Client:
    """A person served: `profile` is what is told, `link` points to the record that stands for this one."""

    id: ClientId
    network: NetworkId
    profile: Profile
    created_at: datetime
    updated_at: datetime
    link: Link | None = None
    version: int = 1

    def change(self, changes: ClientChanges, at: datetime) -> bool:
        """Apply a merge patch; return whether anything changed. `Invalid` names what may not stand so."""
        changed = changes.applied_to(self.profile)
        changed.check(at.date())
        if changed == self.profile:
            return False
        self.profile, self.updated_at = changed, at
        return True

    def link_to(self, target: "Client", *, at: datetime, by: UUID) -> None:
        """Say that `target` is the same person and stands for both; chains and loops are refused."""
        if target.id == self.id:
            raise Invalid("client.link-to-itself", "A client cannot be linked to itself.")
        if self.link is not None:
            raise Conflict("client.already-linked", "The client is linked already: undo that first.")
        if target.link is not None:
            raise Conflict("client.target-linked", "The other client is linked itself: link to the one it points to.")
        self.link, self.updated_at = Link(target=target.id, at=at, by=by), at

    def unlink(self, *, at: datetime) -> Link:
        """Undo the link; return what it was. Nothing was lost: both records are as they were."""
        if self.link is None:
            raise Conflict("client.not-linked", "The client is not linked to another.")
        link, self.link, self.updated_at = self.link, None, at
        return link


def registered(profile: Profile, *, client: ClientId, network: NetworkId, at: datetime) -> Client:
    """Begin a client's record; `Invalid` names what may not stand so."""
    profile.check(at.date())
    return Client(id=client, network=network, profile=profile, created_at=at, updated_at=at)

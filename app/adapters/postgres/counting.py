"""How long the lists are of which one transaction reads a page: a part of every transaction."""

from app.adapters.postgres.session import Session


class CountsLists:
    """Lets a session count whole lists, and tells what it has counted."""

    __slots__ = ()
    session: Session

    def count_lists(self) -> None:
        """Let the session count."""
        self.session.counts = True

    @property
    def counted(self) -> int | None:
        """What the session has counted."""
        return self.session.counted

"""How processes agree on what was used: each tells the others once a second, and no request waits for that."""

from collections.abc import Callable

from app.domain.limits.accounts import Accounts
from app.ports.limits import SharedBooks


class RateKeeping:
    """Exchanges this process' accounts with those of the others; `clock` is the one by which they are kept."""

    def __init__(self, accounts: Accounts, books: SharedBooks, clock: Callable[[], float]) -> None:
        self._accounts, self._books, self._clock = accounts, books, clock

    async def turn(self) -> bool:
        """Go round once; what cannot be told now is told the next time, and its trouble raised at the end."""
        trouble = None
        for network, used in self._accounts.outgoing():
            try:
                told = await self._books.exchange(network, used)
            except Exception as failure:  # noqa: BLE001 - one network's trouble, of whatever kind, is not another's
                self._accounts.take_back(network, used)
                trouble = failure
            else:
                self._accounts.hear(network, told, self._clock())
        self._accounts.forget_idle(self._clock())
        if trouble is not None:
            raise trouble
        return False

"""The guarded way out, opened against servers of our own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import pytest

from app.adapters.outbound.client import GuardedWeb
from app.adapters.outbound.guard import Guard, Resolve
from tests.support.far_servers import Authority, Servers


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
async def servers(authority: Authority) -> AsyncIterator[Servers]:
    async with AsyncExitStack() as stack:
        yield Servers(authority, stack)


@pytest.fixture
def open_web(authority: Authority) -> Callable[..., AbstractAsyncContextManager[GuardedWeb]]:
    @asynccontextmanager
    async def open_(names: Resolve, *, development: bool = True) -> AsyncIterator[GuardedWeb]:
        guard = Guard(resolve=names, allow_private_targets=development)
        web = GuardedWeb(guard, context=authority.client_context())
        try:
            yield web
        finally:
            await web.close()

    return open_

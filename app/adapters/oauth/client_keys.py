"""The keys that a client is about to be registered with, judged while somebody is there to mend them."""

from app.adapters.oauth.key_sets import check_key_set
from app.domain.errors import Fault, Invalid
from app.ports.gateways import PublicWeb


class GuardedClientKeys:
    """`ClientKeys` by the key sets' own rules and the guarded way out."""

    def __init__(self, web: PublicWeb) -> None:
        self._web = web

    async def check(self, *, jwks: str | None, jwks_uri: str | None) -> None:
        """Refuse with `Invalid` what could never prove anything; nothing is fetched."""
        if jwks is not None:
            check_key_set(jwks)
        if jwks_uri is None:
            return
        try:
            await self._web.check(jwks_uri)
        except Invalid as refusal:
            fault = Fault(pointer="/jwks_uri", message=refusal.message)
            raise Invalid(refusal.code, refusal.message, faults=(fault,)) from None

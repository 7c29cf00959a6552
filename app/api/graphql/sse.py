"""GraphQL over server-sent events, each operation on a connection of its own: the protocol of graphql-sse.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct connections mode.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

import msgspec
from starlette.requests import Request

from app.api.graphql.conversations import Conversation
from app.api.graphql.documents import NotADocument
from app.api.graphql.preparing import Preparing, errors_of
from app.api.graphql.refusals import REFUSALS
from app.api.request_costs import STREAM, Cost, Kind
from app.api.streams import HEARTBEAT_SECONDS, RETRY, STILL_HERE, message
from app.use_cases.events.followers import Bearer
from app.use_cases.events.wires import Wire

STREAMED = Cost(units=STREAM, kind=Kind.STREAM)


async def streaming(
    preparing: Preparing, request: Request, asked: Mapping[str, Any], wire: Wire, bearer: Bearer
) -> AsyncIterator[bytes]:
    """Tell results, then that they are complete; a stream that ends without saying so was cut off and may go on."""
    account = request.scope["state"]["account"]
    conversation = Conversation(app=request.app, preparing=preparing, account=account, wire=wire, bearer=bearer)
    begun = False
    yield RETRY + STILL_HERE
    try:
        async with aclosing(conversation.results(asked, HEARTBEAT_SECONDS)) as results:
            async for result in results:
                begun = True
                yield STILL_HERE if result is None else message("next", result)
    except (NotADocument, *REFUSALS) as error:
        if begun or bearer.ended is not None:
            return
        yield message("next", msgspec.json.encode({"errors": errors_of(error, bearer.call.request_id)}, enc_hook=str))
    yield message("complete", b"")

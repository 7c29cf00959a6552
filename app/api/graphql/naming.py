"""How what REST calls one thing is called in GraphQL."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from uuid import UUID

_HUMP = re.compile(r"_([a-z0-9])")
_OUT = re.compile(r"(Item)?(Out|Shape)$")
_IN = re.compile(r"(In|Shape)?$")
_VERB = re.compile(r"^(list|read)(?=[A-Z])")


def camel(name: str) -> str:
    """Turn `client_id` into `clientId`."""
    return _HUMP.sub(lambda found: found[1].upper(), name)


def lower(name: str) -> str:
    """Turn `CarePlan` into `carePlan`."""
    return name[:1].lower() + name[1:]


def upper(name: str) -> str:
    """Turn `carePlan` into `CarePlan`."""
    return name[:1].upper() + name[1:]


def noun(model: str) -> str:
    """Turn `TaskItemOut` and `TaskOut` into `Task`."""
    return _OUT.sub("", model)


def input_of(model: str) -> str:
    """Turn `ReferralIn` into `ReferralInput`."""
    return f"{_IN.sub('', model, count=1)}Input"


def without_verb(operation: str) -> str:
    """Turn `listTasks` into `tasks`; what is neither listed nor read keeps its verb."""
    return lower(_VERB.sub("", operation))


def global_id(noun: str) -> Callable[[str], str]:
    """Return what turns the ids of a noun into ones that `node(id:)` takes, as Relay asks."""
    prefix = f"{noun}:"
    return lambda id_: b64encode(f"{prefix}{id_}".encode()).decode()


def parts_of(id_: str) -> tuple[str, str] | None:
    """Return noun and id of a global id; None for what is none."""
    try:
        noun, colon, local = b64decode(id_, validate=True).decode("ascii").partition(":")
        return (noun, str(UUID(local))) if colon else None
    except ValueError:
        return None


def local_id(id_: str) -> str:
    """Return the id that REST knows; a global one may be given as well."""
    parts = parts_of(id_)
    return id_ if parts is None else parts[1]

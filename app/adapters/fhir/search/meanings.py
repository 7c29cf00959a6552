"""What the values of tokens, strings, references and addresses look for, under each modifier."""

import re
from uuid import UUID

from app.adapters.fhir.search.faults import malformed, not_supported
from app.adapters.fhir.search.registry import Parameter, types
from app.adapters.fhir.search.values import exact, plain, token
from app.adapters.fhir.search.writing import pieces, plainly
from app.ports.resource_search import Criterion, How, Ids, Match, Without, Words, Worth

_WITH_SYSTEM, _OF_TYPE = 2, 3
_LOCAL = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


def string_words(parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    """Look for how a text begins, whatever its case and accents; `:exact` for the very text, `:contains` within."""
    texts = [plainly(each) for each in values]
    if modifier == "exact":
        words = tuple(Match(value=exact(each)) for each in texts)
        return Words(key=f"{parameter.key}:exact", any_of=words, worth=Worth.FEW)
    how = {"": How.BEGINS, "contains": How.CONTAINS}.get(modifier)
    if how is None:
        raise _unknown(parameter, modifier)
    return Words(key=parameter.key, any_of=_plain(parameter, texts, how), worth=Worth.FEW)


def _plain(parameter: Parameter, texts: list[str], how: How) -> tuple[Match, ...]:
    words = [plain(each) for each in texts]
    if not all(words):
        raise malformed(parameter.code, "There is nothing to look for in this text.")
    return tuple(Match(value=each, how=how) for each in words)


def token_words(parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    """Look for codes: `code`, `system|code`, `|code` for one without a system, `system|` for all of a system."""
    if parameter.code == "_id":
        return _ids(parameter, modifier, values)
    if modifier == "text":
        words = _plain(parameter, [plainly(each) for each in values], How.BEGINS)
        return Words(key=f"{parameter.key}:text", any_of=words)
    if modifier == "of-type":
        return _of_type(parameter, values)
    if modifier not in ("", "not"):
        raise _unknown(parameter, modifier)
    matches = tuple(_token(parameter, each) for each in values)
    found = Words(key=parameter.key, any_of=matches, worth=_worth(parameter))
    return Without(criterion=found) if modifier == "not" else found


def _worth(parameter: Parameter) -> Worth:
    return Worth.ONE if all(each.leaf == "Identifier" for each in parameter.elements) else Worth.MANY


def _token(parameter: Parameter, text: str) -> Match:
    parts = pieces(text, "|")
    if len(parts) > _WITH_SYSTEM:
        raise malformed(parameter.code, r"A token reads like code or system|code; a | in it is written \|.")
    code, system = parts[-1], parts[0] if len(parts) == _WITH_SYSTEM else None
    if all(each.leaf == "ContactPoint" for each in parameter.elements):
        code = code.strip().casefold()
    if not code:
        if not system:
            raise malformed(parameter.code, "The parameter has no value.")
        return Match(value=exact(f"|{system}"), how=How.ENDS)
    implied = _implied(parameter)
    if implied == "" or (implied and not system):
        return Match(value=token(code, implied))
    if system is None:
        return Match(value=exact(f"{code}|"), how=How.BEGINS)
    return Match(value=token(code, system))


def _implied(parameter: Parameter) -> str | None:
    """Return the system that every code of a parameter is from; nothing is kept of one where there are several."""
    systems = {each.detail if each.leaf == "code" else "" for each in parameter.elements}
    bare = all(each.leaf in ("code", "boolean", "Deceased") for each in parameter.elements)
    return systems.pop() if bare and len(systems) == 1 else None


def _of_type(parameter: Parameter, values: list[str]) -> Criterion:
    found = []
    for each in values:
        parts = pieces(each, "|")
        if len(parts) != _OF_TYPE or not all(parts):
            raise malformed(parameter.code, "An identifier of a type reads like system|code|value.")
        found.append(Match(value=exact("|".join(parts))))
    return Words(key=f"{parameter.key}:of-type", any_of=tuple(found), worth=Worth.ONE)


def _ids(parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    if modifier not in ("", "not"):
        raise _unknown(parameter, modifier)
    found = Ids(any_of=tuple(id_ for each in values if (id_ := uuid_of(plainly(each))) is not None))
    return Without(criterion=found) if modifier == "not" else found


def uuid_of(text: str) -> UUID | None:
    """Return the id that a text is; none for what is no id of ours."""
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return id_ if str(id_) == text else None


def reference_words(parameter: Parameter, modifier: str, values: list[str], base: str) -> Criterion:
    """Look for who or what is named: `Type/id`, an id, an address; `:identifier` by what it is called elsewhere."""
    if modifier == "identifier":
        matches = tuple(_identifier(parameter, each) for each in values)
        return Words(key=f"{parameter.key}:identifier", any_of=matches, worth=Worth.FEW)
    if modifier and modifier not in (parameter.targets or types()):
        raise _unknown(parameter, modifier)
    if parameter.is_canonical:
        found = [exact(plainly(each)) for each in values]
    else:
        found = [value for each in values for value in _named(parameter, modifier, plainly(each), base)]
    return Words(key=parameter.key, any_of=tuple(Match(value=each) for each in found), worth=Worth.FEW)


def _identifier(parameter: Parameter, text: str) -> Match:
    parts = pieces(text, "|")
    if len(parts) > _WITH_SYSTEM or not parts[-1]:
        raise malformed(parameter.code, "An identifier reads like system|value.")
    if len(parts) == 1:
        return Match(value=exact(f"{parts[0]}|"), how=How.BEGINS)
    return Match(value=token(parts[1], parts[0]))


def _named(parameter: Parameter, type_: str, text: str, base: str) -> list[str]:
    text = text.removeprefix(f"{base.rstrip('/')}/") if base else text
    if local := _LOCAL.fullmatch(text):
        if type_ and type_ != local[1]:
            raise malformed(parameter.code, f"This names a {local[1]}, not a {type_}.")
        return [f"{local[1]}/{local[2]}"]
    if _ID.fullmatch(text):
        targets = (type_,) if type_ else sorted(parameter.targets or types())
        return [f"{target}/{text}" for target in targets]
    return [exact(text)]


def uri_words(parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    """Look for an address; `:below` for those that begin with it."""
    how = {"": How.IS, "below": How.BEGINS}.get(modifier)
    if how is None:
        raise _unknown(parameter, modifier)
    addresses = [exact(plainly(each)) for each in values]
    if not all(addresses):
        raise malformed(parameter.code, "There is nothing to look for in this address.")
    return Words(key=parameter.key, any_of=tuple(Match(value=each, how=how) for each in addresses))


def _unknown(parameter: Parameter, modifier: str) -> Exception:
    message = f"The modifier {modifier} is not supported for {parameter.code}."
    return not_supported(f"{parameter.code}:{modifier}", message)

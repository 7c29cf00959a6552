"""The exact keys under which a client is found or compared, so that no search needs more than an index of text."""

from collections.abc import Iterator

from app.domain.clients.duplicates import blocking_keys
from app.domain.clients.names import Name, names_in_use, search_key
from app.domain.clients.profile import Profile

NAME = "n:"
FORMER_NAME = "o:"  # beside its name key, for names that only those who see the whole record may search by
IDENTIFIER = "i:"
LAST = "\U0010ffff"  # sorts after whatever a key may go on with
NAME_KEY_LENGTH = 120


def keys_of(profile: Profile) -> tuple[str, ...]:
    """Return every key of a profile, sorted: names from each of their words on, and the blocking keys."""
    names = {NAME + ending for name in profile.names for ending in _endings(name)}
    used = {NAME + ending for name in names_in_use(profile.names) for ending in _endings(name)}
    former = {FORMER_NAME + key.removeprefix(NAME) for key in names - used}
    return tuple(sorted(names | former | set(blocking_keys(profile).all)))


def names_among(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return those keys that are names."""
    return tuple(key for key in keys if key.startswith(NAME))


def former_among(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return, as keys of names, those that are former names only."""
    return tuple(NAME + key.removeprefix(FORMER_NAME) for key in keys if key.startswith(FORMER_NAME))


def name_key(profile: Profile) -> str:
    """Return what a list sorted by name is sorted by: family name, then given names, of the name to call by."""
    return _family_first(profile.name)[:NAME_KEY_LENGTH]


def name_search(typed: str) -> str:
    """Return what the keys of a name begin with when the name was typed so, from its beginning or any of its words."""
    return NAME + search_key(typed)[:NAME_KEY_LENGTH]


def _endings(name: Name) -> Iterator[str]:
    for whole in (_family_first(name), search_key(" ".join((*name.given, name.family or "")))):
        words = whole.split()
        for start in range(len(words)):
            yield " ".join(words[start:])[:NAME_KEY_LENGTH]


def _family_first(name: Name) -> str:
    return search_key(" ".join((name.family or "", *name.given)))

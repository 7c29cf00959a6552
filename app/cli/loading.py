"""How commands load what they need: with the garbage collector off, since nothing that loads is garbage.

That saves a sixth of the start; freezing what was loaded keeps the collector from looking through it ever after. Then
it looks seldom: what a request needs is let go by itself when it is answered, and looking through it before that, as
often as Python does by itself, takes a fifth of the time of a large one.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_BEFORE_LOOKING = 20_000  # objects that may hold others; a page of a graph makes some thousands


@contextmanager
def loading() -> Iterator[None]:
    """Import inside, what only some commands need."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(NEW_BEFORE_LOOKING, *gc.get_threshold()[1:])
        gc.enable()

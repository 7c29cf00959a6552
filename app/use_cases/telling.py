"""What is added to every answer, whatever was asked: the notices that the law wants, and how long the whole list is."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar, cast

from app.domain.codes import Sensitivity
from app.domain.sensitivity.notices import HEADER, notices_for, said
from app.ports.queries import Page
from app.ports.transactions import Answer, Rendered, Transaction

T = TypeVar("T")


def with_notices(rendered: Rendered, labels: AbstractSet[Sensitivity], result: object) -> Answer:
    """Let the notices go with what is told of other agencies' records: 42 CFR 2.32, with each disclosure."""
    listed = result.labels if isinstance(result, Page) else frozenset()
    if not labels and not listed:
        return rendered if isinstance(rendered, Answer) else rendered(())
    notices = notices_for(labels | listed)
    answer = rendered if isinstance(rendered, Answer) else rendered(notices)
    line = said(notices)
    return answer if line is None else replace(answer, headers=(*answer.headers, (HEADER, line)))


def with_total(result: T, tx: Transaction) -> T:
    """Tell how long the whole list is, where that was counted."""
    if tx.counted is None or not isinstance(result, Page):
        return result
    return cast("T", replace(result, total=tx.counted))

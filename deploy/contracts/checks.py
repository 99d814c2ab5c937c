"""Owns what must hold between the code, the published files and the page. Changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations_with_replacement
from pathlib import Path

from deploy.contracts.compatibility import Break, Schema, breaks
from deploy.contracts.current import ENVELOPE
from deploy.contracts.published import Published


class Code(StrEnum):
    """What is wrong."""

    UNPUBLISHED = "unpublished"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    REVISION_MISSING = "revision_missing"
    INCOMPATIBLE = "incompatible"
    SAMPLE_MISSING = "sample_missing"
    SAMPLE_STRAY = "sample_stray"
    PAGE_STALE = "page_stale"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be put right before the contracts can be trusted."""

    code: Code
    name: str
    """The contract, `envelope`, or the document."""
    revisions: tuple[int, int] | None = None
    difference: Break | None = None


def problems(
    current: Mapping[str, Schema], documents: Mapping[Path, str], published: Published
) -> tuple[Problem, ...]:
    """Everything wrong, in a stable order; nothing when all is well. `documents` are files and their text."""
    return tuple(_all(current, documents, published))


def _all(
    current: Mapping[str, Schema], documents: Mapping[Path, str], published: Published
) -> Iterator[Problem]:
    for name, schema in current.items():
        yield from _of_contract(name, schema, published)
    for name in sorted(published.names() - current.keys()):
        yield Problem(Code.WITHDRAWN, name)
    contracts = current.keys() - {ENVELOPE}
    for name in sorted(contracts - published.sampled()):
        yield Problem(Code.SAMPLE_MISSING, name)
    for name in sorted(published.sampled() - contracts):
        yield Problem(Code.SAMPLE_STRAY, name)
    for file, text in documents.items():
        if not file.exists() or file.read_text() != text:
            yield Problem(Code.PAGE_STALE, file.name)


def _of_contract(name: str, schema: Schema, published: Published) -> Iterator[Problem]:
    revisions = published.revisions(name)
    if not revisions:
        yield Problem(Code.UNPUBLISHED, name)
        return
    if list(revisions) != list(range(1, len(revisions) + 1)):
        yield Problem(Code.REVISION_MISSING, name)
    if revisions[max(revisions)] != schema:
        yield Problem(Code.STALE, name)
    # Each is also held against itself: that tells a keyword that the comparison does not know.
    for old, new in combinations_with_replacement(revisions, 2):
        for difference in breaks(revisions[old], revisions[new]):
            yield Problem(Code.INCOMPATIBLE, name, (old, new), difference)

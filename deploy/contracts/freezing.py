"""Owns publishing: which revision a changed contract becomes. Never lets a broken promise through."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.contracts.checks import Code, Problem
from deploy.contracts.compatibility import Schema, breaks
from deploy.contracts.published import Published


class CannotFreeze(Exception):
    """Some contracts changed in a way that their readers would not survive; nothing was written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} incompatible changes")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Frozen:
    """One file written: a new revision, or new words in the latest one."""

    name: str
    revision: int
    is_new: bool


def freeze(current: Mapping[str, Schema], published: Published) -> tuple[Frozen, ...]:
    """Publish every contract that changed: what travels grows a revision, new words alone do not.

    Raises:
        CannotFreeze: a contract no longer fits one of its published revisions.
    """
    refused = tuple(problem for name in current for problem in _refusals(name, current[name], published))
    if refused:
        raise CannotFreeze(refused)
    frozen = [_next(name, schema, published.revisions(name)) for name, schema in current.items()]
    written = tuple(one for one in frozen if one is not None)
    for one in written:
        published.write(one.name, one.revision, current[one.name])
    return written


def _refusals(name: str, schema: Schema, published: Published) -> list[Problem]:
    revisions = published.revisions(name)
    candidate = max(revisions, default=0) + 1
    return [
        Problem(Code.INCOMPATIBLE, name, (number, candidate), difference)
        for number, old in {**revisions, candidate: schema}.items()
        for difference in breaks(old, schema)
    ]


def _next(name: str, schema: Schema, revisions: Mapping[int, Schema]) -> Frozen | None:
    latest = max(revisions, default=0)
    if latest == 0:
        return Frozen(name, 1, is_new=True)
    if revisions[latest] == schema:
        return None
    # It reads the latest already; if the latest reads it too, only words changed.
    grew = bool(breaks(schema, revisions[latest]))
    return Frozen(name, latest + 1 if grew else latest, is_new=grew)

"""Owns what members have already given to others, topic by topic, and whom that speaks for. Asks nobody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.registration.domain.members import Organisation


class AnswerForm(StrEnum):
    """How a member has helped others."""

    TESTIMONY = "testimony"
    WELCOME = "welcome"
    """A gathering at their place."""
    EXCHANGE = "exchange"
    """Their agents went to another member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAnswer:
    """Something that an organisation has given."""

    id: UUID
    org: UUID
    form: AnswerForm
    topics: tuple[str, ...]
    title: str
    """Empty for an exchange, which has none."""
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A member who could help, and why."""

    organisation: Organisation
    topics: tuple[str, ...]
    """Those that are wanted, on which it has given something."""
    answers: tuple[PastAnswer, ...]
    """The latest first."""


def suggestions(
    wanted: Collection[str], answers: Iterable[PastAnswer], organisations: Iterable[Organisation]
) -> Sequence[Suggestion]:
    """These organisations, by how many of the topics they know, how often and how lately they have helped."""
    given: dict[UUID, list[PastAnswer]] = {}
    for answer in answers:
        given.setdefault(answer.org, []).append(answer)
    found = [
        _suggestion(wanted, organisation, given[organisation.org])
        for organisation in organisations
        if organisation.org in given
    ]
    return sorted(
        found,
        key=lambda one: (len(one.topics), len(one.answers), one.answers[0].given_at),
        reverse=True,
    )


def _suggestion(
    wanted: Collection[str], organisation: Organisation, answers: Sequence[PastAnswer]
) -> Suggestion:
    latest = tuple(sorted(answers, key=lambda answer: answer.given_at, reverse=True))
    topics = sorted({topic for answer in answers for topic in answer.topics if topic in wanted})
    return Suggestion(organisation=organisation, topics=tuple(topics), answers=latest)

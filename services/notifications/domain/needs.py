"""Owns the copy of a need, and which of its facts those who have it are told. Words and sends none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.notifications.domain.notices import About, Matter, Notice, Template
from shared.errors import TooEarly
from shared.events import registration as facts
from shared.events.envelope import Envelope
from shared.events.order import is_next

DID_NOT_HELP = "did_not_help"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCopy:
    """What is known of a need: what it is called, and whose it is."""

    need_id: UUID
    sequence: int
    title: str
    author: UUID | None
    """Who told of it; nobody where no person did."""
    supporters: tuple[UUID, ...] = ()
    """The other organisations that have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedNotice(Notice):
    """What one mail tells of a need."""

    fact: facts.NeedFact

    @property
    def about(self) -> About:
        """The need."""
        return About(Matter.NEED, self.fact.need_id)


NEED_MAILS: Final[Mapping[type[facts.NeedFact], Template]] = {
    facts.NeedPlanned: Template.NEED_PLANNED,
    facts.NeedAnswered: Template.NEED_ANSWERED,
    facts.NeedReopened: Template.NEED_REOPENED,
    facts.NeedMerged: Template.NEED_MERGED,
    facts.NeedClosed: Template.NEED_CLOSED,
}
"""What those who have a need are told: whatever changes what they may expect."""
TOLD: Final[Mapping[Template, str]] = {
    Template.NEED_PLANNED: "réponse à un besoin prévue",
    Template.NEED_ANSWERED: "réponse à un besoin donnée",
    Template.NEED_REOPENED: "besoin à reprendre",
    Template.NEED_MERGED: "besoin fusionné",
    Template.NEED_CLOSED: "besoin clos",
}
"""What these mails are called, by the team and by who asks what is held of them."""


def need_after(known: NeedCopy | None, event: Envelope[facts.NeedFact]) -> NeedCopy:
    """The copy once the next event of the need's history is taken in.

    Raises:
        TooEarly: an event before it is still missing.
    """
    fact = event.data
    if known is None:
        if not isinstance(fact, facts.NeedRaised):
            raise TooEarly(f"{event.subject}: nothing is known yet of the need")
        return NeedCopy(
            need_id=fact.need_id, sequence=event.sequence, title=fact.title, author=event.acting_person
        )
    if not is_next(event, known.sequence):
        return known
    supporters = known.supporters
    if isinstance(fact, facts.NeedSupported):
        supporters = (*supporters, fact.org)
    return replace(known, sequence=event.sequence, supporters=supporters)


def is_told(fact: facts.NeedFact) -> bool:
    """Whether those who have the need are written to: not of what one of them has just said."""
    said_by_them = isinstance(fact, facts.NeedReopened) and fact.reason_code == DID_NOT_HELP
    return type(fact) in NEED_MAILS and not said_by_them

"""Owns the form that all mails about exchanges have in common: what happened, to what, and what to do now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from services.notifications.domain.exchanges.copies import ExchangeCopy
from services.notifications.domain.exchanges.notices import ExchangeFact, ExchangeNotice
from services.notifications.mail.exchanges.links import ExchangeLinks
from shared.dates import METROPOLE, deadline_in_words
from shared.events.topics import TOPICS

F_co = TypeVar("F_co", bound=ExchangeFact, covariant=True)
C_co = TypeVar("C_co", bound=ExchangeCopy, covariant=True)

ANSWER_IN = "depuis votre espace du club"
SIGN_IN = "Se connecter"
ANY_QUESTION = "Une question ? Répondez à ce message."


@dataclass(frozen=True, slots=True)
class Link:
    """Where the reader may go, and what for."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Told(Generic[F_co, C_co]):
    """What a letter is written from."""

    notice: ExchangeNotice
    fact: F_co
    known: C_co
    links: ExchangeLinks

    @property
    def space(self) -> Link:
        """Where the reader signs in, to answer from their space."""
        return Link(SIGN_IN, self.links.sign_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The words of one mail, in French. Between the paragraphs of a text is an empty line."""

    subject: str
    heading: str
    message: str
    details: tuple[tuple[str, str], ...] = ()
    """Label and value, under what the mail is about."""
    code: str = ""
    """What the reader is to type somewhere."""
    link: Link | None = None
    after: str = ANY_QUESTION
    is_warning: bool = False
    """Whether something changes, fails or ends."""


@dataclass(frozen=True, slots=True)
class Box:
    """What the mail is about, as every mail about it shows it."""

    kind: str
    title: str
    rows: tuple[tuple[str, str], ...]


def topics_in_words(codes: tuple[str, ...]) -> str:
    """The topics as people read them."""
    return ", ".join(TOPICS.get(code, code) for code in codes)


def deadline(at: datetime) -> str:
    """An instant on the clocks of Paris, which is said."""
    return f"{deadline_in_words(at, timezone=METROPOLE)} (heure de Paris)"

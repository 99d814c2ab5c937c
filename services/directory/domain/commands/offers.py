"""Owns the forms of what can be asked about expertise offers. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from services.directory.domain.know_how import KnowHow
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class OfOffer(Command):
    """A command about an offer."""

    offer_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeOffer(OfOffer):
    """Write down what an organisation could show or teach; nobody else sees it yet."""

    org: UUID
    content: KnowHow


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviseOffer(OfOffer):
    """Say it otherwise."""

    content: KnowHow


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishOffer(OfOffer):
    """Show it to everybody, for the first time or again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseOffer(OfOffer):
    """Not be available for now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseOfferOfFormerMember(OfOffer):
    """Pause it if the organisation is a member no more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawOffer(OfOffer):
    """Show it no longer, for good."""

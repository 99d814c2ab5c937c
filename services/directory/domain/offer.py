"""Owns the aggregate `ExpertiseOffer`: what an organisation is ready to show, and whether it is shown."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.directory.domain.authority import require_speaks_for, require_system
from services.directory.domain.commands import offers as commands
from services.directory.domain.errors.offers import MembersOnly, OfferStateRefuses
from services.directory.domain.know_how import KnowHow
from shared.events import directory as facts
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


class OfferState(StrEnum):
    """Where an offer stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


SHOWN: Final = (OfferState.PUBLISHED, OfferState.PAUSED)
"""What everybody sees; the others are for the organisation and the team."""


@dataclass(slots=True, kw_only=True)
class ExpertiseOffer:
    """An offer of know-how. Its subject is `expertise_offer/<id>`."""

    id: UUID
    org: UUID
    content: KnowHow
    state: OfferState = OfferState.DRAFT
    version: int = 0
    sequence: int = 0

    @classmethod
    def propose(cls, command: commands.ProposeOffer) -> "ExpertiseOffer":
        """A draft.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            InvalidOffer: it cannot be as told.
        """
        require_speaks_for(command.actor, org=command.org)
        return cls(id=command.offer_id, org=command.org, content=command.content.checked())

    def revise(self, command: commands.ReviseOffer) -> Events:
        """Say it otherwise; what is shown is told again, whole.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            OfferStateRefuses: it was withdrawn.
            InvalidOffer: it cannot be as told.
        """
        require_speaks_for(command.actor, org=self.org)
        self._require_not_withdrawn()
        self.content = command.content.checked()
        match self.state:
            case OfferState.PUBLISHED:
                return (self._tell(facts.ExpertiseOfferPublished),)
            case OfferState.PAUSED:
                return (self._tell(facts.ExpertiseOfferPaused),)
            case _:
                return ()

    def publish(self, command: commands.PublishOffer, *, is_member: bool) -> Events:
        """Show it.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            OfferStateRefuses: it is shown already, or was withdrawn.
            MembersOnly: the organisation is no member today.
        """
        require_speaks_for(command.actor, org=self.org)
        self._require_not_withdrawn()
        if self.state is OfferState.PUBLISHED:
            raise OfferStateRefuses("Cette offre est déjà publiée.", state=self.state)
        if not is_member:
            raise MembersOnly
        self.state = OfferState.PUBLISHED
        return (self._tell(facts.ExpertiseOfferPublished),)

    def pause(self, command: commands.PauseOffer) -> Events:
        """Not be available for now.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            OfferStateRefuses: it is not published.
        """
        require_speaks_for(command.actor, org=self.org)
        if self.state is not OfferState.PUBLISHED:
            raise OfferStateRefuses("Cette offre n’est pas publiée.", state=self.state)
        return self._pause()

    def pause_unless_member(self, command: commands.PauseOfferOfFormerMember, *, is_member: bool) -> Events:
        """Pause it with the membership; where it runs on, or nothing is published, tell nothing.

        Raises:
            SystemOnly: the actor is a person or a partner.
        """
        require_system(command.actor)
        return () if is_member or self.state is not OfferState.PUBLISHED else self._pause()

    def withdraw(self, command: commands.WithdrawOffer) -> Events:
        """Show it no longer, for good; a draft that nobody heard of goes in silence.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            OfferStateRefuses: it was withdrawn already.
        """
        require_speaks_for(command.actor, org=self.org)
        self._require_not_withdrawn()
        was, self.state = self.state, OfferState.WITHDRAWN
        return (self._tell(facts.ExpertiseOfferWithdrawn),) if was in SHOWN else ()

    def _pause(self) -> Events:
        self.state = OfferState.PAUSED
        return (self._tell(facts.ExpertiseOfferPaused),)

    def _tell(self, contract: type[facts.ExpertiseOfferFact]) -> facts.ExpertiseOfferFact:
        return contract(
            offer_id=self.id,
            org=self.org,
            topics=self.content.topics,
            half_days_per_year=self.content.half_days_per_year,
        )

    def _require_not_withdrawn(self) -> None:
        if self.state is OfferState.WITHDRAWN:
            raise OfferStateRefuses("Cette offre a été retirée.", state=self.state)

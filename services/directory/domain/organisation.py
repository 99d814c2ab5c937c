"""Owns the aggregate `Organisation`: a public body in the directory. Its membership is another aggregate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from services.directory.domain.authority import require_staff
from services.directory.domain.commands.organisations import (
    MergeOrganisation,
    RegisterOrganisation,
    RegisterTerritory,
    UpdateOrganisation,
)
from services.directory.domain.errors.organisations import AlreadyMerged
from services.directory.domain.merger import Merger, check_merger
from services.directory.domain.profile import OrganisationProfile, profile_of
from services.directory.domain.territories import Territory
from shared.events.directory import (
    OrganisationFact,
    OrganisationMerged,
    OrganisationRegistered,
    OrganisationUpdated,
)
from shared.events.envelope import Payload

Events = tuple[Payload, ...]
F = TypeVar("F", bound=OrganisationFact)


@dataclass(slots=True, kw_only=True)
class Organisation:
    """A public body. Its events have the subject `organisation/<id>`.

    That no other has its SIREN, or its INSEE code among its kind, is for the repository to see.
    """

    id: UUID
    profile: OrganisationProfile
    merger: Merger | None = None
    version: int = 0
    sequence: int = 0

    @classmethod
    def register(cls, command: RegisterOrganisation) -> "tuple[Organisation, Events]":
        """Enter an organisation, by hand.

        Raises:
            StaffOnly: the actor is not of the team.
            InvalidOrganisation: something in the profile cannot be right.
            InvalidSiren: wrong length or check digit.
        """
        require_staff(command.actor)
        organisation = cls(id=command.org, profile=command.profile.checked())
        return organisation, (organisation._tell(OrganisationRegistered),)

    @classmethod
    def register_territory(
        cls, command: RegisterTerritory, territory: Territory, *, parent_org: UUID | None
    ) -> "tuple[Organisation, Events]":
        """Enter the public body of a territory; `parent_org` is its EPCI, if that is in the directory.

        Raises:
            StaffOnly: the actor is not of the team.
            InvalidSiren: the one given for a territory without any is wrong.
        """
        require_staff(command.actor)
        profile = profile_of(territory, siren=command.siren, parent_org=parent_org).checked()
        organisation = cls(id=command.org, profile=profile)
        return organisation, (organisation._tell(OrganisationRegistered),)

    def update(self, command: UpdateOrganisation) -> Events:
        """Replace what is known of it; the same profile again tells nothing.

        Raises:
            StaffOnly: the actor is not of the team.
            InvalidOrganisation: something in the profile cannot be right.
            InvalidSiren: wrong length or check digit.
        """
        require_staff(command.actor)
        profile = command.profile.checked()
        if profile == self.profile:
            return ()
        self.profile = profile
        return (self._tell(OrganisationUpdated),)

    def merge(self, command: MergeOrganisation, successors: "Sequence[Organisation]") -> Events:
        """Have another take over; `successors` are that one, the one that takes over from it, and so on.

        Raises:
            StaffOnly: the actor is not of the team.
            AlreadyMerged: it has merged before.
            InvalidMerger: into itself.
            MergerInCircles: in the end it would take over from itself.
            MergedAway: who takes over exists no longer on that day.
        """
        require_staff(command.actor)
        if self.merger is not None:
            raise AlreadyMerged
        merger = Merger(succeeded_by=command.succeeded_by, effective_on=command.effective_on)
        check_merger(self.id, merger, [(successor.id, successor.merger) for successor in successors])
        self.merger = merger
        return (
            OrganisationMerged(
                org=self.id, succeeded_by=merger.succeeded_by, effective_on=merger.effective_on
            ),
        )

    def require_standing(self, on: date) -> None:
        """Let pass what happens while it exists.

        Raises:
            MergedAway: it has gone over into another by then.
        """
        if self.merger is not None:
            self.merger.require_standing(on)

    def _tell(self, contract: type[F]) -> F:
        profile = self.profile
        return contract(
            org=self.id,
            kind=profile.kind,
            name=profile.name,
            siren=profile.siren,
            siret=profile.siret,
            insee_code=profile.insee_code,
            departement=profile.departement,
            region=profile.region,
            population=profile.population,
            parent_org=profile.parent_org,
        )

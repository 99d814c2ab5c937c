"""Owns the aggregate `Membership`: an organisation's belonging to the club. Fees are not its business."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.directory.domain.authority import require_speaks_for, require_staff, require_system
from services.directory.domain.commands import memberships as commands
from services.directory.domain.deliberation import Deliberation
from services.directory.domain.errors.memberships import (
    DeliberationMissing,
    InvalidDeliberation,
    MembershipStateRefuses,
    NothingToRenew,
    ReferentMissing,
    SirenMissing,
    YearTooFarAhead,
)
from services.directory.domain.merger import Merger
from services.directory.domain.profile import OrganisationProfile
from shared.days import club_day
from shared.events import directory as facts
from shared.events.envelope import Payload

Events = tuple[Payload, ...]
PDF: Final = b"%PDF-"


class MembershipState(StrEnum):
    """Where a membership stands."""

    PROSPECT = "prospect"
    APPLIED = "applied"
    ACTIVE = "active"
    RENEWAL_DUE = "renewal_due"
    LAPSED = "lapsed"
    RESIGNED = "resigned"
    REJECTED = "rejected"


MEMBERS = (MembershipState.ACTIVE, MembershipState.RENEWAL_DUE)
"""Both give members' rights."""
_OUTSIDE = (MembershipState.PROSPECT, MembershipState.LAPSED, MembershipState.RESIGNED)


@dataclass(slots=True, kw_only=True)
class Membership:
    """An organisation's membership, the same one through the years. Its subject is `membership/<id>`."""

    id: UUID
    org: UUID
    state: MembershipState = MembershipState.PROSPECT
    from_year: int | None = None
    """First year of the rights that run; None before any."""
    year: int | None = None
    """Last year that was asked for or confirmed, and, while a renewal is due, the one to confirm."""
    rights_end_on: date | None = None
    """Last day of rights, once resigned or lapsed; kept until it is accepted again."""
    deliberation: Deliberation | None = None
    """None while it is promised."""
    kept_in: int | None = None
    """Year in which the team decided not to end it yet."""
    version: int = 0
    sequence: int = 0

    def gives_rights(self, on: date) -> bool:
        """Whether the organisation is a member on this day."""
        if self.from_year is None or on.year < self.from_year:
            return False
        return self.rights_end_on is None or on <= self.rights_end_on

    def record_contact(self, command: commands.RecordProspect) -> None:
        """Note that the organisation may join; one that was refused may be so noted again.

        Raises:
            StaffOnly: the actor is not of the team.
            MembershipStateRefuses: more than a contact is known already.
        """
        require_staff(command.actor)
        self._require_state(
            MembershipState.PROSPECT,
            MembershipState.REJECTED,
            sentence="Cette collectivité a déjà une adhésion, ou l’a demandée.",
        )
        self.state = MembershipState.PROSPECT

    def apply(
        self, command: commands.ApplyForMembership, profile: OrganisationProfile, *, has_referent: bool
    ) -> Events:
        """Ask to join, for the first time or again. Rights that still run are left as they are.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            MembershipStateRefuses: it has asked already, is a member, or was refused.
            YearTooFarAhead: the year is neither past, nor this one, nor the next.
            SirenMissing: the organisation has no SIREN.
            ReferentMissing: nobody is its referent.
        """
        require_speaks_for(command.actor, org=self.org)
        self._require_state(
            *_OUTSIDE, sentence="Cette collectivité a déjà demandé à adhérer, ou est déjà adhérente."
        )
        latest = club_day(command.at).year + 1
        if command.year > latest:
            raise YearTooFarAhead(latest)
        if profile.siren is None:
            raise SirenMissing
        if not has_referent:
            raise ReferentMissing
        self.state, self.year, self.deliberation = MembershipState.APPLIED, command.year, None
        return (facts.MembershipApplied(org=self.org, membership_id=self.id, year=command.year),)

    def activate(self, command: commands.ActivateMembership, profile: OrganisationProfile) -> Events:
        """Accept as a member; rights that have not ended yet go on without a gap.

        Raises:
            StaffOnly: the actor is not of the team.
            MembershipStateRefuses: it does not ask to join.
            InvalidDeliberation: the decision of its assembly cannot be as told.
        """
        require_staff(command.actor)
        self._require_state(
            MembershipState.APPLIED, sentence="Cette collectivité n’a pas de demande d’adhésion en attente."
        )
        on = club_day(command.at)
        if command.deliberation is not None:
            self.deliberation = command.deliberation.checked(on=on).in_place_of(self.deliberation)
        self.year = self.year or on.year
        self.from_year = min(self.year, on.year) if self.gives_rights(on) else self.year
        self.state, self.rights_end_on = MembershipState.ACTIVE, None
        activated = facts.MembershipActivated(
            org=self.org,
            membership_id=self.id,
            from_year=self.from_year,
            represented_communes=profile.represented_communes,
            written_to=command.written_to,
        )
        return (activated,)

    def record_deliberation(self, command: commands.RecordDeliberation) -> None:
        """Keep the decision of the assembly that was promised.

        Raises:
            StaffOnly: the actor is not of the team.
            MembershipStateRefuses: it is no member, nor asks to be.
            InvalidDeliberation: it cannot be as told.
        """
        require_staff(command.actor)
        self._require_state(
            MembershipState.APPLIED, *MEMBERS, sentence="Cette collectivité n’est pas adhérente."
        )
        known = command.deliberation.checked(on=club_day(command.at))
        self.deliberation = known.in_place_of(self.deliberation)

    def attach_deliberation(self, command: commands.AttachDeliberation) -> None:
        """Keep the act itself, in place of the one that was sent before.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            DeliberationMissing: nobody has noted the decision.
            InvalidDeliberation: it is no PDF.
        """
        require_speaks_for(command.actor, org=self.org)
        if self.deliberation is None:
            raise DeliberationMissing
        if not command.content.startswith(PDF):
            raise InvalidDeliberation("La délibération s’envoie en PDF.", field="file")
        self.deliberation = replace(self.deliberation, file_sha256=command.sha256)

    def require_deliberation_file(self) -> str:
        """The digest of the act itself.

        Raises:
            DeliberationMissing: it was not sent.
        """
        if self.deliberation is None or self.deliberation.file_sha256 is None:
            raise DeliberationMissing
        return self.deliberation.file_sha256

    def reject(self, command: commands.RejectMembership) -> Events:
        """Refuse an application. Rights that still run end on the day that was told.

        Raises:
            StaffOnly: the actor is not of the team.
            MembershipStateRefuses: it does not ask to join.
        """
        require_staff(command.actor)
        self._require_state(
            MembershipState.APPLIED, sentence="Cette collectivité n’a pas de demande d’adhésion en attente."
        )
        self.state = MembershipState.REJECTED
        return (
            facts.MembershipRejected(org=self.org, membership_id=self.id, reason_code=command.reason.value),
        )

    def mark_renewal_due(self, command: commands.MarkRenewalDue, *, fee_cents: int | None) -> Events:
        """Say that a year began which was not confirmed; said again, it tells nothing.

        Raises:
            SystemOnly: the actor is a person or a partner.
            NothingToRenew: the year was confirmed, has not begun, or the organisation is no member.
        """
        require_system(command.actor)
        if self.state is MembershipState.RENEWAL_DUE and self.year == command.year:
            return ()
        begun = self.year is not None and self.year < command.year <= club_day(command.at).year
        if self.state not in MEMBERS or not begun:
            raise NothingToRenew
        self.state, self.year = MembershipState.RENEWAL_DUE, command.year
        due = facts.MembershipRenewalDue(
            org=self.org,
            membership_id=self.id,
            year=command.year,
            fee_cents=fee_cents,
            due_on=command.lapses_from,
        )
        return (due,)

    def renew(self, command: commands.RenewMembership, profile: OrganisationProfile) -> Events:
        """Confirm the year that has begun.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            MembershipStateRefuses: no year waits to be confirmed.
        """
        require_speaks_for(command.actor, org=self.org)
        self._require_state(
            MembershipState.RENEWAL_DUE,
            sentence="Cette collectivité n’a pas de renouvellement à confirmer.",
        )
        return self.confirm(profile)

    def confirm(self, profile: OrganisationProfile) -> Events:
        """Go on for the year whose renewal is due, as when its fee is paid; else tell nothing."""
        if self.state is not MembershipState.RENEWAL_DUE or self.year is None:
            return ()
        self.state = MembershipState.ACTIVE
        renewed = facts.MembershipRenewed(
            org=self.org,
            membership_id=self.id,
            from_year=self.year,
            represented_communes=profile.represented_communes,
        )
        return (renewed,)

    def lapse(self, command: commands.LapseMembership) -> Events:
        """End what was not renewed, today; that the day came to do so is for the campaign to say.

        Raises:
            StaffOnly: the actor is not of the team.
            MembershipStateRefuses: no renewal of that year is due.
        """
        require_staff(command.actor)
        self._require_renewal_due(command.year)
        self.state, self.rights_end_on = MembershipState.LAPSED, club_day(command.at)
        lapsed = facts.MembershipLapsed(org=self.org, membership_id=self.id, effective_on=self.rights_end_on)
        return (lapsed,)

    def keep(self, command: commands.KeepLapsing) -> None:
        """Give more time: its end is no longer proposed this year.

        Raises:
            StaffOnly: the actor is not of the team.
            MembershipStateRefuses: no renewal of that year is due.
        """
        require_staff(command.actor)
        self._require_renewal_due(command.year)
        self.kept_in = self.year

    def resign(self, command: commands.ResignMembership) -> Events:
        """Leave at the end of the year.

        Raises:
            ReferentOrStaffOnly: the actor neither speaks for the organisation nor is of the team.
            MembershipStateRefuses: it is no member.
        """
        require_speaks_for(command.actor, org=self.org)
        self._require_state(*MEMBERS, sentence="Cette collectivité n’est pas adhérente.")
        self.state = MembershipState.RESIGNED
        self.rights_end_on = date(club_day(command.at).year, 12, 31)
        resigned = facts.MembershipResigned(
            org=self.org, membership_id=self.id, effective_on=self.rights_end_on
        )
        return (resigned,)

    def end_with(self, merger: Merger) -> Events:
        """Have rights that would run on end the day before the organisation goes over into another.

        Who takes over becomes no member by it: that is for its own assembly to ask.
        """
        over = self.rights_end_on is not None and self.rights_end_on <= merger.last_day
        if self.from_year is None or over:
            return ()
        self.state, self.rights_end_on = MembershipState.RESIGNED, merger.last_day
        resigned = facts.MembershipResigned(org=self.org, membership_id=self.id, effective_on=merger.last_day)
        return (resigned,)

    def _require_renewal_due(self, year: int) -> None:
        if self.state is not MembershipState.RENEWAL_DUE or self.year != year:
            raise MembershipStateRefuses(
                f"Cette collectivité n’est pas en attente de renouvellement pour {year}.", state=self.state
            )

    def _require_state(self, *allowed: MembershipState, sentence: str) -> None:
        if self.state not in allowed:
            raise MembershipStateRefuses(sentence, state=self.state)

"""Owns the aggregate `Person`: somebody of the club's people, with their roles. Signs nobody in."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from services.directory.domain.authority import (
    require_may_activate,
    require_may_change,
    require_may_grant,
    require_staff,
)
from services.directory.domain.commands.closures import CloseMandates
from services.directory.domain.commands.people import (
    ActivatePerson,
    EndRole,
    InvitePerson,
    RecheckRoles,
    StartRole,
    UpdatePerson,
)
from services.directory.domain.errors.people import NotInvited, RoleAlreadyEnded, RoleAlreadyHeld, UnknownRole
from services.directory.domain.held_roles import HeldRole, Mandate, Post, check_role, ended_by, taken_over
from services.directory.domain.identity import Identity
from services.directory.domain.merger import Merger
from services.directory.domain.role_facts import ended, started
from shared.days import club_day
from shared.events.directory import (
    PersonActivated,
    PersonDeactivated,
    PersonErased,
    PersonFact,
    PersonInvited,
    PersonRole,
    PersonUpdated,
)
from shared.events.envelope import Payload

Events = tuple[Payload, ...]
NOWHERE = "erased.invalid"
"""Addresses must be unique, and this domain never exists (RFC 2606)."""
F = TypeVar("F", bound=PersonFact)


class PersonState(StrEnum):
    """Where a person stands."""

    INVITED = "invited"
    ACTIVE = "active"
    INACTIVE = "inactive"
    ERASED = "erased"


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody of the club's people. Their events have the subject `person/<id>`.

    Roles are never removed, they end: the history stays. That nobody else has the address is for the
    repository to see.
    """

    id: UUID
    identity: Identity
    state: PersonState = PersonState.INVITED
    held: tuple[HeldRole, ...] = ()
    roles: tuple[PersonRole, ...] = ()
    """In force when the person was last looked at, which is what the others were told."""
    recheck_on: date | None = None
    """The day on which `roles` will no longer be true, if nobody acts before."""
    version: int = 0
    sequence: int = 0

    @property
    def last_day(self) -> date | None:
        """The day after which the person has no role any more; None while one goes on, or is to begin."""
        days = [held.period.ends_on for held in self.held]
        return None if not days or None in days else max(day for day in days if day)

    @classmethod
    def invite(cls, command: InvitePerson) -> "tuple[Person, Events]":
        """Add a person with a first role.

        Raises:
            ReferentOrStaffOnly, StaffOnly, AdminOnly: the actor may not give this role.
            InvalidPerson: a name is missing, or the address cannot be one.
            InvalidRole: its dates cannot be, or it is not held where it should be.
        """
        check_role(command.first_role)
        require_may_grant(command.actor, command.first_role)
        person = cls(id=command.person_id, identity=command.identity.checked(), held=(command.first_role,))
        person._look(club_day(command.at))
        invited = person._tell(PersonInvited, written_to=command.written_to)
        return person, (invited, *started(person.id, command.first_role))

    def activate(self, command: ActivatePerson) -> Events:
        """Let an invited person in.

        Raises:
            NotAllowedToActivate: the actor is neither the person nor of the team.
            NotInvited: the person is in already, or has left.
        """
        require_may_activate(command.actor, person_id=self.id)
        if self.state is not PersonState.INVITED:
            raise NotInvited(state=self.state)
        self.state = PersonState.ACTIVE
        self._look(club_day(command.at))
        return (self._tell(PersonActivated), *self._settle(club_day(command.at)))

    def update(self, command: UpdatePerson) -> Events:
        """Replace how the person is named and reached; the same identity again tells nothing.

        Raises:
            NotAllowedToChangePerson: the actor is not the person, nor staff, nor referent wherever they are.
            InvalidPerson: a name is missing, or the address cannot be one.
        """
        on = club_day(command.at)
        orgs = {held.org for held in self.held if not held.period.is_over(on)}
        require_may_change(command.actor, person_id=self.id, orgs=orgs)
        identity = command.identity.checked()
        if identity == self.identity:
            return ()
        self.identity = identity
        self._look(on)
        return (self._tell(PersonUpdated), *self._settle(on))

    def start_role(self, command: StartRole) -> Events:
        """Give a mandate, a post or an appointment.

        Raises:
            ReferentOrStaffOnly, StaffOnly, AdminOnly: the actor may not give this role.
            InvalidRole: its dates cannot be, or it is not held where it should be.
            RoleAlreadyHeld: the person has it in this organisation during part of that time.
        """
        role = command.role
        check_role(role)
        require_may_grant(command.actor, role)
        self._require_free(role)
        self.held = (*self.held, role)
        return (*started(self.id, role), *self._settle(club_day(command.at)))

    def end_role(self, command: EndRole) -> Events:
        """Say the last day of a role; the same day again tells nothing.

        Raises:
            UnknownRole: the person never had it.
            ReferentOrStaffOnly, StaffOnly, AdminOnly: the actor may not end this role.
            RoleAlreadyEnded: its last day has passed.
            InvalidRole: it would end before it starts.
            RoleAlreadyHeld: prolonged, it would run into the next one.
        """
        held = self._held(command.role_id)
        require_may_grant(command.actor, held)
        on = club_day(command.at)
        if held.period.is_over(on):
            raise RoleAlreadyEnded
        closed = replace(held, period=replace(held.period, ends_on=command.ends_on))
        if closed == held:
            return ()
        check_role(closed)
        self._require_free(closed)
        self._replace(closed)
        return (*ended(self.id, closed), *self._settle(on))

    def follow_merger(self, org: UUID, merger: Merger, *, on: date) -> Events:
        """End what is held in an organisation the day before it goes over into another.

        A post goes on in the other (CGCT, art. L2113-5: the agents pass to the new commune). A mandate or an
        appointment does not: who is elected, and who speaks or signs for it, is for the other to say.
        """
        events: list[Payload] = []
        for held in self.held:
            if held.org != org or held.period.is_over(merger.last_day):
                continue
            closed = ended_by(held, merger.last_day)
            self._replace(closed)
            events += ended(self.id, closed)
            if isinstance(held, Post):
                events += self._take_over(held, merger)
        return (*events, *self._settle(on))

    def _take_over(self, post: Post, merger: Merger) -> Events:
        going_on = taken_over(post, org=merger.succeeded_by, starts_on=merger.effective_on)
        try:
            self._require_free(going_on)
        except RoleAlreadyHeld:
            return ()
        self.held = (*self.held, going_on)
        return started(self.id, going_on)

    def close_mandates(self, command: CloseMandates) -> Events:
        """Say the last day of all mandates in some organisations, after an election.

        Those over by that day stay as they are, those that begin after it too; asked again, it tells nothing.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)
        concerned = [held for held in self.held if held.org in command.orgs]
        running = [held for held in concerned if held.period.runs_beyond(command.ends_on)]
        orgs = {held.org for held in running if isinstance(held, Mandate)}
        closed = {
            held.id: replace(held, period=replace(held.period, ends_on=command.ends_on))
            for held in running
            if held.org in orgs and (isinstance(held, Mandate) or held.role.role in command.appointments)
        }
        self.held = tuple(closed.get(held.id, held) for held in self.held)
        facts = [fact for held in closed.values() for fact in ended(self.id, held)]
        return (*facts, *self._settle(club_day(command.at)))

    def recheck(self, command: RecheckRoles) -> Events:
        """Tell what the passing of days has changed; on a day without change, nothing."""
        return self._settle(club_day(command.at))

    def erase(self, *, deadline: date) -> Events:
        """Forget who the person is, and what they did: an id remains, so that others' counts do."""
        self.identity = replace(
            self.identity, given_name="", family_name="", email=f"{self.id}@{NOWHERE}", phone=None
        )
        self.state = PersonState.ERASED
        self.held, self.roles, self.recheck_on = (), (), None
        return (PersonErased(person_id=self.id, deadline=deadline),)

    def _held(self, role_id: UUID) -> HeldRole:
        for held in self.held:
            if held.id == role_id:
                return held
        raise UnknownRole

    def _replace(self, role: HeldRole) -> None:
        self.held = tuple(role if other.id == role.id else other for other in self.held)

    def _require_free(self, role: HeldRole) -> None:
        for held in self.held:
            if held.id != role.id and held.role == role.role and held.period.overlaps(role.period):
                raise RoleAlreadyHeld

    def _look(self, on: date) -> None:
        in_force = {held.role for held in self.held if held.period.includes(on)}
        self.roles = tuple(sorted(in_force, key=lambda role: (role.role, str(role.org))))
        changes = (held.period.next_change_after(on) for held in self.held)
        self.recheck_on = min((change for change in changes if change), default=None)

    def _settle(self, on: date) -> Events:
        told = self.roles
        self._look(on)
        if self.state is PersonState.ACTIVE and all(held.period.is_over(on) for held in self.held):
            self.state = PersonState.INACTIVE
            return (PersonDeactivated(person_id=self.id),)
        if self.state is PersonState.INACTIVE and self.roles:
            self.state = PersonState.ACTIVE
            return (self._tell(PersonActivated),)
        return (self._tell(PersonUpdated),) if self.roles != told else ()

    def _tell(self, contract: type[F], **more: bool) -> F:
        return contract(
            person_id=self.id,
            given_name=self.identity.given_name,
            family_name=self.identity.family_name,
            email=self.identity.email,
            phone=self.identity.phone,
            locale=self.identity.locale,
            roles=self.roles,
            **more,
        )

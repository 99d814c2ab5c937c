"""Owns one function per command about sign-in, sessions and second factors: load, decide, save.

An answer carries no secret, since answers are kept: who asked made the secret, and gives it to the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.directory.domain.authority import require_admin_or_system
from services.directory.domain.commands import access as commands
from services.directory.domain.commands.people import ActivatePerson
from services.directory.domain.errors.access import (
    AccountClosed,
    ProConnectAccountTaken,
    ProConnectAccountUnknown,
    SecondFactorMissing,
    SessionOver,
    SignInLinkUsed,
    UnknownSession,
)
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.person import Person, PersonState
from services.directory.domain.proconnect import ProConnectAccount, require_role_in
from services.directory.domain.second_factor import SecondFactor
from services.directory.domain.session import Session, roles_in_force
from services.directory.ports.access import Access
from shared.application import Handler
from shared.commands import Actor, Command, Role
from shared.days import club_day


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody may do who came in: their session with the roles of its tokens, or give a code first."""

    person_id: UUID
    session: Session | None
    """None where a code is missing, or where the session has just ended."""
    roles: tuple[Role, ...] = ()


async def sign_in_by_link(command: commands.SignInByLink, access: Access) -> Grant:
    """Come in with a link, once; an invited person is activated.

    Raises:
        SignInLinkUsed: it has served, is too old, or is none.
        AccountClosed: the person has left.
    """
    link = await access.sign_in_link(command.digest)
    if link is None or command.at >= link.expires_at:
        raise SignInLinkUsed
    grant = await _come_in(command, await access.person(link.person_id), access)
    access.use_sign_in_link(link)
    return grant


async def sign_in_with_code(command: commands.SignInWithCode, access: Access) -> Grant:
    """Come in with a code, after another proof.

    Raises:
        AccountClosed: the person has left.
        SecondFactorMissing: there is none to give a code of.
        WrongCode: it is none, or has served.
    """
    person = await access.person(command.person_id)
    _require_active(person)
    factor = await access.second_factor(person.id)
    if factor is None:
        raise SecondFactorMissing
    factor.accept(command.step, command.recovery_digest)
    access.save_second_factor(factor)
    return _open(command, person, access, strong=True)


async def sign_in_by_proconnect(command: commands.SignInByProConnect, access: Access) -> Grant:
    """Come in as who ProConnect says.

    Raises:
        ProConnectAccountUnknown: nobody has said that the account is theirs.
        OtherOrganisation: they have no role in the organisation that ProConnect vouches for.
        AccountClosed: the person has left.
    """
    account = await access.proconnect_account(command.subject)
    if account is None:
        raise ProConnectAccountUnknown
    person = await access.person(account.person_id)
    await _require_role(person, command.siren, command.at, access)
    return await _come_in(command, person, access)


async def link_proconnect(command: commands.LinkProConnect, access: Access) -> UUID:
    """Have an account at ProConnect open the door for a person; said again, nothing.

    Raises:
        OtherOrganisation: they have no role in the organisation that ProConnect vouches for.
        ProConnectAccountTaken: the account is somebody else's.
    """
    person = await access.person(command.person_id)
    await _require_role(person, command.siren, command.at, access)
    account = await access.proconnect_account(command.subject)
    if account is None:
        account = ProConnectAccount(subject=command.subject, person_id=person.id, linked_at=command.at)
        access.save_proconnect_account(account)
    elif account.person_id != person.id:
        raise ProConnectAccountTaken
    return person.id


async def refresh_session(command: commands.RefreshSession, access: Access) -> Grant:
    """Go on with the roles in force; with a refresh token that has served, the session ends.

    Raises:
        SessionOver: there is none any more, or the person was erased.
    """
    session = await access.session(command.session_id)
    if session is None:
        raise SessionOver
    try:
        person = await access.person(session.person_id)
    except UnknownPerson:
        raise SessionOver from None
    if not session.refresh(command.generation, person, at=command.at):
        access.end_session(session)
        return Grant(person.id, None)
    access.save_session(session)
    factor = await access.second_factor(person.id)
    weak_will_do = not command.code_required and (factor is None or not factor.is_enrolled)
    return _granted(session, for_the_club=session.strong or weak_will_do)


async def end_session(command: commands.EndSession, access: Access) -> UUID:
    """Sign out of one session.

    Raises:
        UnknownSession: there is none, or it is somebody else's.
    """
    session = await access.session(command.session_id)
    if session is None or command.person_id not in {None, session.person_id}:
        raise UnknownSession
    access.end_session(session)
    return session.person_id


async def end_sessions(command: commands.EndSessions, access: Access) -> UUID:
    """Sign out everywhere; tokens that were given out run out within minutes."""
    for session in await access.sessions_of(command.person_id):
        access.end_session(session)
    return command.person_id


async def begin_enrolment(command: commands.BeginEnrolment, access: Access) -> UUID:
    """Keep the secret of a new second factor.

    Raises:
        UnknownPerson: nobody is to have it.
        SecondFactorEnrolled: one counts already.
    """
    await access.person(command.person_id)
    factor = await access.second_factor(command.person_id)
    if factor is None:
        factor = SecondFactor(person_id=command.person_id, sealed_secret=command.sealed_secret)
    else:
        factor.begin_again(command.sealed_secret)
    access.save_second_factor(factor)
    return command.person_id


async def confirm_enrolment(command: commands.ConfirmEnrolment, access: Access) -> UUID:
    """Have a second factor count.

    Raises:
        SecondFactorMissing: none was begun.
        SecondFactorEnrolled: it counts already.
        WrongCode: the code is not one of it.
    """
    factor = await access.second_factor(command.person_id)
    if factor is None:
        raise SecondFactorMissing
    factor.enrol(command.step, command.recovery_digests)
    access.save_second_factor(factor)
    return command.person_id


async def remove_second_factor(command: commands.RemoveSecondFactor, access: Access) -> UUID:
    """Take a lost second factor away, and end the sessions of its owner.

    Raises:
        AdminOnly: the actor is no administrator.
        SecondFactorMissing: there is none.
    """
    require_admin_or_system(command.actor)
    factor = await access.second_factor(command.person_id)
    if factor is None:
        raise SecondFactorMissing
    access.remove_second_factor(factor)
    for session in await access.sessions_of(command.person_id):
        access.end_session(session)
    return command.person_id


async def _come_in(command: commands.OpensSession, person: Person, access: Access) -> Grant:
    """After a first proof: a session, or none where a code is to be given as well."""
    if person.state is PersonState.INVITED:
        person = _activated(person, command.at, access)
    _require_active(person)
    factor = await access.second_factor(person.id)
    if factor is not None and factor.is_enrolled:
        return Grant(person.id, None)
    return _open(command, person, access, strong=False)


async def _require_role(person: Person, siren: str, at: datetime, access: Access) -> None:
    org = await access.organisation_with_siren(siren)
    require_role_in(org, roles_in_force(person, club_day(at)))


def _activated(person: Person, at: datetime, access: Access) -> Person:
    """The person who was invited and has come; a copy changes, so that a refusal leaves nothing."""
    active = replace(person)
    events = active.activate(ActivatePerson(actor=Actor(person_id=person.id), at=at, person_id=person.id))
    _require_active(active)
    access.save_person(active, events)
    return active


def _require_active(person: Person) -> None:
    if person.state is not PersonState.ACTIVE:
        raise AccountClosed


def _open(command: commands.OpensSession, person: Person, access: Access, *, strong: bool) -> Grant:
    session = Session.open(command.session_id, person, at=command.at, device=command.device, strong=strong)
    access.save_session(session)
    return _granted(session, for_the_club=strong or not command.code_required)


def _granted(session: Session, *, for_the_club: bool) -> Grant:
    return Grant(session.person_id, session, session.told_roles(for_the_club=for_the_club))


COMMANDS: Mapping[type[Command], Handler[Access]] = {
    commands.SignInByLink: sign_in_by_link,
    commands.SignInWithCode: sign_in_with_code,
    commands.SignInByProConnect: sign_in_by_proconnect,
    commands.LinkProConnect: link_proconnect,
    commands.RefreshSession: refresh_session,
    commands.EndSession: end_session,
    commands.EndSessions: end_sessions,
    commands.BeginEnrolment: begin_enrolment,
    commands.ConfirmEnrolment: confirm_enrolment,
    commands.RemoveSecondFactor: remove_second_factor,
}
"""Everything that can be asked of this service about sign-in."""

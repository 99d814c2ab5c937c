"""Owns who may come to which kind of club event. Knows nothing of places, deadlines or who is asking.

Checked when somebody registers and again when a waiting person gets a seat. A rule answers with the refusal
that it would raise, or None: the waiting list passes over somebody without any error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.registration.domain.errors import NoMembership, NotEligible
from services.registration.domain.members import ELECTED, TECHNICAL, Applicant, Attendee
from services.registration.domain.programme import Kind, Programme
from services.registration.domain.schedule import local_date

Refusal = NotEligible | NoMembership


@dataclass(frozen=True, slots=True)
class _Case:
    programme: Programme
    applicant: Applicant
    on: date
    roles: frozenset[str]


_Rule = Callable[[_Case], Refusal | None]


def refusal(programme: Programme, applicant: Applicant, *, on: date) -> Refusal | None:
    """Why this person may not come, judged on the roles and membership of this day; None who may.

    Who is invited passes the rules that gatherings of this kind lift for guests.
    """
    case = _Case(programme, applicant, on, applicant.roles(on=on))
    lifted = (_LIFTED_FOR_GUESTS[programme.kind] | {_members_first}) if applicant.invited else frozenset()
    rules = (*_RULES[programme.kind], _members_first)
    return next((refused for rule in rules if rule not in lifted and (refused := rule(case))), None)


def asks_for_colleague(programme: Programme, attendee: Attendee, org: UUID, *, at: datetime) -> bool:
    """Whether somebody comes with an elected colleague or not at all, not elected now or on the day."""
    when = programme.when
    if programme.kind is not Kind.POLITICAL_MEETING or when is None:
        return False
    days = {local_date(instant, timezone=when.timezone) for instant in (at, when.starts_utc)}
    return not all(ELECTED in attendee.roles_in(org, on=day) for day in days)


def takes_guests(kind: Kind) -> bool:
    """Whether somebody can be invited to gatherings of this kind whom their rules leave out."""
    return bool(_LIFTED_FOR_GUESTS[kind])


def _member(case: _Case) -> Refusal | None:
    return None if case.applicant.organisation.is_member(on=case.on) else NoMembership()


def _members_first(case: _Case) -> Refusal | None:
    until = case.programme.members_first_until
    if until is None or case.on > until or case.applicant.organisation.is_member(on=case.on):
        return None
    return NotEligible(
        f"Jusqu’au {until:%d/%m/%Y}, les inscriptions sont réservées aux adhérents du Club des Territoires.",
        reason="members_first",
    )


def _member_or_local_authority(case: _Case) -> Refusal | None:
    organisation = case.applicant.organisation
    if organisation.is_local_authority or organisation.is_member(on=case.on):
        return None
    return NotEligible(
        "Cet évènement est ouvert aux collectivités et aux adhérents du Club des Territoires.",
        reason="not_a_local_authority",
    )


def _of_the_organisation(case: _Case) -> Refusal | None:
    if case.roles:
        return None
    return NotEligible(
        "Cette personne n’exerce ni mandat ni fonction dans cette collectivité.", reason="no_role"
    )


def _elected_or_technical(case: _Case) -> Refusal | None:
    if ELECTED in case.roles or TECHNICAL in case.roles:
        return None
    return NotEligible(
        "Cet évènement s’adresse aux élu·es et aux technicien·nes : "
        "cette personne n’a ni mandat ni poste en cours dans cette collectivité.",
        reason="neither_elected_nor_technical",
    )


def _elected_or_companion(case: _Case) -> Refusal | None:
    if ELECTED in case.roles:
        return None
    if TECHNICAL not in case.roles:
        return NotEligible(
            "Les Rencontres politiques sont réservées aux élu·es : "
            "cette personne n’a pas de mandat en cours dans cette collectivité.",
            reason="elected_only",
        )
    if case.applicant.elected_colleague:
        return None
    return NotEligible(
        "Les Rencontres politiques sont réservées aux élu·es : une personne en poste technique "
        "y accompagne un·e élu·e de sa collectivité, qui doit s’inscrire d’abord.",
        reason="companion_without_elected",
    )


def _never_elected(case: _Case) -> Refusal | None:
    if not case.applicant.attendee.is_elected_anywhere(on=case.on):
        return None
    return NotEligible(
        "Les Journées techniques sont réservées uniquement aux technicien·nes : "
        "une personne qui exerce un mandat, quelle que soit la collectivité, ne peut pas s’y inscrire.",
        reason="never_elected",
    )


def _technical(case: _Case) -> Refusal | None:
    if TECHNICAL in case.roles:
        return None
    return NotEligible(
        "Les Journées techniques sont réservées uniquement aux technicien·nes : "
        "cette personne n’a pas de poste en cours dans cette collectivité.",
        reason="technical_only",
    )


def _of_the_area(case: _Case) -> Refusal | None:
    if case.applicant.organisation.lies_in(case.programme.area):
        return None
    return NotEligible(
        "Cette Matinée politique s’adresse aux collectivités de son territoire, "
        "et celle-ci n’en fait pas partie.",
        reason="outside_area",
    )


_RULES: Mapping[Kind, tuple[_Rule, ...]] = {
    Kind.POLITICAL_MEETING: (_member, _elected_or_companion),
    Kind.TECHNICAL_DAYS: (_member, _never_elected, _technical),
    Kind.POLITICAL_MORNING: (_elected_or_technical, _of_the_area, _member_or_local_authority),
    Kind.STUDY_TRIP: (_member, _elected_or_technical),
    Kind.ONLINE_WORKSHOP: (_member, _elected_or_technical),
    Kind.OPEN_CONFERENCE: (_member_or_local_authority, _of_the_organisation),
}
_LIFTED_FOR_GUESTS: Mapping[Kind, frozenset[_Rule]] = {
    Kind.POLITICAL_MEETING: frozenset({_member}),
    Kind.TECHNICAL_DAYS: frozenset(),
    Kind.POLITICAL_MORNING: frozenset({_elected_or_technical, _of_the_area, _member_or_local_authority}),
    Kind.STUDY_TRIP: frozenset(),
    Kind.ONLINE_WORKSHOP: frozenset(),
    Kind.OPEN_CONFERENCE: frozenset({_member_or_local_authority, _of_the_organisation}),
}
"""Non-members come to the Rencontres politiques by invitation, but elected; local actors to a Matinée."""

"""Owns the course of a convention that every party has signed, through its days: begun, changed, ended.

The days are in `Life`; here they become events.
"""

from datetime import date, datetime, timedelta

from services.conventions.domain.authority import require_referent_or_staff, require_staff
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention.amendments import Amendment
from services.conventions.domain.convention.convention import Convention, ConventionState, Events, Spent
from services.conventions.domain.convention.deed import Deed, DeedState
from services.conventions.domain.convention.life import Stage, Termination, Transmission
from services.conventions.domain.errors.convention import (
    AmendmentUnderWay,
    ConventionStateRefuses,
    DayToCome,
    InvalidAmendment,
    NotAParty,
    QuotaInUse,
    TooManyAmendments,
)
from shared.days import club_day
from shared.events import conventions as told

AMENDMENTS_MAX = 50
OPEN_STATES = frozenset({DeedState.DRAFT, DeedState.IN_REVIEW, DeedState.FINALISED, DeedState.SIGNING})


def record_transmission(convention: Convention, command: commands.RecordTransmission) -> Events:
    """Record what a party did about the control of legality; it may let the convention begin.

    Raises:
        NotYourOrganisation: the actor is neither its referent nor staff.
        ConventionStateRefuses: it is not signed yet, or has begun.
        NotAParty: the organisation is not bound by it.
        DayToCome: it is said to be sent on a day that is still to come.
    """
    require_referent_or_staff(command.actor, command.org)
    convention.require(ConventionState.SIGNED)
    if command.org not in convention.bodies:
        raise NotAParty
    if command.transmitted_on is not None and command.transmitted_on > club_day(command.at):
        raise DayToCome(field="transmitted_on")
    convention.life.transmissions[command.org] = Transmission(
        required=command.required,
        recorded_on=club_day(command.at),
        transmitted_on=command.transmitted_on,
        receipt_number=command.receipt_number,
    )
    return _begin_if_due(convention, club_day(command.at))


def draft_amendment(convention: Convention, command: commands.DraftAmendment) -> Amendment:
    """Begin to change it, as the next amendment.

    Raises:
        StaffOnly: the actor is not of the team.
        ConventionStateRefuses: it is not signed, or is over.
        AmendmentUnderWay: the one before is not signed yet.
        InvalidAmendment: nothing changes, or the days cannot be.
        TooManyAmendments: a new convention is due.
    """
    require_staff(command.actor)
    convention.require(ConventionState.SIGNED, ConventionState.IN_FORCE)
    if any(amendment.deed.state in OPEN_STATES for amendment in convention.amendments):
        raise AmendmentUnderWay
    if len(convention.amendments) >= AMENDMENTS_MAX:
        raise TooManyAmendments(maximum=AMENDMENTS_MAX)
    _require_possible(convention, command)
    amendment = Amendment(
        number=len(convention.amendments) + 1,
        subject=command.subject,
        changes=command.changes,
        effect_on=command.effect_on,
        deed=Deed(),
    )
    convention.amendments.append(amendment)
    return amendment


def revise_amendment(convention: Convention, command: commands.ReviseAmendment) -> Events:
    """Change what it says; one that was in review becomes a new version.

    Raises:
        StaffOnly: the actor is not of the team.
        ConventionStateRefuses: the convention is over.
        UnknownAmendment: there is none of this number.
        InvalidAmendment: nothing changes, or the days cannot be.
        DeedStateRefuses: its text is frozen.
    """
    require_staff(command.actor)
    convention.require(ConventionState.SIGNED, ConventionState.IN_FORCE)
    amendment = convention.amendment(command.amendment)
    _require_possible(convention, command)
    revised = amendment.deed.start_revision()
    amendment.subject, amendment.changes, amendment.effect_on = (
        command.subject,
        command.changes,
        command.effect_on,
    )
    facts = convention.amendment_facts(amendment.number)
    return (told.AmendmentRevised(**facts, reason_code="by_staff"),) if revised else ()


def _require_possible(convention: Convention, command: commands.DraftAmendment) -> None:
    if not command.changes.fields:
        raise InvalidAmendment("Un avenant change quelque chose.", field="changes")
    if command.changes.ends_on is not None and command.changes.ends_on < command.effect_on:
        raise InvalidAmendment("La fin vient avant l’effet de l’avenant.", field="changes.ends_on")
    prolongs = command.changes.ends_on is not None
    if command.effect_on > convention.ends_on + timedelta(days=prolongs):
        raise InvalidAmendment("L’avenant prendrait effet après la fin de la convention.", field="effect_on")


def require_room(amendment: Amendment, year: int, used: int) -> None:
    """Let pass an amendment under which the half-days of a year stay within the quota.

    Raises:
        QuotaInUse: more are planned or consumed than it would allow.
    """
    quota = amendment.changes.half_day_quota
    if quota is not None and used > quota:
        raise QuotaInUse(year=year, used=used, quota=quota)


def terminate(convention: Convention, command: commands.RecordTermination) -> Events:
    """Record an early end: it binds until the notice is over.

    Raises:
        StaffOnly: the actor is not of the team.
        ConventionStateRefuses: it is not in force, or an end was recorded.
        NotAParty: the organisation is not bound by it.
        DayToCome: the other party is said to be told on a day that is still to come.
    """
    require_staff(command.actor)
    convention.require(ConventionState.IN_FORCE)
    if convention.life.termination is not None:
        raise ConventionStateRefuses(state="termination_recorded")
    if command.org not in convention.bodies:
        raise NotAParty
    if command.notified_on > club_day(command.at):
        raise DayToCome(field="notified_on")
    notice = timedelta(days=convention.terms.duration.notice_period_days)
    convention.life.termination = Termination(
        org=command.org,
        notified_on=command.notified_on,
        effective_on=command.notified_on + notice,
        reason_code=command.reason_code,
        reason=command.reason,
    )
    return ()


def close(convention: Convention, at: datetime, spent: Spent) -> Events:
    """Note that the final report is validated: nothing is left to do.

    Raises:
        ConventionStateRefuses: it still binds.
    """
    convention.require(ConventionState.ENDED, ConventionState.TERMINATED)
    convention.life.stage = Stage.CLOSED
    return (told.ConventionClosed(**_over(convention, club_day(at), "final_report_validated", spent)),)


def watch_life(convention: Convention, at: datetime, spent: Spent) -> Events:
    """Do what is due by now to a signed convention, once."""
    today = club_day(at)
    if convention.deed.state is not DeedState.SIGNED:
        return ()
    events = _begin_if_due(convention, today)
    if convention.life.stage is not Stage.IN_FORCE:
        return events
    termination, ends_on = convention.life.termination, convention.ends_on
    if termination is not None and today >= termination.effective_on:
        convention.life.stage = Stage.TERMINATED
        facts = _over(convention, termination.effective_on, termination.reason_code, spent)
        return (*events, told.ConventionTerminated(**facts), *_abandon_amendments(convention))
    if today > ends_on:
        convention.life.stage = Stage.ENDED
        ended = told.ConventionEnded(**_over(convention, ends_on, "end_date", spent))
        return (*events, ended, *_abandon_amendments(convention))
    return (*events, *_warn_if_due(convention, today))


def _abandon_amendments(convention: Convention) -> Events:
    """Give up what would have changed it and is not signed by all."""
    events: Events = ()
    for amendment in convention.amendments:
        if amendment.deed.state in OPEN_STATES:
            amendment.deed.abandon("La convention a pris fin avant la signature de cet avenant.")
            facts = convention.amendment_facts(amendment.number)
            events += (told.AmendmentAbandoned(**facts, reason_code="convention_over"),)
    return events


def _begin_if_due(convention: Convention, today: date) -> Events:
    if not convention.life.may_begin(effect_on=convention.effect_on, orgs=convention.bodies, today=today):
        return ()
    convention.life.stage = Stage.IN_FORCE
    begun = told.ConventionEnteredIntoForce(
        convention_id=convention.id, effect_on=convention.effect_on, ends_on=convention.ends_on
    )
    return (begun,)


def _warn_if_due(convention: Convention, today: date) -> Events:
    ends_on = convention.ends_on
    due = convention.life.warning_due(ends_on=ends_on, today=today)
    if due is None:
        return ()
    convention.life.warned_days, convention.life.warned_end = due, ends_on
    warning = told.ConventionEndNear(
        convention_id=convention.id,
        reference=convention.reference,
        parties=convention.told_parties,
        ends_on=ends_on,
        days_left=(ends_on - today).days,
    )
    return (warning,)


def _over(convention: Convention, on: date, reason_code: str, spent: Spent) -> dict[str, object]:
    return {
        "convention_id": convention.id,
        "on": on,
        "reason_code": reason_code,
        "half_days_consumed": spent.half_days,
    }

"""Owns one function per command about visits: load, decide, save. Decides nothing itself.

A visit and the ledgers of its half-days are saved together or not at all: a decision that the quota refuses
was taken on a copy.
"""

from datetime import datetime
from uuid import UUID

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.errors.visits import UnknownAgent
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.balance import reason_to_cancel
from services.conventions.domain.visits.ledger import record
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.visit import Change, Visit
from services.conventions.ports.office import Office
from shared.days import club_day


async def propose_visit(command: commands.ProposeVisit, office: Office) -> Visit:
    """Suggest dates.

    Raises:
        UnknownAgent: somebody does not work for the offering organisation.
    """
    convention = await office.store.convention(command.convention_id)
    references = await office.store.references("VIS", club_day(command.at).year)
    visit = Visit.propose(command, convention, reference=references.next)
    await _require_known(visit.agents, visit.offering_org, office)
    references.give()
    office.store.save_references(references)
    office.visits.save_visit(visit, visit.tell_proposed())
    return visit


async def schedule_visit(command: commands.ScheduleVisit, office: Office) -> Visit:
    """Say yes to the dates, and reserve their half-days."""
    convention, visit = await _loaded(command, office)
    booked = await office.visits.booked(visit.plan.slots, besides=visit.id)
    change = planning.schedule(visit, command, convention, booked=booked)
    return await _settle(visit, change, convention, command.at, office)


async def reschedule_visit(command: commands.RescheduleVisit, office: Office) -> Visit:
    """Give it other dates, agents, or another place.

    Raises:
        UnknownAgent: somebody does not work for the offering organisation.
    """
    convention, visit = await _loaded(command, office)
    booked = await office.visits.booked(command.plan.slots, besides=visit.id)
    change = planning.reschedule(visit, command, convention, booked=booked)
    await _require_known(visit.agents, visit.offering_org, office)
    return await _settle(visit, change, convention, command.at, office)


async def cancel_visit(command: commands.CancelVisit, office: Office) -> Visit:
    """Decline, withdraw or cancel it; half-days are free again."""
    convention, visit = await _loaded(command, office)
    return await _settle(visit, planning.cancel(visit, command), convention, command.at, office)


async def confirm_visit(command: commands.ConfirmVisit, office: Office) -> Visit:
    """Note that it took place, with the half-days that it really took.

    Who was to come may have left since; whoever came instead is to be known.

    Raises:
        UnknownAgent: somebody who was not to come does not work for the offering organisation.
    """
    convention, visit = await _loaded(command, office)
    change = visit.confirm(command, convention)
    await _require_known(visit.came - visit.agents, visit.offering_org, office)
    return await _settle(visit, change, convention, command.at, office)


async def mark_not_held(command: commands.MarkNotHeld, office: Office) -> Visit:
    """Note that nobody came; half-days are free again."""
    convention, visit = await _loaded(command, office)
    return await _settle(visit, visit.mark_not_held(command), convention, command.at, office)


async def write_run_sheet(command: commands.WriteRunSheet, office: Office) -> Visit:
    """Say what is done when."""
    _, visit = await _loaded(command, office)
    visit.write_run_sheet(command)
    office.visits.save_visit(visit)
    return visit


async def record_mission_order(command: commands.RecordMissionOrder, office: Office) -> Visit:
    """Note the employer's order for an agent's trip."""
    _, visit = await _loaded(command, office)
    visit.record_mission_order(command)
    office.visits.save_visit(visit)
    return visit


async def watch_visit(command: commands.WatchVisit, office: Office) -> Visit:
    """Ask whether it took place, and then for its report."""
    convention, visit = await _loaded(command, office)
    events = visit.watch(command.at)
    if visit.wants_report(command.at):
        report = Report.on_visit(visit, convention, report_id=command.report_id, at=command.at)
        visit.report_id = report.id
        office.visits.save_report(report, report.tell_requested())
    office.visits.save_visit(visit, events)
    return visit


async def cancel_void_visits(convention: Convention, at: datetime, office: Office) -> None:
    """Cancel what can no longer take place under a convention."""
    reason_code = reason_to_cancel(convention)
    for visit in await office.visits.visits_under(convention.id):
        if planning.is_void(visit, convention, at):
            change = planning.cancel_with_convention(visit, reason_code)
            await _settle(visit, change, convention, at, office)


async def _loaded(command: commands.VisitCommand, office: Office) -> tuple[Convention, Visit]:
    visit = await office.visits.visit(command.visit_id)
    return await office.store.convention(visit.convention_id), visit


async def _settle(
    visit: Visit, change: Change, convention: Convention, at: datetime, office: Office
) -> Visit:
    """Write a decision down in the ledgers of its years, and save all of it.

    Raises:
        QuotaExceeded: a year has not so many half-days left; nothing changes.
    """
    years = sorted(change.entry.years)
    ledgers = {year: await office.visits.ledger(convention.id, year) for year in years}
    quotas = {year: convention.plannable_in(year, today=club_day(at)) for year in years}
    told = record(ledgers, change.entry, quotas)
    for year in years:
        office.visits.save_ledger(ledgers[year], told[year])
    office.visits.save_visit(visit, change.events)
    return visit


async def _require_known(agents: frozenset[UUID], org: UUID, office: Office) -> None:
    if strangers := await office.visits.strangers(agents, org=org):
        raise UnknownAgent(strangers)

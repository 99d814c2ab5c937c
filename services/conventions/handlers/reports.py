"""Owns one function per command about reports: load, decide, save. Decides nothing itself."""

from services.conventions.domain.commands import reports as commands
from services.conventions.domain.commands.convention import WatchConvention
from services.conventions.domain.convention import course
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.visits.balance import require_reported, spent_by
from services.conventions.domain.visits.report import Report
from services.conventions.ports.office import Office


def request_final_report(convention: Convention, command: WatchConvention, office: Office) -> None:
    """Ask for the report on the whole exchange; the convention is then to be saved."""
    report = Report.on_exchange(convention, report_id=command.report_id, at=command.at)
    convention.life.final_report_id = report.id
    office.visits.save_report(report, report.tell_requested())


async def write_report(command: commands.WriteReport, office: Office) -> Report:
    """Write it, or write it anew."""
    report = await office.visits.report(command.report_id)
    report.write(command)
    office.visits.save_report(report)
    return report


async def submit_report(command: commands.SubmitReport, office: Office) -> Report:
    """Hand it in."""
    report = await office.visits.report(command.report_id)
    office.visits.save_report(report, report.submit(command))
    return report


async def return_report(command: commands.ReturnReport, office: Office) -> Report:
    """Ask for more."""
    report = await office.visits.report(command.report_id)
    office.visits.save_report(report, report.send_back(command))
    return report


async def validate_report(command: commands.ValidateReport, office: Office) -> Report:
    """Agree to it. With the final one the convention is closed, and the exchange fulfilled.

    Raises:
        ReportsMissing: it is the final one, and that of a visit is not validated.
    """
    report = await office.visits.report(command.report_id)
    events = report.validate(command)
    if report.visit_id is None:
        await _close_convention(report, command, office)
    else:
        visit = await office.visits.visit(report.visit_id)
        office.visits.save_visit(visit, visit.note_report_validated())
    office.visits.save_report(report, events)
    return report


async def _close_convention(report: Report, command: commands.ValidateReport, office: Office) -> None:
    visits = await office.visits.visits_under(report.convention_id)
    require_reported(visits)
    spent = spent_by(visits)
    convention = await office.store.convention(report.convention_id)
    office.store.save_convention(convention, course.close(convention, command.at, spent))
    request = await office.store.exchange_request(convention.exchange_request_id)
    events = request.fulfil(visits_count=spent.visits_count, half_days_consumed=spent.half_days)
    office.store.save_exchange_request(request, events)


async def agree_to_publish(command: commands.AgreeToPublish, office: Office) -> Report:
    """Let everybody read it, for an organisation, or take that back."""
    report = await office.visits.report(command.report_id)
    report.agree_to_publish(command)
    office.visits.save_report(report)
    return report


async def publish_report(command: commands.PublishReport, office: Office) -> Report:
    """Let everybody read it."""
    report = await office.visits.report(command.report_id)
    office.visits.save_report(report, report.publish(command))
    return report


async def watch_report(command: commands.WatchReport, office: Office) -> Report:
    """Remind those who owe it."""
    report = await office.visits.report(command.report_id)
    office.visits.save_report(report, report.watch(command.at))
    return report

"""Owns the routes of reports: a request becomes a command or a query. Decides nothing."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.conventions.api.reading import require_seen, seen_of
from services.conventions.domain.commands import reports as commands
from services.conventions.domain.errors.visits import UnknownReport
from services.conventions.domain.visits.report import ReportState
from services.conventions.ports.office import Office
from services.conventions.ports.queries import VisitQueries
from services.conventions.schemas import reports as form
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.commands import Actor
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/reports"
ONE = f"{PATH}/{{report_id}}"
PUBLISHED = "/published-reports"


def create_router(
    application: Application[Office], queries: VisitQueries, clock: Clock, *, public_url: str
) -> APIRouter:
    """The routes of reports; those that are published stand at `public_url` for everybody."""
    router = APIRouter(tags=["reports"])
    _add_reading(router, queries)

    async def change(
        command: type[commands.ReportCommand],
        report_id: UUID,
        actor: Actor,
        idempotency: Idempotency,
        **asked: Any,
    ) -> form.ReportOut:
        report = await queries.report(report_id)
        about = {"convention_id": report.convention_id, "report_id": report_id}
        return await application.execute(
            command(actor=actor, at=clock(), **about, **asked),
            key=report.convention_id,
            model=form.ReportOut,
            answer=form.ReportOut.of,
            idempotency=idempotency,
        )

    @router.put(ONE)
    async def write_report(
        report_id: UUID, body: form.AccountIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ReportOut:
        """Write it, or write it anew."""
        return await change(commands.WriteReport, report_id, actor, idempotency, account=body.account())

    @router.post(f"{ONE}/submit")
    async def submit_report(
        report_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ReportOut:
        """Hand it in, for the receiving organisation."""
        return await change(commands.SubmitReport, report_id, actor, idempotency)

    @router.post(f"{ONE}/return")
    async def return_report(
        report_id: UUID, body: form.ReturnIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ReportOut:
        """Ask for more."""
        return await change(commands.ReturnReport, report_id, actor, idempotency, comment=body.comment)

    @router.post(f"{ONE}/validate")
    async def validate_report(report_id: UUID, actor: Staff, idempotency: IdempotencyKey) -> form.ReportOut:
        """Agree to it. The final report closes the convention, and fulfils the exchange."""
        return await change(commands.ValidateReport, report_id, actor, idempotency)

    @router.put(f"{ONE}/agreements/{{org}}")
    async def agree_to_publish(
        report_id: UUID, org: UUID, body: form.AgreementIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ReportOut:
        """Let everybody read it, for an organisation; or take that back before it is published."""
        asked = {"org": org, "agreed": body.agreed}
        return await change(commands.AgreeToPublish, report_id, actor, idempotency, **asked)

    @router.post(f"{ONE}/publish")
    async def publish_report(report_id: UUID, actor: Staff, idempotency: IdempotencyKey) -> form.ReportOut:
        """Let everybody read it, once both organisations agree."""
        url = f"{public_url.rstrip('/')}{PUBLISHED}/{report_id}"
        return await change(commands.PublishReport, report_id, actor, idempotency, url=url)

    return router


def _add_reading(router: APIRouter, queries: VisitQueries) -> None:
    @router.get(PATH)
    async def list_reports(
        actor: CurrentActor, *, org: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.ReportOut]:
        """Reports in the order of their asking: all, an organisation's for its referent, an agent's own."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.reports(seen_of(actor, org), after=after, limit=limit)
        return page_of([form.ReportOut.of(report) for report in found], limit, lambda item: (item.id,))

    @router.get(ONE)
    async def get_report(report_id: UUID, actor: CurrentActor) -> form.ReportOut:
        """One report, for the team, the parties' referents and the visit's agents."""
        report = await queries.report(report_id)
        if not report.may_write(actor):
            require_seen(actor, report.parties, UnknownReport)
        return form.ReportOut.of(report)

    @router.get(PUBLISHED)
    async def list_published_reports(
        cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.PublishedReportOut]:
        """What both organisations let everybody read."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.published_reports(after=after, limit=limit)
        shown = [form.PublishedReportOut.of(report) for report in found]
        return page_of(shown, limit, lambda item: (item.id,))

    @router.get(f"{PUBLISHED}/{{report_id}}")
    async def get_published_report(report_id: UUID) -> form.PublishedReportOut:
        """One of them."""
        report = await queries.report(report_id)
        if report.state is not ReportState.PUBLISHED:
            raise UnknownReport
        return form.PublishedReportOut.of(report)

"""Owns the table of what can be asked of this service, and which handler does it."""

from collections.abc import Mapping

from services.conventions.domain.commands import convention, exchange, reports, signing, visits
from services.conventions.handlers import conventions as conventions_handlers
from services.conventions.handlers import exchange as exchange_handlers
from services.conventions.handlers import reports as reports_handlers
from services.conventions.handlers import signatories as signatories_handlers
from services.conventions.handlers import signing as signing_handlers
from services.conventions.handlers import visits as visits_handlers
from services.conventions.ports.office import Office
from shared.application import Handler
from shared.commands import Command

COMMANDS: Mapping[type[Command], Handler[Office]] = {
    exchange.RequestExchange: exchange_handlers.request_exchange,
    exchange.QualifyExchange: exchange_handlers.qualify_exchange,
    exchange.DeclineExchange: exchange_handlers.decline_exchange,
    exchange.WithdrawExchange: exchange_handlers.withdraw_exchange,
    exchange.ProposeMatch: exchange_handlers.propose_match,
    exchange.AcceptMatch: exchange_handlers.accept_match,
    exchange.DeclineMatch: exchange_handlers.decline_match,
    exchange.WithdrawMatch: exchange_handlers.withdraw_match,
    exchange.WatchExchange: exchange_handlers.watch_exchange,
    convention.DraftConvention: conventions_handlers.draft_convention,
    convention.ReviseText: conventions_handlers.revise_text,
    convention.RequestReview: conventions_handlers.request_review,
    convention.CommentText: conventions_handlers.comment_text,
    convention.ApproveText: conventions_handlers.approve_text,
    convention.Abandon: conventions_handlers.abandon,
    convention.RecordTransmission: conventions_handlers.record_transmission,
    convention.DraftAmendment: conventions_handlers.draft_amendment,
    convention.ReviseAmendment: conventions_handlers.revise_amendment,
    convention.RecordTermination: conventions_handlers.record_termination,
    convention.WatchConvention: conventions_handlers.watch_convention,
    signing.OpenSigning: signatories_handlers.open_signing,
    signing.OpenDocument: signing_handlers.open_document,
    signing.SendCode: signing_handlers.send_code,
    signing.SignWithCode: signing_handlers.sign_with_code,
    signing.SignOutside: signing_handlers.sign_outside,
    signing.UploadScan: signing_handlers.upload_scan,
    signing.ConfirmScan: signing_handlers.confirm_scan,
    signing.RefuseToSign: signing_handlers.refuse_to_sign,
    signing.ResendInvitation: signatories_handlers.resend_invitation,
    signing.ReplaceSignatory: signatories_handlers.replace_signatory,
    visits.ProposeVisit: visits_handlers.propose_visit,
    visits.ScheduleVisit: visits_handlers.schedule_visit,
    visits.RescheduleVisit: visits_handlers.reschedule_visit,
    visits.CancelVisit: visits_handlers.cancel_visit,
    visits.ConfirmVisit: visits_handlers.confirm_visit,
    visits.MarkNotHeld: visits_handlers.mark_not_held,
    visits.WriteRunSheet: visits_handlers.write_run_sheet,
    visits.RecordMissionOrder: visits_handlers.record_mission_order,
    visits.WatchVisit: visits_handlers.watch_visit,
    reports.WriteReport: reports_handlers.write_report,
    reports.SubmitReport: reports_handlers.submit_report,
    reports.ReturnReport: reports_handlers.return_report,
    reports.ValidateReport: reports_handlers.validate_report,
    reports.AgreeToPublish: reports_handlers.agree_to_publish,
    reports.PublishReport: reports_handlers.publish_report,
    reports.WatchReport: reports_handlers.watch_report,
}
"""Everything that can be asked of this service."""

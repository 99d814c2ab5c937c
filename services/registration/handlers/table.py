"""Owns the table of contents: which function answers which command. Holds no function itself."""

from collections.abc import Mapping

from services.registration.domain.commands import attendance as at_the_door
from services.registration.domain.commands import invitations as on_invitations
from services.registration.domain.commands import needs as on_needs
from services.registration.domain.commands import programme as on_the_programme
from services.registration.domain.commands import registrations as at_the_desk
from services.registration.domain.commands import testimonies as on_testimonies
from services.registration.handlers import (
    attendance,
    invitations,
    needs,
    programme,
    registrations,
    reviews,
    seats,
    testimonies,
)
from services.registration.ports.stores import Registrations
from shared.application import Handler
from shared.commands import Command

COMMANDS: Mapping[type[Command], Handler[Registrations]] = {
    on_the_programme.DraftClubEvent: programme.draft_club_event,
    on_the_programme.AnnounceClubEvent: programme.announce_club_event,
    on_the_programme.OpenRegistration: programme.open_registration,
    on_the_programme.CloseRegistration: programme.close_registration,
    on_the_programme.CancelClubEvent: programme.cancel_club_event,
    on_the_programme.ChangeProgramme: programme.change_programme,
    on_the_programme.RescheduleClubEvent: programme.reschedule_club_event,
    on_the_programme.PostponeClubEvent: programme.postpone_club_event,
    on_the_programme.SetOnlineLink: programme.set_online_link,
    on_the_programme.DuplicateClubEvent: programme.duplicate_club_event,
    on_the_programme.PlanOpening: programme.plan_opening,
    on_the_programme.DocumentClubEvent: programme.document_club_event,
    on_the_programme.KeepTime: programme.keep_time,
    on_the_programme.GiveBackRegistrations: programme.give_back_registrations,
    at_the_desk.RegisterAttendee: registrations.register_attendee,
    at_the_desk.RegisterGroup: registrations.register_group,
    at_the_desk.CancelRegistration: registrations.cancel_registration,
    at_the_desk.TransferRegistration: registrations.transfer_registration,
    at_the_desk.ApproveRegistration: reviews.approve_registration,
    at_the_desk.RefuseRegistration: reviews.refuse_registration,
    at_the_desk.SettleAttention: reviews.settle_attention,
    at_the_desk.AnswerOffer: seats.answer_offer,
    at_the_desk.ExpireOffer: seats.expire_offer,
    at_the_desk.ShortenOffers: seats.shorten_offers,
    at_the_desk.SeatCalledPerson: seats.seat_called_person,
    at_the_desk.ChangeSeats: seats.change_seats,
    at_the_desk.OfferRemainingSeats: seats.offer_remaining_seats,
    on_invitations.InviteGuest: invitations.invite_guest,
    on_invitations.DeclineInvitation: invitations.decline_invitation,
    on_invitations.WithdrawInvitation: invitations.withdraw_invitation,
    on_needs.RaiseNeed: needs.raise_need,
    on_needs.SupportNeed: needs.support_need,
    on_needs.QualifyNeed: needs.qualify_need,
    on_needs.MergeNeed: needs.merge_need,
    on_needs.PlanNeed: needs.plan_need,
    on_needs.CloseNeed: needs.close_need,
    on_needs.ReopenNeed: needs.reopen_need,
    on_testimonies.ProposeTestimony: testimonies.propose_testimony,
    on_testimonies.ChooseTestimony: testimonies.choose_testimony,
    on_testimonies.InviteSpeaker: testimonies.invite_speaker,
    on_testimonies.AnswerTestimony: testimonies.answer_testimony,
    on_testimonies.WithdrawTestimony: testimonies.withdraw_testimony,
    at_the_door.RecordScans: attendance.record_scans,
    at_the_door.RecordAttendance: attendance.record_attendance,
    at_the_door.CloseAttendance: attendance.close_attendance,
    at_the_door.SettleAttendance: attendance.settle_attendance,
}
"""Everything that can be asked of this service."""

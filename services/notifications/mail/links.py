"""Owns the links by which a mail is answered: offers, invitations, places given back. Answers nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.notifications.domain.copies import ClubEventCopy
from services.notifications.domain.notices import GatheringNotice, Template
from shared.security.links import LinkSigner, Purpose, joined

OFFER_ANSWERS = ("accept", "decline", "keep_waiting")
GIVEN_BACK_FROM = frozenset(
    {
        Template.CONFIRMED,
        Template.WAITLISTED,
        Template.REQUESTED,
        Template.CHANGED,
        Template.POSTPONED,
        Template.REMINDER,
    }
)
"""The mails to people who have something to give back."""
LIFETIME = timedelta(days=400)
"""Of links whose owner says for how long they serve: gatherings move, and mails stay."""


@dataclass(frozen=True, slots=True)
class MailLinks:
    """Makes the links of pages of registration, which stands at `registration_url` for people."""

    signer: LinkSigner
    registration_url: str

    def of(self, notice: GatheringNotice, club_event: ClubEventCopy) -> Mapping[str, str]:
        """The links that this mail has, by what they are for."""
        if notice.template is Template.INVITED:
            return self._to_answer_invitation(notice, club_event)
        if notice.template is Template.SPEAKER_INVITED:
            return self._to_speak(notice, club_event)
        if notice.template is Template.OFFERED:
            return self._to_answer_offer(notice)
        return self._to_give_back(notice) if notice.template in GIVEN_BACK_FROM else {}

    def _to_answer_offer(self, notice: GatheringNotice) -> Mapping[str, str]:
        """Until the seat is held no longer."""
        expires_at = notice.expires_at or notice.at
        link = self.signer.sign(Purpose.SEAT_OFFER, str(notice.registration_id), expires_at=expires_at)
        return {answer: f"{self._base}/seat-offers/{link}/{answer}" for answer in OFFER_ANSWERS}

    def _to_give_back(self, notice: GatheringNotice) -> Mapping[str, str]:
        if notice.registration_id is None:
            return {}
        subject = joined(notice.registration_id, notice.person_id)
        link = self.signer.sign(Purpose.SEAT, subject, expires_at=notice.at + LIFETIME)
        return {"cancel": f"{self._base}/seats/{link}/cancel"}

    def _to_answer_invitation(self, notice: GatheringNotice, club_event: ClubEventCopy) -> Mapping[str, str]:
        subject = str(notice.invitation_id)
        link = self.signer.sign(Purpose.INVITATION, subject, expires_at=notice.at + LIFETIME)
        return _by_mode(club_event, f"{self._base}/invitations/{link}/answers")

    def _to_speak(self, notice: GatheringNotice, club_event: ClubEventCopy) -> Mapping[str, str]:
        if notice.testimony_id is None:
            return {}
        subject = joined(notice.testimony_id, notice.club_event_id)
        link = self.signer.sign(Purpose.SPEAKER, subject, expires_at=notice.at + LIFETIME)
        return _by_mode(club_event, f"{self._base}/testimonies/{link}/answers")

    @property
    def _base(self) -> str:
        return self.registration_url.rstrip("/")


def _by_mode(club_event: ClubEventCopy, base: str) -> Mapping[str, str]:
    modes = ("in_person", "online") if club_event.mode == "hybrid" else (club_event.mode,)
    return {answer: f"{base}/{answer}" for answer in (*modes, "decline")}

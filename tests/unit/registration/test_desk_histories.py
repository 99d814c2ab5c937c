"""Random histories of a desk: what always holds, whatever people do and in whatever order."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import Bundle, MultipleResults, multiple, precondition, rule

from services.registration.domain.attention import flag_if_lost, settle
from services.registration.domain.changes import postpone, reschedule
from services.registration.domain.club_event import ClubEventState
from services.registration.domain.commands.programme import (
    CloseRegistration,
    PostponeClubEvent,
    RescheduleClubEvent,
)
from services.registration.domain.commands.registrations import (
    AnswerOffer,
    ApproveRegistration,
    ChangeSeats,
    GroupMember,
    OfferAnswer,
    RefusalReason,
    RefuseRegistration,
    RegisterGroup,
    SettleAttention,
    TransferRegistration,
)
from services.registration.domain.members import Organisation
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import RegistrationState
from services.registration.domain.reviews import Reviews
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_changes import change_seats
from services.registration.domain.seat_rules import SeatRules
from services.registration.domain.speakers import seat_speaker
from tests.histories import histories
from tests.unit.registration.desk_model import SESSIONS, DeskModel
from tests.unit.registration.given import MEMBER, STAFF, applicant, to_cancel, to_open, to_register

ORGANISATIONS = tuple(replace(MEMBER, org=uuid4()) for _ in range(3))
CHOICES = st.sets(st.sampled_from([session.id for session in SESSIONS])).map(tuple)
MODES = st.sampled_from(AttendanceMode)
PLACES = st.integers(1, 4)
RULES = st.builds(SeatRules, quota_per_organisation=st.sampled_from((None, 1, 2)), reviewed=st.booleans())


class DeskHistories(DeskModel):
    """People come, alone or together, answer, hand over, leave, speak; staff reviews, opens, moves, changes.

    Freed seats are offered at the end of every decision, as the handlers do it.
    """

    registrations = Bundle[UUID]("registrations")

    @rule(
        target=registrations,
        organisation=st.sampled_from(ORGANISATIONS),
        backs_need=st.booleans(),
        mode=MODES,
        sessions=CHOICES,
    )
    def somebody_comes(
        self, organisation: Organisation, backs_need: bool, mode: AttendanceMode, sessions: tuple[UUID, ...]
    ) -> UUID | MultipleResults[UUID]:
        who = replace(applicant("technical", organisation=organisation), backs_need=backs_need)
        command = replace(to_register(who, mode=mode), at=self.now, sessions=sessions)
        if not self.takes:
            with self.refused():
                self.desk.register(command, who)
            return multiple()
        overtaken = self.could_sit(mode)
        change = self.desk.register(command, who)
        self.keep(change, who)
        registration = change.registration
        if registration.has_seat:
            assert not overtaken
            self.require_within_limits(registration)
        elif registration.is_in_line:
            same_class = [each for each in self.line_of(mode) if each.priority == registration.priority]
            assert registration is same_class[-1]
        return registration.id

    @rule(
        target=registrations,
        organisation=st.sampled_from(ORGANISATIONS),
        count=st.integers(2, 3),
        mode=MODES,
        all_or_nothing=st.booleans(),
    )
    def a_group_comes(
        self, organisation: Organisation, count: int, mode: AttendanceMode, all_or_nothing: bool
    ) -> MultipleResults[UUID]:
        people = [applicant("technical", organisation=organisation) for _ in range(count)]
        command = RegisterGroup(
            actor=STAFF,
            at=self.now,
            club_event_id=self.desk.club_event.id,
            people=tuple(GroupMember(uuid4(), one.attendee.person_id) for one in people),
            org=organisation.org,
            mode=mode,
            all_or_nothing=all_or_nothing,
        )
        overtaken, reviewed = self.could_sit(mode), self.desk.club_event.rules.reviewed
        fits = self.room(command) >= count and not overtaken
        whole = all_or_nothing and not reviewed
        if not self.takes or (whole and not fits):
            with self.refused():
                self.desk.register_group(command, people, {})
            return multiple()
        changes = self.desk.register_group(command, people, {})
        seated = sum(change.registration.has_seat for change in changes)
        assert not (seated and overtaken)
        assert not whole or seated == count
        pairs = zip(changes, people, strict=True)
        return multiple(*[self.keep(change, who) for change, who in pairs])

    @rule(target=registrations, mode=MODES)
    def a_speaker_comes(self, mode: AttendanceMode) -> UUID:
        who = applicant()
        return self.keep(seat_speaker(self.desk, to_register(who, mode=mode), role="", existing=None), who)

    @rule(who=registrations, mode=MODES)
    def somebody_speaks(self, who: UUID, mode: AttendanceMode) -> None:
        """Whatever place they had goes to others, and they have one beside, in whatever mode."""
        registration = self.known[who]
        if not registration.is_active:
            return
        command = to_register(self.people[who], mode=mode)
        seat_speaker(self.desk, command, role="technical", existing=registration)
        assert (registration.state, registration.speaks) == (RegistrationState.CONFIRMED, True)
        self.done()

    @rule(who=registrations)
    def somebody_asks_twice(self, who: UUID) -> None:
        if self.known[who].is_active:
            person = self.people[who]
            with self.refused():
                self.desk.register(to_register(person), person, existing=self.known[who])

    @rule(who=registrations)
    def somebody_leaves(self, who: UUID) -> None:
        registration = self.known[who]
        if not registration.is_active:
            with self.refused():
                self.desk.cancel(to_cancel(registration), registration)
            return
        self.desk.cancel(to_cancel(registration), registration)
        self.done()

    @rule(who=registrations, eligible=st.booleans())
    def somebody_hands_over(self, who: UUID, eligible: bool) -> None:
        registration = self.known[who]
        roles = ("technical",) if eligible else ()
        colleague = applicant(*roles, organisation=self.people[who].organisation)
        person_id = colleague.attendee.person_id
        command = self.about(TransferRegistration, who, person_id=person_id)
        confirmed = registration.state is RegistrationState.CONFIRMED
        if not ((eligible or registration.speaks) and confirmed and self.gives):
            with self.refused():
                self.desk.transfer(command, registration, colleague, existing=None)
            return
        self.desk.transfer(command, registration, colleague, existing=None)
        assert (registration.person_id, registration.state) == (person_id, RegistrationState.CONFIRMED)
        self.people[who] = colleague

    @rule(who=registrations, answer=st.sampled_from(OfferAnswer))
    def somebody_answers(self, who: UUID, answer: OfferAnswer) -> None:
        registration = self.known[who]
        command = self.about(AnswerOffer, who, answer=answer)
        deadline = registration.offer_expires_at
        offered = registration.state is RegistrationState.OFFERED
        if not (offered and deadline and self.now < deadline and self.gives):
            with self.refused():
                self.offers.answer(command, self.candidate(who))
            return
        self.offers.answer(command, self.candidate(who))
        if answer is not OfferAnswer.ACCEPT:
            self.done(passing=who)

    @precondition(lambda self: self.held)
    @rule(answer=st.sampled_from(OfferAnswer), loses_their_role=st.booleans())
    def who_is_offered_a_seat_answers(self, answer: OfferAnswer, loses_their_role: bool) -> None:
        who = self.held[0].id
        if loses_their_role:
            self.somebody_loses_their_role(who)
        self.somebody_answers(who, answer)

    @rule(hours=st.sampled_from((1, 24, 72, None)))
    def time_passes(self, hours: int | None) -> None:
        """Some hours, or until it is too late to offer seats."""
        later = self.now + timedelta(hours=hours) if hours else self.starts - timedelta(hours=6)
        self.now = max(self.now, later)
        self.offers_end()

    @rule(who=registrations, approved=st.booleans())
    def staff_reviews(self, who: UUID, approved: bool) -> None:
        registration = self.known[who]
        reviews = Reviews(self.desk)
        approve = self.about(ApproveRegistration, who)
        refuse = self.about(RefuseRegistration, who, reason=RefusalReason.OTHER)
        pending = registration.state is RegistrationState.PENDING_REVIEW
        ahead = self.ahead_of(registration)
        cannot_come = not self.people[who].attendee.roles or not self.gives
        if not pending or (approved and cannot_come):
            with self.refused():
                reviews.approve(approve, self.candidate(who), ahead=ahead)
        elif not approved:
            reviews.refuse(refuse, registration)
        else:
            overtaken = self.could_sit(registration.mode)
            reviews.approve(approve, self.candidate(who), ahead=ahead)
            assert registration.is_in_line or not overtaken

    @rule(who=registrations)
    def staff_settles(self, who: UUID) -> None:
        registration = self.known[who]
        command = self.about(SettleAttention, who)
        if registration.needs_attention and registration.is_active:
            settle(self.desk, command, registration)
            self.done()
        else:
            with self.refused():
                settle(self.desk, command, registration)

    @rule(who=registrations)
    def somebody_loses_their_role(self, who: UUID) -> None:
        attendee = replace(self.people[who].attendee, roles=())
        self.people[who] = replace(self.people[who], attendee=attendee)
        flag_if_lost(self.desk, self.known[who], self.people[who])

    @rule()
    def staff_closes(self) -> None:
        command = CloseRegistration(actor=STAFF, at=self.now, club_event_id=self.desk.club_event.id)
        if self.state is ClubEventState.OPEN:
            self.desk.club_event.close_registration(command)
        else:
            with self.refused():
                self.desk.club_event.close_registration(command)

    @rule()
    def staff_opens(self) -> None:
        command = replace(to_open(self.desk.club_event, self.capacity), at=self.now)
        opens = self.state in {ClubEventState.ANNOUNCED, ClubEventState.CLOSED}
        if not opens or self.now >= self.starts:
            with self.refused():
                self.desk.club_event.open_registration(command)
        else:
            self.desk.club_event.open_registration(command)
            self.done()

    @rule()
    def staff_puts_it_off(self) -> None:
        club_event = self.desk.club_event
        command = PostponeClubEvent(actor=STAFF, at=self.now, club_event_id=club_event.id, reason="Grève")
        if self.state is ClubEventState.POSTPONED:
            with self.refused():
                postpone(club_event, command)
        else:
            postpone(club_event, command)

    @rule(days=st.sampled_from((1, 30)))
    def staff_finds_other_dates(self, days: int) -> None:
        """Soon or in a month; what was put off takes nobody new before it is opened again."""
        club_event, was_put_off = self.desk.club_event, self.state is ClubEventState.POSTPONED
        day = self.now.replace(tzinfo=None) + timedelta(days=days)
        later = day.replace(hour=9, minute=30)  # an hour that no change of the clock skips
        when = appointment(later, later + timedelta(hours=3), timezone="Europe/Paris")
        command = RescheduleClubEvent(actor=STAFF, at=self.now, club_event_id=club_event.id, when=when)
        reschedule(club_event, command)
        assert not was_put_off or self.state is ClubEventState.ANNOUNCED
        self.offers_are_shortened()
        self.done()

    @rule(in_person=PLACES, online=PLACES, rules=RULES)
    def staff_changes_the_seats(self, in_person: int, online: int, rules: SeatRules) -> None:
        capacity = {AttendanceMode.IN_PERSON: in_person, AttendanceMode.ONLINE: online}
        club_event = self.desk.club_event
        command = ChangeSeats(
            actor=STAFF, at=self.now, club_event_id=club_event.id, capacity=capacity, rules=rules
        )
        if any(places < len(self.seated_in(mode)) for mode, places in capacity.items()):
            with self.refused():
                change_seats(club_event, command)
        else:
            change_seats(club_event, command)
            self.done()


TestDeskHistories = DeskHistories.TestCase
TestDeskHistories.settings = settings(max_examples=histories(200), stateful_step_count=40, deadline=None)

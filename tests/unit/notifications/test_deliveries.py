"""Specifies the way of a mail: sent under a lease, put off, refused, given up."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.notifications.domain.deliveries import BACKOFF, GIVE_UP_AFTER, LEASE, DeliveryState
from services.notifications.domain.errors import NotBeingSent, NotDue
from tests.unit.notifications.given import NOW, later, queued


def test_mail_is_sent_under_a_lease() -> None:
    delivery = queued()
    delivery.lease(NOW)
    delivery.mark_sent(later(seconds=1))
    assert (delivery.state, delivery.sent_at) == (DeliveryState.SENT, later(seconds=1))


def test_mail_being_sent_is_nobody_elses() -> None:
    delivery = queued()
    delivery.lease(NOW)
    with pytest.raises(NotDue):
        delivery.lease(later(seconds=1))


def test_mail_whose_sender_died_is_taken_over() -> None:
    delivery = queued()
    delivery.lease(NOW)
    delivery.lease(NOW + LEASE)
    assert delivery.attempts == 2


def test_mail_sent_is_never_sent_again() -> None:
    delivery = queued()
    delivery.lease(NOW)
    delivery.mark_sent(NOW)
    with pytest.raises(NotDue):
        delivery.lease(later(days=1))


def test_mail_put_off_is_due_a_little_later_each_time() -> None:
    delivery, at, waits = queued(), NOW, []
    for _ in range(len(BACKOFF) + 2):
        delivery.lease(at)
        delivery.put_off(at, reason="421 busy")
        waits.append(delivery.due_at - at)
        at = delivery.due_at
    assert waits == [*BACKOFF, BACKOFF[-1], BACKOFF[-1]]
    assert (delivery.state, delivery.last_failure) == (DeliveryState.SOFT_BOUNCED, "421 busy")


def test_mail_put_off_is_not_tried_before() -> None:
    delivery = queued()
    delivery.lease(NOW)
    delivery.put_off(NOW, reason="421 busy")
    with pytest.raises(NotDue):
        delivery.lease(NOW + BACKOFF[0] - timedelta(milliseconds=1))


def test_mail_put_off_for_days_is_given_up() -> None:
    delivery = queued()
    delivery.lease(NOW + GIVE_UP_AFTER)
    delivery.put_off(NOW + GIVE_UP_AFTER, reason="421 busy")
    assert delivery.state is DeliveryState.HARD_BOUNCED


def test_mail_refused_for_good_is_over() -> None:
    delivery = queued()
    delivery.lease(NOW)
    delivery.refuse(reason="550 no such user")
    assert (delivery.is_over, delivery.last_failure) == (True, "550 no such user")


def test_nothing_is_said_of_a_mail_that_nobody_sends() -> None:
    delivery = queued()
    with pytest.raises(NotBeingSent):
        delivery.mark_sent(NOW)
    with pytest.raises(NotBeingSent):
        delivery.put_off(NOW, reason="421 busy")
    with pytest.raises(NotBeingSent):
        delivery.refuse(reason="550 no such user")
    assert delivery.state is DeliveryState.QUEUED


class DeliveryHistories(RuleBasedStateMachine):
    """Whatever senders do and however late they are, a mail is taken by one at a time and ends once."""

    def __init__(self) -> None:
        super().__init__()
        self.delivery = queued()
        self.at = NOW
        self.ended: DeliveryState | None = None

    @rule(seconds=st.integers(0, 20_000))
    def time_passes(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    @rule()
    def somebody_asks_for_it(self) -> None:
        due = not self.delivery.is_over and self.at >= self.delivery.due_at
        attempts = self.delivery.attempts
        try:
            self.delivery.lease(self.at)
        except NotDue:
            assert not due
        assert self.delivery.attempts == attempts + due

    @precondition(lambda self: self.delivery.state is DeliveryState.SENDING)
    @rule(how=st.sampled_from(["sent", "put off", "refused"]))
    def an_attempt_ends(self, how: str) -> None:
        match how:
            case "sent":
                self.delivery.mark_sent(self.at)
            case "put off":
                self.delivery.put_off(self.at, reason="421 busy")
            case "refused":
                self.delivery.refuse(reason="550 no such user")
        if self.delivery.is_over:
            assert self.ended is None
            self.ended = self.delivery.state

    @invariant()
    def what_is_over_stays_over(self) -> None:
        assert self.ended is None or self.delivery.state is self.ended

    @invariant()
    def only_a_mail_sent_has_an_instant_of_sending(self) -> None:
        assert (self.delivery.sent_at is not None) == (self.delivery.state is DeliveryState.SENT)


TestDeliveryHistories = DeliveryHistories.TestCase

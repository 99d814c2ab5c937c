"""Owns the refusals of this service. Knows nothing of HTTP or AMQP."""

from shared.errors import Conflict


class NotBeingSent(Conflict):
    """The delivery is not under way: nothing can be said of how it ended."""

    code = "delivery_not_being_sent"


class NotDue(Conflict):
    """The delivery is over, under way elsewhere, or to be tried later."""

    code = "delivery_not_due"

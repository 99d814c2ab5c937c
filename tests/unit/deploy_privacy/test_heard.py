"""Checks that what is told of people and their data has a queue before anybody tells it."""

import pytest

from deploy.rabbitmq.queues import SUBSCRIPTIONS
from shared.events import conventions, directory, notifications, registration
from shared.events.envelope import Payload

TOLD = [
    directory.ConsentChanged,
    directory.ErasureRequested,
    directory.ErasureOverdue,
    notifications.EmailBounced,
    *(
        contract
        for service in (directory, registration, conventions, notifications)
        for contract in (service.PersonScrubbed, service.PersonalDataCollected)
    ),
]


@pytest.mark.parametrize("contract", TOLD, ids=[contract.type() for contract in TOLD])
def test_somebody_hears_it(contract: type[Payload]) -> None:
    heard = (subscription for service in SUBSCRIPTIONS.values() for subscription in service)
    assert any(contract in subscription.contracts for subscription in heard)

"""Checks the aggregate `SigningKey`."""

import pytest

from services.directory.domain.commands.keys import PublishSigningKey, RetireSigningKey
from services.directory.domain.errors.keys import SigningKeyRetiredForGood
from services.directory.domain.errors.rights import AdminOnly
from services.directory.domain.signing_key import SigningKey
from shared.commands import SYSTEM
from shared.events.directory import SigningKeyPublished, SigningKeyRetired
from tests.unit.directory.given import ADMIN, NOW, STAFF

PUBLISH = PublishSigningKey(actor=SYSTEM, at=NOW, kid="k1", crv="P-256", x="eA", y="eQ")


def test_a_key_is_published_then_retired_once() -> None:
    key, events = SigningKey.publish(PUBLISH)
    assert events == (SigningKeyPublished(kid="k1", crv="P-256", x="eA", y="eQ"),)
    key.require_published()
    retire = RetireSigningKey(actor=ADMIN, at=NOW, kid="k1")
    assert key.retire(retire) == (SigningKeyRetired(kid="k1"),)
    assert key.retire(retire) == ()
    with pytest.raises(SigningKeyRetiredForGood):
        key.require_published()


def test_staff_do_not_touch_signing_keys() -> None:
    key, _ = SigningKey.publish(PUBLISH)
    with pytest.raises(AdminOnly):
        key.retire(RetireSigningKey(actor=STAFF, at=NOW, kid="k1"))
    key.require_published()

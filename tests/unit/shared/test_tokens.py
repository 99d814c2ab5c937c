"""What an access token says, and for how long it is believed."""

from datetime import timedelta

import pytest

from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.tokens import LIFETIME, InvalidToken, TokenSigner, load, new_private_key_pem, verify

SIGNER = TokenSigner(new_private_key_pem())
KEY = load(SIGNER.public_key)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=2), timedelta(minutes=2)])
def test_a_token_is_believed_at_once_where_the_clock_is_behind_that_of_who_made_it(ahead: timedelta) -> None:
    person, org = new_id(), new_id()
    token = SIGNER.sign(person_id=person, roles=[Role("referent", org)], now=utc_now() + ahead)
    actor = verify(token, KEY)
    assert (actor.person_id, actor.roles) == (person, frozenset({Role("referent", org)}))


def test_a_token_is_believed_no_longer_than_its_life() -> None:
    token = SIGNER.sign(person_id=new_id(), roles=(), now=utc_now() - LIFETIME - timedelta(seconds=1))
    with pytest.raises(InvalidToken, match="expiré"):
        verify(token, KEY)


def test_a_token_of_another_key_is_not_believed() -> None:
    stranger = TokenSigner(new_private_key_pem())
    with pytest.raises(InvalidToken, match="valable"):
        verify(stranger.sign(person_id=new_id(), roles=(), now=utc_now()), KEY)

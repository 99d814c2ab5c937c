"""Specifies what partners prove themselves with, and what they verify us by, with the official library."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from shared.ids import new_id
from shared.security.partner_secrets import InvalidPartnerKey, PartnerSecrets

SECRETS = PartnerSecrets(b"s" * 32)
BODY = '{"type": "conventions.VisitScheduled.v1", "place": "Saint-Rémy-de-Provence"}'.encode()


def _headers(secrets: PartnerSecrets, *secret_ids: object) -> dict[str, str]:
    now = int(datetime.now(UTC).timestamp())
    signed = secrets.signatures(secret_ids, message_id="msg-1", timestamp=now, body=BODY)  # type: ignore[arg-type]
    return {"webhook-id": "msg-1", "webhook-timestamp": str(now), "webhook-signature": signed}


def test_an_access_key_says_its_id_and_is_the_same_each_time() -> None:
    key_id = new_id()
    key = SECRETS.access_key(key_id)
    assert key == SECRETS.access_key(key_id)
    assert SECRETS.access_key_id(key) == key_id


KEY_ID = UUID("01a220d5-395a-764d-b155-a9aef91a0fce")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "essaim_",
        f"essaim_{KEY_ID.hex}_{'A' * 43}",
        PartnerSecrets(b"o" * 32).access_key(KEY_ID),
        SECRETS.access_key(KEY_ID) + "\n",
        SECRETS.access_key(KEY_ID).upper(),
    ],
    ids=["empty", "cut", "made up", "made elsewhere", "with an end of line", "in capitals"],
)
def test_what_was_not_made_here_is_no_key(text: str) -> None:
    with pytest.raises(InvalidPartnerKey):
        SECRETS.access_key_id(text)


def test_a_webhook_is_verified_by_the_official_library() -> None:
    secret_id = new_id()
    verifier = Webhook(SECRETS.webhook_secret(secret_id))
    assert verifier.verify(BODY, _headers(SECRETS, secret_id)) == {
        "type": "conventions.VisitScheduled.v1",
        "place": "Saint-Rémy-de-Provence",
    }
    with pytest.raises(WebhookVerificationError):
        verifier.verify(BODY + b" ", _headers(SECRETS, secret_id))


def test_during_a_rotation_both_secrets_verify_and_afterwards_one() -> None:
    newer, former = new_id(), new_id()
    both = _headers(SECRETS, newer, former)
    for secret_id in (newer, former):
        Webhook(SECRETS.webhook_secret(secret_id)).verify(BODY, both)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRETS.webhook_secret(former)).verify(BODY, _headers(SECRETS, newer))


def test_a_secret_is_written_as_the_standard_says() -> None:
    secret = SECRETS.webhook_secret(new_id())
    prefix, _, encoded = secret.partition("_")
    assert prefix == "whsec"
    assert len(base64.b64decode(encoded, validate=True)) == 32

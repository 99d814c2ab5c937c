"""Specifies partners, their keys and their webhooks: who may change them, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.errors import (
    PartnerKeyRevoked,
    StaffOnly,
    TooManyPartnerKeys,
    UnknownEventType,
    UnknownPartnerKey,
    WebhookStateRefuses,
    WebhookUrlRefused,
)
from services.notifications.domain.partners.partner import MOST_KEYS, Partner
from services.notifications.domain.partners.visible import FOLLOWED, PUBLIC_TYPES
from services.notifications.domain.partners.webhook import Webhook, WebhookState
from shared.commands import SYSTEM, Actor, Role
from shared.events.notifications import WebhookSwitchedOff
from shared.ids import new_id
from tests.unit.notifications.given import NOW

STAFF = Actor(person_id=new_id(), roles=frozenset({Role("staff")}))
SOMEBODY = Actor(person_id=new_id())
VISIT = "conventions.VisitScheduled.v1"
REGISTER = commands.RegisterPartner(
    actor=STAFF, at=NOW, partner_id=new_id(), name="cantines-du-sud", title="Cantines du Sud"
)
ADD = commands.AddWebhook(
    actor=STAFF,
    at=NOW,
    partner_id=REGISTER.partner_id,
    webhook_id=new_id(),
    url="https://hooks.example.org/essaim?club=1",
    types=(VISIT,),
    secret_id=new_id(),
)


def issue(partner: Partner) -> commands.IssuePartnerKey:
    command = commands.IssuePartnerKey(actor=STAFF, at=NOW, partner_id=partner.id, key_id=new_id())
    partner.issue_key(command)
    return command


def added(command: commands.AddWebhook = ADD) -> Webhook:
    return Webhook.add(command, public_types=PUBLIC_TYPES)


def of_webhook(kind: type[commands.OfWebhook], actor: Actor = STAFF, **more: object) -> commands.OfWebhook:
    return kind(actor=actor, at=NOW, partner_id=ADD.partner_id, webhook_id=ADD.webhook_id, **more)


def test_a_key_opens_until_it_is_revoked() -> None:
    partner = Partner.register(REGISTER)
    first, second = issue(partner).key_id, issue(partner).key_id
    revoke = commands.RevokePartnerKey(actor=STAFF, at=NOW, partner_id=partner.id, key_id=first)
    partner.revoke_key(revoke)
    assert [partner.accepts(key) for key in (first, second, new_id())] == [False, True, False]
    with pytest.raises(PartnerKeyRevoked):
        partner.revoke_key(revoke)
    with pytest.raises(UnknownPartnerKey):
        partner.revoke_key(replace(revoke, key_id=new_id()))


def test_a_partner_has_a_few_valid_keys_and_a_revoked_one_makes_place() -> None:
    partner = Partner.register(REGISTER)
    keys = [issue(partner).key_id for _ in range(MOST_KEYS)]
    with pytest.raises(TooManyPartnerKeys):
        issue(partner)
    partner.revoke_key(commands.RevokePartnerKey(actor=STAFF, at=NOW, partner_id=partner.id, key_id=keys[0]))
    assert partner.accepts(issue(partner).key_id)


def test_only_the_team_changes_partners_and_webhooks() -> None:
    with pytest.raises(StaffOnly):
        Partner.register(replace(REGISTER, actor=SOMEBODY))
    with pytest.raises(StaffOnly):
        added(replace(ADD, actor=SOMEBODY))
    webhook = added()
    with pytest.raises(StaffOnly):
        webhook.switch_off(of_webhook(commands.SwitchOffWebhook, SOMEBODY, reason_code="by_staff"))  # type: ignore[arg-type]
    with pytest.raises(StaffOnly):
        webhook.require_removable(of_webhook(commands.RemoveWebhook, SOMEBODY))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/essaim",
        "ftp://hooks.example.org",
        "https://",
        "hooks.example.org",
        "https://user:pass@hooks.example.org",
        "https://hooks.example.org/#part",
        "https://hooks.example.org/a b",
        "https://hooks.example.org:99999/",
        "https://[::1",
        "https://éxemple.example.org",
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(WebhookUrlRefused) as refused:
        added(replace(ADD, url=url))
    assert refused.value.facts["field"] == "url"


def test_http_is_for_one_machine_alone() -> None:
    assert added(replace(ADD, url="http://127.0.0.1:9000/hook", allow_http=True)).url.startswith("http://")


def test_partners_are_sent_public_events_alone() -> None:
    with pytest.raises(UnknownEventType):
        added(replace(ADD, types=("registration.RegistrationConfirmed.v1",)))
    assert added().wants(VISIT)
    assert not added().wants("conventions.ConventionSigned.v1")
    assert added(replace(ADD, types=())).wants("conventions.ConventionSigned.v1")


def test_no_public_event_carries_who_somebody_is() -> None:
    public = [contract for contract in FOLLOWED if contract.partner]
    assert {contract.type() for contract in public} == PUBLIC_TYPES
    assert not [contract for contract in FOLLOWED if contract.personal_data]


def test_for_a_day_after_a_rotation_both_secrets_sign() -> None:
    webhook, newer, newest = added(), new_id(), new_id()
    webhook.rotate_secret(of_webhook(commands.RotateWebhookSecret, secret_id=newer))  # type: ignore[arg-type]
    assert webhook.secrets_at(NOW + timedelta(hours=23)) == (newer, ADD.secret_id)
    assert webhook.secrets_at(NOW + timedelta(hours=24)) == (newer,)
    webhook.rotate_secret(of_webhook(commands.RotateWebhookSecret, secret_id=newest))  # type: ignore[arg-type]
    assert webhook.secrets_at(NOW) == (newest, newer)


def test_the_team_is_told_of_what_it_did_not_switch_off_itself() -> None:
    webhook = added()
    off = of_webhook(commands.SwitchOffWebhook, reason_code="by_staff")
    assert webhook.switch_off(off) == ()  # type: ignore[arg-type]
    assert not webhook.wants(VISIT)
    with pytest.raises(WebhookStateRefuses):
        webhook.switch_off(off)  # type: ignore[arg-type]
    webhook.switch_on(of_webhook(commands.SwitchOnWebhook))  # type: ignore[arg-type]
    with pytest.raises(WebhookStateRefuses):
        webhook.switch_on(of_webhook(commands.SwitchOnWebhook))  # type: ignore[arg-type]
    gone = of_webhook(commands.SwitchOffWebhook, SYSTEM, reason_code="gone")
    (told,) = webhook.switch_off(gone)  # type: ignore[arg-type]
    assert told == WebhookSwitchedOff(
        webhook_id=webhook.id, partner_id=webhook.partner_id, reason_code="gone"
    )
    assert (webhook.state, webhook.off_reason) == (WebhookState.OFF, "gone")

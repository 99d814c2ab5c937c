"""What the doctor makes of what services and broker say: one French sentence for each thing that is wrong."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from deploy.doctor.management import judge_node, judge_queue
from deploy.doctor.services import examine_one

ARGUMENTS = {"x-dead-letter-exchange": "dead-letters", "x-overflow": "reject-publish"}


def said_by(answer: Callable[[httpx.Request], httpx.Response]) -> list[tuple[str, str]]:
    with httpx.Client(base_url="http://api", transport=httpx.MockTransport(answer)) as client:
        return [(one.code, one.sentence) for one in examine_one("registration", client)]


def test_a_service_says_itself_what_is_wrong() -> None:
    finding = {"code": "unsent", "about": "outbox", "sentence": "Attend.", "since": None}
    assert said_by(lambda _: httpx.Response(200, json={"findings": [finding]})) == [("unsent", "Attend.")]
    assert said_by(lambda _: httpx.Response(200, json={"findings": []})) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [(httpx.ConnectError("no"), "ne répond pas."), (httpx.ReadTimeout("no"), "Ne répond pas en 10\u00a0s.")],
)
def test_a_service_that_says_nothing_is_named(error: Exception, said: str) -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise error

    [(code, sentence)] = said_by(silent)
    assert code == "no_answer"
    assert sentence.endswith(said)


def test_a_service_that_refuses_is_named_with_its_reason() -> None:
    problem = {"Content-Type": "application/problem+json"}
    assert said_by(lambda _: httpx.Response(403, json={"detail": "Non."}, headers=problem)) == [
        ("refused", "Ne donne pas son bilan\u00a0: Non.")
    ]
    assert "base de données" in said_by(lambda _: httpx.Response(503))[0][1]
    assert "a répondu 404" in said_by(lambda _: httpx.Response(404))[0][1]


def wrong_with(policy: dict[str, Any], arguments: dict[str, Any] = ARGUMENTS) -> list[str]:
    queue = {
        "name": "registration.keep_people",
        "arguments": arguments,
        "policy": "p",
        "operator_policy": "",
        "effective_policy_definition": policy,
    }
    return [one.sentence for one in judge_queue(queue)]


@pytest.mark.parametrize(
    "policy",
    [
        {"overflow": "drop-head"},
        {"dead-letter-strategy": "at-most-once"},
        {"dead-letter-exchange": "elsewhere"},
        {"max-length": 10},
        {"message-ttl": 1000},
        {"delivery-limit": 3},
    ],
    ids=str,
)
def test_a_policy_that_beats_the_arguments_of_a_queue_is_named(policy: dict[str, Any]) -> None:
    [sentence] = wrong_with(policy)
    [(key, value)] = policy.items()
    assert sentence.startswith(f"La règle p donne {key} = {value} à la file registration.keep_people")


HARMLESS = [{}, {"overflow": "reject-publish"}, {"delivery-limit": 1_000_000}]


@pytest.mark.parametrize("policy", HARMLESS, ids=str)
def test_a_policy_that_loses_nothing_is_none(policy: dict[str, Any]) -> None:
    assert wrong_with(policy) == []


def test_a_queue_without_dead_letters_may_have_any_policy() -> None:
    assert wrong_with({"overflow": "drop-head"}, {"x-queue-type": "quorum"}) == []


def test_a_node_that_takes_no_messages_is_named() -> None:
    node = {"name": "rabbit@a", "disk_free_alarm": True, "disk_free": 40_000_000, "mem_alarm": True}
    assert [one.code for one in judge_node(node)] == ["disk", "memory"]
    assert list(judge_node({"name": "rabbit@a", "disk_free_alarm": False, "mem_alarm": False})) == []

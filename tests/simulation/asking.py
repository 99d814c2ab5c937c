"""Owns the way of a request from a client to a process and back, over a network that loses and repeats.

A client asks again with the same key until it is told yes or no. It knows no command.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.application import Idempotency
from shared.commands import Command
from shared.errors import DomainError
from shared.storage.mongo import Contention, StorageUnavailable
from shared.telemetry import story
from tests.simulation.messaging import pause
from tests.simulation.world import Api, World

NO_ANSWER_SECONDS = 10.0
SOMETIMES = 0.04
"""How often a request or an answer is lost, or sent twice, where the weather is not calm."""


class Lost(Exception):
    """No answer came: it may have been done."""


@dataclass(slots=True, kw_only=True)
class Request:
    """What somebody wants: `make` makes the command anew at each attempt, as an API does."""

    service: str
    what: str
    key: str
    about: object
    make: Callable[[datetime], Command]
    answer: Callable[[Any], BaseModel]
    model: type[BaseModel]
    answers: list[BaseModel] = field(default_factory=list)
    refusals: list[DomainError] = field(default_factory=list)
    defects: list[Exception] = field(default_factory=list)

    @property
    def is_accepted(self) -> bool:
        """Whether the client was told yes."""
        return bool(self.answers)


async def ask(world: World, request: Request) -> None:
    """Ask until there is an answer, which `request` then has."""
    while not (request.answers or request.refusals or request.defects):
        apis = world.apis[request.service]
        if not apis:
            await pause(world.loop, 0.1)
            continue
        if _happens(world):  # some network sends it twice, and nobody waits for the other answer
            _send(world, world.weather.one_of(apis), request)
        try:
            await _send(world, world.weather.one_of(apis), request)
        except (Lost, StorageUnavailable, Contention) as error:
            world.weather.tell("client", f"{request.what} {request.key}: asks again after {error!r}")
            await pause(world.loop, 0.05 + 0.2 * world.weather.random.random())
        except DomainError as refusal:
            request.refusals.append(refusal)
        except Exception as error:  # noqa: BLE001  # what is no refusal is a finding
            request.defects.append(error)


def _send(world: World, api: Api, request: Request) -> Any:
    """Send it; the future answer. What a process has answered is in the request, even if it gets lost."""
    answer = world.loop.create_future()
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())
    api.waiting[id(answer)] = answer
    world.loop.call_outside(_arrive, world, api, request, answer, delay=world.weather.seconds())
    world.loop.call_outside(_settle, answer, Lost("no answer"), delay=NO_ANSWER_SECONDS)
    return answer


def _arrive(world: World, api: Api, request: Request, answer: Any) -> None:
    if api.process.is_dead or _happens(world):
        if api.process.is_dead:
            _settle(answer, Lost("refused"))
        return
    api.process.start(_serve(world, api, request, answer))


async def _serve(world: World, api: Api, request: Request, answer: Any) -> None:
    command = request.make(world.now())
    idempotency = Idempotency(request.key, request.what)
    outcome: Any
    try:
        with story(request.key):
            outcome = await api.application.execute(
                command,
                key=request.about,
                model=request.model,
                answer=request.answer,
                idempotency=idempotency,
            )
    except Exception as error:  # noqa: BLE001  # it goes to who asked
        outcome = error
    api.waiting.pop(id(answer), None)
    if not _happens(world):
        world.loop.call_outside(_answered, request, answer, outcome, delay=world.weather.seconds())


def _answered(request: Request, answer: Any, outcome: Any) -> None:
    if isinstance(outcome, BaseModel):
        request.answers.append(outcome)
    _settle(answer, outcome)


def _settle(answer: Any, outcome: Any) -> None:
    if answer.done():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def _happens(world: World) -> bool:
    return not world.weather.is_calm and world.weather.random.random() < SOMETIMES

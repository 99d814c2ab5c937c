"""Owns virtual time: an event loop that never sleeps and reads no socket, and processes that may die in it.

What is ready runs in its order, as in asyncio; what orders processes among each other is how long the
servers take, which `Weather` says. A process is all that runs in a context with its `Process`: killed,
nothing of it runs any more, and no server listens to its `finally`. It knows neither database nor broker.
"""

import asyncio
import heapq
from asyncio import Handle, TimerHandle
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextvars import Context, ContextVar, copy_context
from typing import Any, TypeVar, TypeVarTuple

import greenlet  # type: ignore[import-untyped]  # it comes without types

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

EVE_SECONDS = 24 * 3600.0
"""No loop is younger: what reads its time never meets a zero."""


class StandsStill(Exception):
    """Nothing is left that could ever happen."""


class Process:
    """One incarnation of a process: born with empty memory, and dead for ever once it is killed."""

    def __init__(self, name: str, loop: "VirtualLoop") -> None:
        self.name = name
        self.loop = loop
        self.is_dead = False
        self.until_fault = [-1, -1]
        """Talks with the database, and with the broker, until something goes wrong."""
        self.on_death: list[Callable[[], None]] = []
        loop.processes.append(self)
        self._tasks: list[tuple[asyncio.Task[Any], Context]] = []
        self._prune_at = 256

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin something in this process."""
        context = copy_context()
        context.run(OWNER.set, self)
        return self.loop.create_task(work, context=context)

    def watch(self, task: asyncio.Task[Any], context: Context) -> None:
        """Remember a task, to bury it."""
        self._tasks.append((task, context))
        if len(self._tasks) > self._prune_at:
            self._tasks = [one for one in self._tasks if not one[0].done()]
            self._prune_at = 2 * len(self._tasks) + 256

    def kill(self) -> None:
        """End it as SIGKILL does: from now on nothing of it runs."""
        if self.is_dead:
            return
        self.is_dead = True
        for call in self.on_death:
            call()
        self.loop.call_outside(self.bury)

    def bury(self) -> None:
        """Free what it held in memory. Blocks that are left so are the dead's: no server listens to them."""
        for task, context in self._tasks:
            if not task.done():
                task._log_destroy_pending = False  # type: ignore[attr-defined]  # a dead process leaves tasks
                coroutine = task.get_coro()
                if isinstance(coroutine, Coroutine):
                    context.run(coroutine.close)
        self._tasks.clear()


OWNER: ContextVar[Process | None] = ContextVar("process", default=None)


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs what is ready, then lets the time be that of what comes next."""

    def __init__(self) -> None:
        super().__init__()
        self.now = EVE_SECONDS
        self.processes: list[Process] = []
        """All that were ever started."""
        self.uncaught: list[str] = []
        """Errors that no code caught."""
        self._queue: list[tuple[float, int, Handle]] = []
        self._count = 0

    def time(self) -> float:
        """The present instant, in seconds."""
        return self.now

    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> Handle:
        """Run it after all that is ready already."""
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)  # type: ignore[attr-defined]  # BaseEventLoop's own
        return handle

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> TimerHandle:
        """Run it when its time has come."""
        handle = TimerHandle(when, callback, args, self, context)
        self._count += 1
        heapq.heappush(self._queue, (when, self._count, handle))
        return handle

    def call_later(
        self, delay: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> TimerHandle:
        """Run it after so many seconds."""
        return self.call_at(self.now + delay, callback, *args, context=context)

    def call_outside(self, callback: Callable[..., Any], *args: Any, delay: float = 0.0) -> None:
        """Run it in no process: what the world does, whoever lives."""
        self.call_later(delay, callback, *args, context=Context())

    def create_task(
        self,
        coro: Any,
        *,
        name: object = None,
        context: Context | None = None,
    ) -> asyncio.Task[Any]:
        """A task of the process that makes it."""
        context = copy_context() if context is None else context
        task = asyncio.Task(coro, loop=self, name=None if name is None else str(name), context=context)
        owner = context.get(OWNER)
        if owner is not None:
            owner.watch(task, context)
        return task

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> "asyncio.Future[T]":  # type: ignore[override]  # noqa: ARG002
        """Run it in a thread of virtual time, which stands still whenever it talks with a server."""
        future: asyncio.Future[T] = self.create_future()
        thread = greenlet.greenlet(lambda: _settle(future, func, args))
        thread.gr_context = copy_context()
        self._resume(thread)
        return future

    def _resume(self, thread: greenlet.greenlet) -> None:
        """Let a thread go on until its next talk with a server."""
        seconds = thread.switch()
        if not thread.dead:
            self.call_later(seconds, self._resume, thread)

    def _run_once(self) -> None:
        ready = self._ready  # type: ignore[attr-defined]
        while ready:
            handle = ready.popleft()
            owner = handle._context.get(OWNER)
            if handle._cancelled or (owner is not None and owner.is_dead):
                continue
            handle._run()
            if self._stopping:  # type: ignore[attr-defined]
                return
        while self._queue:
            when, _, later = heapq.heappop(self._queue)
            if not later._cancelled:
                self.now = max(self.now, when)
                ready.append(later)
                return
        raise StandsStill

    def _timer_handle_cancelled(self, handle: TimerHandle) -> None:
        """Left where it is, and passed over when its time comes."""

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Keep what nobody caught; what a task of the dead would have said is not heard."""
        if "never retrieved" not in context["message"]:
            self.uncaught.append(f"{context['message']}: {context.get('exception')!r}")

    def _asyncgen_finalizer_hook(self, agen: AsyncGenerator[Any, Any]) -> None:
        """What the dead have left open stays so: no server listens to them."""
        self._asyncgens.discard(agen)  # type: ignore[attr-defined]

    def add_signal_handler(self, sig: int, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        """Nobody sends signals: processes are killed."""

    def _process_events(self, event_list: Any) -> None:
        """No event comes from outside."""


def stand_still(seconds: float) -> None:
    """Within a thread of virtual time, let so much of it pass."""
    greenlet.getcurrent().parent.switch(seconds)


def _settle(future: "asyncio.Future[T]", func: Callable[..., T], args: tuple[Any, ...]) -> float:
    try:
        result = func(*args)
    except Exception as error:  # noqa: BLE001  # it belongs to who waits for the thread
        if not future.done():
            future.set_exception(error)
    else:
        if not future.done():
            future.set_result(result)
    return 0.0

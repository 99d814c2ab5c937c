"""Tasks end when they are to, those too that forget that they were cancelled, and those that raise."""

import asyncio

import pytest

from shared import ending


async def forgetful(times: int) -> None:
    """Go on, so many times, though cancelled."""
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            if not times:
                raise
            times -= 1


async def failing() -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        raise RuntimeError("while it tidied up")


async def ended() -> None:
    return


async def test_all_have_ended_whatever_they_do_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "CANCEL_AGAIN_SECONDS", 0.01)
    works = (forgetful(0), forgetful(2), failing(), ended())
    tasks = [asyncio.create_task(work) for work in works]
    await asyncio.sleep(0)
    await ending.end(tasks)
    assert all(task.done() for task in tasks)
    assert [task.cancelled() for task in tasks] == [True, True, False, False]
    with pytest.raises(RuntimeError):
        tasks[2].result()


async def test_nothing_to_end_takes_no_time() -> None:
    async with asyncio.timeout(ending.CANCEL_AGAIN_SECONDS):
        await ending.end([])

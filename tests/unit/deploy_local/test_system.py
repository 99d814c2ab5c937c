"""A system starts stage by stage, ends in the opposite order, and falls with the first part that dies."""

import os
import socket
import time
from pathlib import Path

import pytest

from deploy.local.commands.down import end_run
from deploy.local.failures import LocalFailure
from deploy.local.identities import Identity
from deploy.local.ports import LOOPBACK
from deploy.local.processes import ChildProcess
from deploy.local.programs import Job, Program
from deploy.local.run_record import RunRecord
from deploy.local.system import Part, System

SLEEP = ("sleep", "60")


class Sleeper:
    """A part that does nothing."""

    def __init__(self, name: str, folder: Path, *command: str) -> None:
        self.name = name
        self.ports: list[int] = []
        self.processes = [
            ChildProcess(name, command or SLEEP, log=folder / f"{name}.log", environment=os.environ)
        ]

    def launch(self) -> None:
        self.processes[0].start()

    def is_ready(self) -> bool:
        return self.processes[0].is_running


class Diary:
    """A witness that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def launched(self, part: Part) -> None:
        self.lines.append(f"launched {part.name}")

    def ready(self, part: Part) -> None:
        self.lines.append(f"ready {part.name}")


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    return RunRecord(tmp_path)


def test_a_stage_waits_for_the_former_one(tmp_path: Path, record: RunRecord) -> None:
    diary = Diary()
    system = System([[Sleeper("server", tmp_path)], [Sleeper("service", tmp_path)]], record)
    try:
        system.start(diary, {})
    finally:
        system.stop()
    assert diary.lines == ["launched server", "ready server", "launched service", "ready service"]


def test_a_run_is_up_once_it_is_ready_and_gone_once_it_is_stopped(tmp_path: Path, record: RunRecord) -> None:
    part = Sleeper("server", tmp_path)
    system = System([[part]], record)
    try:
        system.start(Diary(), {"server": "http://here"})
        run = record.read()
        assert run is not None
        assert run.is_up
        assert run.addresses == {"server": "http://here"}
    finally:
        system.stop()
    assert not part.processes[0].is_running
    assert record.read() is None


def test_a_part_that_dies_is_named_with_its_log(tmp_path: Path, record: RunRecord) -> None:
    part = Sleeper("broken", tmp_path, "false")
    system = System([[Sleeper("server", tmp_path)], [part]], record)
    try:
        part.launch()
        with pytest.raises(LocalFailure, match=r"broken s’est arrêté \(code 1\).*broken\.log"):
            system.watch()
    finally:
        system.stop()


def test_a_job_that_has_ended_well_is_no_longer_a_part_of_what_runs(
    tmp_path: Path, record: RunRecord
) -> None:
    job = Job(Program("job", ("this",), log=tmp_path / "job.log", environment={}))
    system = System([[job], [Sleeper("service", tmp_path)]], record)
    try:
        system.start(Diary(), {"service": "http://here"})
        run = record.read()
        assert run is not None
        assert run.is_up
        assert [process.name for process in run.processes()] == ["service"]
    finally:
        system.stop()


def test_a_job_that_fails_is_named_with_its_log(tmp_path: Path, record: RunRecord) -> None:
    job = Job(Program("job", ("no_such_module",), log=tmp_path / "job.log", environment={}))
    system = System([[job]], record)
    try:
        with pytest.raises(LocalFailure, match=r"job s’est arrêté \(code 1\).*job\.log"):
            system.start(Diary(), {})
    finally:
        system.stop()


def test_a_taken_port_is_told_before_anything_is_started(tmp_path: Path, record: RunRecord) -> None:
    first, second = Sleeper("server", tmp_path), Sleeper("service", tmp_path)
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        second.ports.append(port)
        with pytest.raises(LocalFailure, match=f"port {port}, voulu par service"):
            System([[first], [second]], record).start(Diary(), {})
    assert not first.processes[0].is_running


def test_a_program_that_is_not_there_is_one_sentence(tmp_path: Path, record: RunRecord) -> None:
    system = System([[Sleeper("missing", tmp_path, "no-such-program")]], record)
    with pytest.raises(LocalFailure, match="missing ne peut pas être lancé"):
        system.start(Diary(), {})


def test_what_a_killed_runner_left_is_ended_from_its_record(tmp_path: Path, record: RunRecord) -> None:
    part = Sleeper("orphan", tmp_path)
    System([[part]], record).start(Diary(), {"orphan": "here"})
    run = record.read()
    assert run is not None
    # A runner that is dead: it started at an instant when this process did not.
    dead = Identity(os.getpid(), Identity.of(os.getpid()).started_ticks + 1)
    begun = time.monotonic()
    end_run(run.model_copy(update={"runner": dead}))
    assert time.monotonic() - begun < 5
    assert not part.processes[0].is_running


def test_a_run_with_a_dead_part_is_not_up(tmp_path: Path, record: RunRecord) -> None:
    part = Sleeper("server", tmp_path)
    system = System([[part]], record)
    try:
        system.start(Diary(), {"server": "http://here"})
        part.processes[0].kill()
        run = record.read()
        assert run is not None
        assert not run.is_up
    finally:
        system.stop()

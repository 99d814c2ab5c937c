"""Owns the note of what `up` has started, read by `down` and by the next `up`. Starts and ends nothing."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from deploy.local.identities import Identity


class RecordedProcess(BaseModel):
    """One process of the system, with its name for people."""

    model_config = ConfigDict(frozen=True)

    name: str
    identity: Identity
    log: Path


class Run(BaseModel):
    """What one `up` has started: stages in the order of their start, and the process that watches them."""

    model_config = ConfigDict(frozen=True)

    runner: Identity
    stages: list[list[RecordedProcess]] = []
    addresses: dict[str, str] = {}
    """Filled once all is ready."""

    @property
    def is_up(self) -> bool:
        """Whether it became ready and every process of it still runs."""
        return bool(self.addresses) and all(process.identity.is_alive for process in self.processes())

    @property
    def is_alive(self) -> bool:
        """Whether anything of it still runs."""
        return self.runner.is_alive or any(process.identity.is_alive for process in self.processes())

    def processes(self) -> Iterator[RecordedProcess]:
        """All its processes in the order of their start."""
        for stage in self.stages:
            yield from stage


class RunRecord:
    """The file that holds the note. A reader never sees half of one."""

    def __init__(self, state: Path) -> None:
        self._path = state / "run" / "run.json"

    def read(self) -> Run | None:
        """Return the last run that was not ended, whether it still lives or not."""
        with suppress(FileNotFoundError):
            return Run.model_validate_json(self._path.read_bytes())
        return None

    def write(self, run: Run) -> None:
        """Note the run instead of any other."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(run.model_dump_json())
        fresh.replace(self._path)

    def erase(self) -> None:
        """Note that nothing runs."""
        self._path.unlink(missing_ok=True)

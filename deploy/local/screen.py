"""Owns how the local commands talk to people: results on the standard output, all the rest beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from deploy.local.system import Part

OUT = Console()
BESIDE = Console(stderr=True)
NAMES = {
    "directory": "Annuaire",
    "registration": "Inscriptions",
    "conventions": "Conventions",
    "notifications": "Notifications",
    "mail": "Mails reçus",
    "mongodb": "MongoDB",
    "rabbitmq": "RabbitMQ",
    "rabbitmq_management": "RabbitMQ, page de gestion",
}
"""The keys of the addresses, as people call them."""


class StartProgress:
    """A line per part of the system: turning while it starts, ticked once it does its work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._lines: dict[str, TaskID] = {}

    def launched(self, part: Part) -> None:
        """Show that the part starts."""
        self._lines[part.name] = self._progress.add_task(part.name, total=1)

    def ready(self, part: Part) -> None:
        """Show that the part does its work."""
        self._progress.update(self._lines[part.name], completed=1)


@contextmanager
def start_progress() -> Iterator[StartProgress]:
    """Show a start going on."""
    columns = (SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=BESIDE) as progress:
        yield StartProgress(progress)


def say(sentence: str) -> None:
    """Tell the person something that is not the result."""
    BESIDE.print(escape(sentence), highlight=False, soft_wrap=True)


def complain(sentence: str) -> None:
    """Tell the person why the command cannot go on."""
    BESIDE.print(f"[bold red]✗[/] {escape(sentence)}", highlight=False, soft_wrap=True)


@contextmanager
def reporting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Something to tell how much is done, of how much; the first telling shows a bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=BESIDE)
    bar = progress.add_task(what, total=None)
    with ExitStack() as shown:

        def report(written: int, total: int) -> None:
            if progress.tasks[bar].total is None:
                shown.enter_context(progress)
            progress.update(bar, completed=written, total=total)

        yield report


@contextmanager
def busy(sentence: str) -> Iterator[None]:
    """Show that something goes on for a while."""
    if not BESIDE.is_terminal:
        say(sentence)
    with BESIDE.status(sentence):
        yield


def show_addresses(addresses: Mapping[str, str]) -> None:
    """Show where each part of the system answers."""
    show_table(
        ("Partie", "Adresse"), [(NAMES.get(name, name), address) for name, address in addresses.items()]
    )


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show rows under their headings."""
    table = Table(*columns, box=box.SIMPLE)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    OUT.print(table, soft_wrap=True)


def show_verdict(check: str, *, passed: bool, output: str) -> None:
    """Show what one check has found: its output only when it matters."""
    OUT.print("[green]✓[/]" if passed else "[bold red]✗[/]", escape(check))
    if not passed:
        OUT.print(escape(output), highlight=False, soft_wrap=True)

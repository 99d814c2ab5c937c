"""The tour of the README is true: run as it stands, with the sample, it ends with a visit scheduled."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator

import pytest

from deploy.local import installation
from deploy.local.reference_data import load_reference_data
from deploy.local.sample.loading import load
from deploy.local.settings import ROOT, LocalSettings
from tests.running.essaim import Essaim, running_essaim

LOCAL = {
    "http://127.0.0.1:8001": "directory",
    "http://127.0.0.1:8002": "registration",
    "http://127.0.0.1:8003": "conventions",
    "http://127.0.0.1:8004": "notifications",
    "http://127.0.0.1:8025": "mail",
}
"""Where the tour finds what: the addresses that `./essaim up` prints."""


@pytest.fixture(scope="module")
def with_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Essaim]:
    with running_essaim(tmp_path_factory.mktemp("essaim")) as essaim:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("ESSAIM_STATE", str(essaim.settings.state))
            asyncio.run(load_reference_data(essaim.addresses["mongodb"]))
            asyncio.run(load(essaim.addresses, lambda _: None))
        yield essaim


def tour(essaim: Essaim) -> str:
    """The commands of the README's tour, for where this system answers."""
    section = (ROOT / "README.md").read_text().partition("## A tour")[2].partition("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    commands = "\n".join(blocks)
    for address, name in LOCAL.items():
        assert address in commands
        commands = commands.replace(address, essaim.addresses[name])
    return commands


def test_the_tour_of_the_readme_leads_from_a_registration_to_a_visit(with_sample: Essaim) -> None:
    installation.ensure_programs({"curl": "curl"}, LocalSettings())
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", tour(with_sample)],
        cwd=ROOT,
        env={**os.environ, "ESSAIM_STATE": str(with_sample.settings.state)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert '"code":"already_registered"' in done.stdout
    assert "CONV-" in done.stdout
    assert "signed" in done.stdout
    told = json.loads(done.stdout[done.stdout.rindex('{"items"') :])
    assert [item["event"]["type"] for item in told["items"]] == [
        "conventions.ConventionSigned.v1",
        "conventions.VisitScheduled.v1",
    ]

"""Checks what docker-compose.yml says against the code: a slip in it would show in a container alone."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.services import SERVICES
from deploy.local.settings import ROOT, LocalSettings
from deploy.rabbitmq.definitions import DEFINITIONS
from deploy.rabbitmq.queues import SUBSCRIPTIONS
from shared.messaging.topology import DEAD_LETTERS, RETRIES_SECONDS, UNROUTED, dead_letter_queue

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "deploy/docker/Dockerfile").read_text(encoding="utf-8")


def section(name: str) -> str:
    """What the file says of a container."""
    found = re.search(rf"^  {name}:\n((?:    .*\n)+)", COMPOSE, re.MULTILINE)
    assert found, name
    return found[1]


def programs() -> set[str]:
    """The modules that containers run."""
    found = re.findall(r"python, -m, ([\w.]+)|python -m ([\w.]+)", COMPOSE)
    return {name for pair in found for name in pair if name}


def like_the_image(source: Path, copy: Path, *, without: set[Path]) -> None:
    """Make `copy` the folder `source` as the engine gets it."""
    copy.mkdir()
    for child in source.iterdir():
        if any(left_out.is_relative_to(child) and left_out != child for left_out in without):
            like_the_image(child, copy / child.name, without=without)
        elif child not in without:
            (copy / child.name).symlink_to(child)


def test_every_program_that_a_container_runs_finds_all_that_it_imports(tmp_path: Path) -> None:
    assert {"services.registration.main", "deploy.docker.health", "deploy.rabbitmq.queues"} < programs()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    taken = {line[1:] for line in ignored if line.startswith("!")}
    left_out = {ROOT / line for line in ignored if line and line[0] not in "#*!"}
    absent = {child for child in ROOT.iterdir() if child.name not in taken}
    like_the_image(ROOT, tmp_path / "image", without=absent | left_out)
    imported = ", ".join(sorted(programs()))
    words = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); import {imported}"]
    subprocess.run(words, cwd=tmp_path / "image", check=True)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_an_api_and_a_worker_on_its_own_settings(service: str) -> None:
    api, worker = section(f"{service}-api"), section(f"{service}-worker")
    port = LocalSettings.model_fields[f"{service}_port"].default
    assert f"services.{service}.main api" in api
    assert f'"127.0.0.1:{port}:{port}"' in api
    assert f'deploy.docker.health, "{port}", /health/ready' in api
    assert f"services.{service}.main worker" in worker
    told = re.findall(r"^      ([A-Z_]+): ", api + worker, re.MULTILINE)
    assert {name.split("_")[0] for name in told} == {service.upper()}
    assert f"{service.upper()}_HOST=0.0.0.0" in DOCKERFILE


def test_a_volume_of_ours_belongs_to_the_user_of_the_image() -> None:
    made = re.search(r"install --directory --owner essaim ((?:.*\\\n)*.*)\n", DOCKERFILE)
    assert made
    mounted = set(re.findall(r"\w+:(/var/lib/essaim/\w+)", COMPOSE))
    assert mounted <= set(re.findall(r"/var/lib/essaim/\w+", made[1]))


def test_no_worker_starts_before_the_queues_of_all_services_stand() -> None:
    for service in SERVICES:
        assert "queues: *done" in section(f"{service}-worker")


def test_the_page_says_what_each_job_does_and_no_other() -> None:
    jobs = set(re.findall(r"^  ([\w-]+):\n    <<: \*job$", COMPOSE, re.MULTILINE))
    page = (ROOT / "deploy/docker/README.md").read_text(encoding="utf-8")
    assert jobs
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)) == jobs


def test_nothing_can_be_reached_from_other_machines() -> None:
    published = re.findall(r"^    ports: \[(.*)\]$", COMPOSE, re.MULTILINE)
    assert len(published) == len(SERVICES) + 1
    assert all(re.fullmatch(r'"127\.0\.0\.1:\d+:\d+"', ports) for ports in published)


def test_the_policy_of_what_no_queue_wants_is_for_the_queue_that_gets_it() -> None:
    policies = json.loads(DEFINITIONS.read_text(encoding="utf-8"))["policies"]
    assert [policy["name"] for policy in policies if re.search(policy["pattern"], UNROUTED)] == [UNROUTED]


def test_the_policy_of_dead_letters_is_for_the_queues_that_they_arrive_in_and_no_other() -> None:
    policies = json.loads(DEFINITIONS.read_text(encoding="utf-8"))["policies"]
    [pattern] = [policy["pattern"] for policy in policies if policy["name"] == DEAD_LETTERS]
    others = [f"{service}.{one.name}" for service, heard in SUBSCRIPTIONS.items() for one in heard]
    assert all(re.search(pattern, dead_letter_queue(service)) for service in SERVICES)
    assert not any(re.search(pattern, queue) for queue in (*others, *RETRIES_SECONDS, UNROUTED))

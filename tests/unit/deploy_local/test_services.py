"""Each process is told its settings under its service's prefix, and only those that it needs."""

from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.services import SERVICES, ServerUrls, api, worker
from deploy.local.settings import LocalSettings

URLS = ServerUrls(mongodb="mongodb://one", rabbitmq="amqp://two")


@pytest.fixture
def settings(tmp_path: Path) -> LocalSettings:
    return LocalSettings(state=tmp_path, mongodb_url=URLS.mongodb, rabbitmq_url=URLS.rabbitmq)


@pytest.mark.parametrize("service", SERVICES)
def test_an_api_knows_its_database_and_no_broker(service: str, settings: LocalSettings) -> None:
    told = api(service, settings, URLS).environment
    assert told[f"{service.upper()}_MONGODB_URL"] == URLS.mongodb
    assert told[f"{service.upper()}_PORT"] == str(settings.port_of(service))
    assert f"{service.upper()}_RABBITMQ_URL" not in told


@pytest.mark.parametrize("service", SERVICES)
def test_a_worker_knows_its_broker_and_listens_on_no_port(service: str, settings: LocalSettings) -> None:
    program = worker(service, settings, URLS)
    assert program.environment[f"{service.upper()}_RABBITMQ_URL"] == URLS.rabbitmq
    assert not program.ports


def test_only_directory_gets_the_signing_key(settings: LocalSettings) -> None:
    holders = [
        service
        for service in SERVICES
        if str(settings.signing_key) in api(service, settings, URLS).environment.values()
    ]
    assert holders == ["directory"]


def test_who_signs_or_verifies_links_gets_their_key(settings: LocalSettings) -> None:
    holders = [
        service
        for service in SERVICES
        if str(settings.link_key) in api(service, settings, URLS).environment.values()
    ]
    assert holders == list(SERVICES)


def test_links_in_mails_lead_to_the_services_whose_pages_they_open(settings: LocalSettings) -> None:
    told = worker("notifications", settings, URLS).environment
    for service in ("registration", "conventions"):
        port = settings.port_of(service)
        assert told[f"NOTIFICATIONS_{service.upper()}_URL"] == f"http://127.0.0.1:{port}"


def test_given_servers_are_used_and_none_is_started(settings: LocalSettings) -> None:
    layout = Layout(settings)
    names = {part.name for stage in layout.stages for part in stage}
    assert names == {*SERVICES, "mail-catcher", "queues"}
    apart = {part.name for stage in Layout(settings, apart=True).stages for part in stage}
    kinds = ("api", "worker")
    assert apart - names == {f"{service}-{kind}" for service in SERVICES for kind in kinds}
    assert layout.addresses["mongodb"] == URLS.mongodb
    assert layout.addresses["rabbitmq"] == URLS.rabbitmq


@pytest.mark.parametrize(("apart", "name"), [(True, "registration-worker"), (False, "registration")])
def test_no_worker_starts_before_the_queues_of_all_stand(
    settings: LocalSettings, *, apart: bool, name: str
) -> None:
    stages = [[part.name for part in stage] for stage in Layout(settings, apart=apart).stages]
    before, after = (
        next(place for place, names in enumerate(stages) if wanted in names) for wanted in ("queues", name)
    )
    assert after > before

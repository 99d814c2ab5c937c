"""Checks what is said where the sample cannot be loaded."""

import httpx
import pytest

from deploy.local.failures import LocalFailure
from deploy.local.sample.client import Service
from deploy.local.sample.directory import load_organisations
from shared.commands import Role
from tests.integration.directory.conftest import Tokens


async def test_a_refusal_is_told_in_one_sentence(client: httpx.AsyncClient, token: Tokens) -> None:
    directory = Service(client, token(Role("staff")))
    with pytest.raises(LocalFailure, match="Ce territoire n’existe pas"):
        await load_organisations(directory)

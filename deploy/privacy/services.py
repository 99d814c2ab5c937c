"""Owns the reading of what the services declare: their collections, and what these hold of people."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.local.services import SERVICES
from shared.personal_data import PersonalData
from shared.storage.indexes import Indexes


@dataclass(frozen=True, slots=True)
class Declared:
    """What one service says of itself."""

    indexes: Indexes
    personal_data: PersonalData


def declared_by_all() -> Mapping[str, Declared]:
    """Service → what it says."""
    return {service: _declared(service) for service in SERVICES}


def _declared(service: str) -> Declared:
    main = importlib.import_module(f"services.{service}.main")
    return Declared(main.INDEXES, main.PERSONAL_DATA)

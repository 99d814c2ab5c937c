"""Owns the loading of the local directory's territories, and of its search, with progress bars."""

from contextlib import closing

from deploy.local.screen import reporting
from services.directory.repository.search_rebuild import rebuild_search
from services.directory.repository.territories import load_territories
from services.directory.settings import Settings
from shared.storage.mongo import connect, open_database

DATABASE = Settings.model_fields["database"].default


async def load_reference_data(mongodb_url: str) -> None:
    """Have the territories there; once they are, this is done at once and shows nothing."""
    with closing(connect(mongodb_url)) as client, reporting("Territoires de France") as report:
        await load_territories(open_database(client, DATABASE), report)


async def refresh_search(mongodb_url: str) -> None:
    """Have what search knows in its present form; once it is, this is done at once and shows nothing."""
    with closing(connect(mongodb_url)) as client, reporting("Recherche") as report:
        await rebuild_search(open_database(client, DATABASE), report)

"""Checks the committed territories of France, as the reader gives them."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from stdnum.fr import siren

from services.directory.data.reader import count_territories, read_territories
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.territories import Territory

SAMPLE = Path(__file__).parents[3] / "deploy/local/sample/organisations.csv"
EPCI_KINDS = {"CC": "cc", "CA": "ca", "CU": "cu", "MET69": "metropole_lyon", "commune": "commune"}


@pytest.fixture(scope="module")
def territories() -> dict[str, Territory]:
    return {territory.key: territory for territory in read_territories()}


def test_every_territory_has_its_own_key_and_the_count_is_known(territories: dict[str, Territory]) -> None:
    assert len(territories) == count_territories() == 26 + 109 + 1_255 + 11 + 34_969


def test_every_siren_is_valid_and_has_one_owner(territories: dict[str, Territory]) -> None:
    sirens = Counter(territory.siren for territory in territories.values() if territory.siren)
    assert all(siren.is_valid(number) for number in sirens)
    assert set(sirens.values()) == {1}


def test_every_commune_points_to_an_epci_that_counts_it(territories: dict[str, Territory]) -> None:
    members = Counter(territory.epci for territory in territories.values() if territory.epci)
    communes = {
        territory.siren: territory.communes
        for key, territory in territories.items()
        if key.startswith("epci:")
    }
    assert members == communes


def test_every_departement_and_region_named_exists(territories: dict[str, Territory]) -> None:
    for territory in territories.values():
        assert f"region:{territory.region}" in territories
        assert territory.departement is None or f"departement:{territory.departement}" in territories


def test_the_sample_organisations_are_among_them(territories: dict[str, Territory]) -> None:
    by_siren = {territory.siren: territory for territory in territories.values()}
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 24
    for row in rows:
        territory = by_siren[row["siren"]]
        assert (territory.name, territory.population) == (row["nom"], int(row["population_municipale"]))
        assert (territory.kind, territory.insee_code or "") == (EPCI_KINDS[row["type"]], row["code_insee"])
        assert (territory.departement, territory.epci or "") == (row["departement"], row["siren_epci"])


def test_the_edge_cases_are_as_the_law_has_them(territories: dict[str, Territory]) -> None:
    saint_denis = [t for t in territories.values() if t.name == "Saint-Denis"]
    assert sorted(str(t.departement) for t in saint_denis) == ["11", "30", "93", "974"]
    assert str(territories["commune:93066"].siren).startswith("92")
    assert territories["commune:85113"].epci is None
    assert territories["epci:200046977"].kind == OrganisationKind.METROPOLE_LYON
    assert territories["commune:2A004"].name == "Ajaccio"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("departement:30", "Département du Gard"),
        ("departement:01", "Département de l’Ain"),
        ("departement:91", "Département de l’Essonne"),
        ("departement:07", "Département de l’Ardèche"),
        ("departement:06", "Département des Alpes-Maritimes"),
        ("departement:974", "Département de La Réunion"),
        ("region:76", "Région Occitanie"),
        ("commune:06112", "Le Rouret"),
    ],
)
def test_an_area_takes_the_name_of_its_public_body(
    territories: dict[str, Territory], key: str, name: str
) -> None:
    assert territories[key].official_name == name

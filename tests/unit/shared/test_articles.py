"""Checks names without their article, and after *de*."""

import pytest

from shared.articles import after_de, without_article


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Le Rouret", "Rouret"),
        ("La Couronne", "Couronne"),
        ("Les Angles", "Angles"),
        ("L'Île-d'Yeu", "Île-d'Yeu"),
        ("L’Escale", "Escale"),
        ("Aux Marais", "Marais"),
        ("Los Masos", "Masos"),
        ("Lens", "Lens"),
        ("Laon", "Laon"),
        ("Le", "Le"),
    ],
)
def test_a_name_is_sorted_without_its_article(name: str, sorted_as: str) -> None:
    assert without_article(name) == sorted_as


@pytest.mark.parametrize(
    ("name", "link_code", "written"),
    [
        ("Manduel", "0", "de Manduel"),
        ("Uzès", "1", "d’Uzès"),
        ("Le Rouret", "2", "du Rouret"),
        ("La Couronne", "3", "de La Couronne"),
        ("Les Angles", "4", "des Angles"),
        ("L'Escale", "5", "de L’Escale"),
        ("Aux Marais", "6", "des Marais"),
        ("Los Masos", "8", "de Los Masos"),
        ("Gard", "2", "du Gard"),
        ("Ain", "5", "de l’Ain"),
        ("Haguenau", "0", "de Haguenau"),
        ("Hyères", "1", "d’Hyères"),
    ],
)
def test_the_official_code_says_what_joins(name: str, link_code: str, written: str) -> None:
    assert after_de(name, link_code) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Manduel", "de Manduel"),
        ("Uzès", "d’Uzès"),
        ("Évry-Courcouronnes", "d’Évry-Courcouronnes"),
        ("Yvetot", "d’Yvetot"),
        ("Yutz", "de Yutz"),
        ("Hautes Terres", "de Hautes Terres"),
        ("Le Rouret", "du Rouret"),
        ("CC du Royans-Vercors", "de la CC du Royans-Vercors"),
        ("Métropole de Lyon", "de la Métropole de Lyon"),
        ("Eurométropole de Strasbourg", "de l’Eurométropole de Strasbourg"),
        ("Département du Gard", "du Département du Gard"),
        ("Parc naturel régional du Luberon", "du Parc naturel régional du Luberon"),
        ("", "de "),
    ],
)
def test_without_a_code_the_name_itself_says_it(name: str, written: str) -> None:
    assert after_de(name) == written

"""Owns what members of the sample are ready to show: an illustration, not what they truly do."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SampleOffer:
    """An offer that a member publishes."""

    organisation: str
    topics: tuple[str, ...]
    summary: str
    half_days_per_year: int = 6


OFFERS: Final = (
    SampleOffer(
        "Mouans-Sartoux",
        ("ferme_municipale", "gaspillage"),
        "Une régie agricole qui nourrit les écoles.",
        12,
    ),
    SampleOffer("Barjac", ("approvisionnement",), "Une cantine bio et faite maison dans une petite commune."),
    SampleOffer(
        "Manduel", ("menus_vegetariens",), "Des menus végétariens que les enfants redemandent, une légumerie."
    ),
    SampleOffer("Saint-Rémy-de-Provence", ("cuisine_neuve",), "Une cuisine dans chaque école."),
    SampleOffer("Salon-de-Provence", ("equipes_cuisine",), "Organiser les équipes de trente cuisines.", 8),
    SampleOffer("Miramas", ("ferme_municipale",), "Des jardins partagés à la cantine."),
    SampleOffer("Bègles", ("mutualisation",), "Une cuisine partagée avec la ville voisine."),
    SampleOffer("Bordeaux", ("plastique",), "Sortir du plastique, de la cuisson au service.", 10),
    SampleOffer(
        "Loos-en-Gohelle",
        ("foncier", "democratie_alimentaire"),
        "Installer des producteurs sur les terres communales, avec les habitants.",
        8,
    ),
    SampleOffer("Ungersheim", ("ferme_municipale",), "Une ferme et une conserverie municipales."),
    SampleOffer("Briançon", ("equipes_cuisine",), "Passer de la liaison froide à la cuisine maison."),
    SampleOffer("Lons-le-Saunier", ("relocalisation", "foncier"), "Protéger l’eau en achetant le blé local."),
    SampleOffer("Lagraulet-du-Gers", ("ferme_municipale",), "Une microrégie pour une école.", 2),
    SampleOffer("Dijon", ("gaspillage",), "Trier, peser et réduire les restes.", 10),
    SampleOffer("CC du Royans-Vercors", ("gouvernance",), "Un projet alimentaire à l’échelle d’une vallée."),
)

"""Owns the club's list of topics, whose codes events carry: code and French name. Decides nothing."""

TOPICS = {
    "gaspillage": "Réduction du gaspillage",
    "equipes_cuisine": "Organisation des équipes en cuisine",
    "menus_vegetariens": "Menus végétariens",
    "mutualisation": "Mutualisation d’un outil de restauration collective",
    "foncier": "Stratégie foncière et terres nourricières",
    "relocalisation": "Relocalisation du bio",
    "acteurs_economiques": "Dialogue avec les acteurs économiques",
    "ferme_municipale": "Ferme municipale, régie agricole",
    "cuisine_neuve": "Construction d’une nouvelle cuisine",
    "approvisionnement": "Approvisionnement bio et local, marchés publics",
    "plastique": "Sortie du plastique",
    "education": "Éducation à l’alimentation",
    "tarification": "Tarification sociale, budget et coût des denrées",
    "petite_enfance": "Crèches",
    "colleges_lycees": "Collèges et lycées",
    "democratie_alimentaire": "Démocratie alimentaire",
    "gouvernance": "Gouvernance, projet alimentaire territorial",
}

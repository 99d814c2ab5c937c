"""Owns the wording of the clauses, by template version and legal form; staff may change it in a draft.

A version is never changed once a convention was written from it: a new wording is a new version.
"""

from collections.abc import Mapping
from typing import Final

from services.conventions.domain.convention.terms import Clause, LegalForm

CURRENT_VERSION: Final = 1

_COMMON: Final[Mapping[Clause, str]] = {
    Clause.AIM: (
        "Les parties veulent une restauration collective de qualité, biologique, locale et accessible à "
        "toutes et tous. Elles partagent leurs savoir-faire pour que chacune progresse."
    ),
    Clause.CHARTER: (
        "Les parties adhèrent au Club des Territoires et en respectent la charte\u00a0: gratuité des "
        "savoirs, respect des agents, retour d’expérience partagé."
    ),
    Clause.FACILITATION: (
        "L’association aide à préparer le déroulé, suit la réalisation des visites et recueille le bilan "
        "de chacune. Elle n’emploie ni ne dirige les agents."
    ),
    Clause.WELCOME: (
        "La collectivité bénéficiaire accueille les agents, leur présente les équipes et les locaux, et "
        "désigne une personne à qui s’adresser pendant toute la visite."
    ),
    Clause.HYGIENE: (
        "La collectivité bénéficiaire remet aux agents, avant leur arrivée en cuisine, les règles de "
        "sécurité et d’hygiène du site, dont le plan de maîtrise sanitaire. Les agents les appliquent."
    ),
    Clause.EQUIPMENT: (
        "La collectivité bénéficiaire fournit les tenues et le matériel nécessaires, sauf ce que le "
        "déroulé prévoit que les agents apportent."
    ),
    Clause.EXPENSES: (
        "Les frais de déplacement, de repas et d’hébergement sont pris en charge comme il est dit à "
        "l’article «\u00a0Dispositions financières\u00a0», sur justificatifs et dans la limite des taux "
        "applicables aux agents publics."
    ),
    Clause.INSURANCE: (
        "Chaque partie est assurée pour sa responsabilité civile et répond des dommages causés de son "
        "fait. Les agents restent couverts par l’assurance de leur employeur."
    ),
    Clause.ACCIDENTS: (
        "Un accident survenu pendant une visite ou sur le trajet est déclaré sans délai à l’employeur de "
        "l’agent, qui en assume les suites au titre des accidents de service ou du travail."
    ),
    Clause.DISCRETION: (
        "Les agents sont tenus à la discrétion professionnelle pour tout ce qu’ils apprennent de la "
        "collectivité bénéficiaire, pendant la convention et après sa fin."
    ),
    Clause.IMAGE: (
        "Aucune photographie ni vidéo d’une personne n’est prise ou diffusée sans son accord écrit."
    ),
    Clause.OWNERSHIP: (
        "Les supports produits ensemble peuvent être utilisés librement par chaque partie et par les "
        "membres du club, en citant leurs auteurs."
    ),
    Clause.FOLLOW_UP: (
        "Un bilan suit chaque visite, et un bilan final la dernière. La collectivité bénéficiaire les "
        "remet à l’association, qui les valide."
    ),
    Clause.PERSONAL_DATA: (
        "Les données des personnes citées ne servent qu’à conclure, exécuter et prouver la convention. "
        "Elles sont conservées avec l’acte. Les droits d’accès et de rectification s’exercent auprès de "
        "l’association."
    ),
    Clause.RENEWAL: (
        "La convention ne se renouvelle pas tacitement. Les parties peuvent convenir par écrit de la "
        "renouveler."
    ),
    Clause.AMENDMENT: ("Toute modification fait l’objet d’un avenant numéroté, signé par les mêmes parties."),
    Clause.TERMINATION: (
        "Chaque partie peut résilier la convention par écrit, en respectant le préavis. Les visites "
        "prévues après la date d’effet sont annulées."
    ),
    Clause.DISPUTES: (
        "En cas de différend, les parties recherchent d’abord un accord amiable pendant deux mois. À "
        "défaut, le tribunal administratif compétent est saisi."
    ),
}

_BY_FORM: Final[Mapping[LegalForm, Mapping[Clause, str]]] = {
    LegalForm.PARTNERSHIP: {
        Clause.LEGAL_BASIS: (
            "La présente convention est un partenariat entre personnes publiques, par lequel elles "
            "coopèrent à leurs missions de service public. Les agents se déplacent sous ordre de mission."
        ),
        Clause.AUTHORITY: (
            "Les agents demeurent, pendant toute la visite, sous l’autorité de leur employeur, qui "
            "continue de les rémunérer."
        ),
        Clause.MISSION_ORDERS: (
            "L’employeur établit un ordre de mission pour chaque agent avant chaque visite. Sa référence "
            "et sa date sont communiquées à l’association."
        ),
    },
    LegalForm.MISE_A_DISPOSITION: {
        Clause.LEGAL_BASIS: (
            "La présente convention est conclue en application des articles L. 512-6 et suivants du code "
            "général de la fonction publique et du décret n° 2008-580 du 18 juin 2008."
        ),
        Clause.AUTHORITY: (
            "Les agents mis à disposition demeurent dans leur cadre d’emplois, sont réputés occuper leur "
            "emploi et perçoivent la rémunération correspondante. La collectivité bénéficiaire organise "
            "leur travail pendant la visite\u202f; leur employeur garde le pouvoir disciplinaire."
        ),
        Clause.MISSION_ORDERS: (
            "La mise à disposition de chaque agent est prononcée par arrêté individuel, après son accord "
            "écrit. Ses déplacements se font sous ordre de mission."
        ),
    },
}


def wording(legal_form: LegalForm, template_version: int) -> Mapping[Clause, str]:
    """The wording of every clause, as the template of this version has it.

    Raises:
        ValueError: there is no such version.
    """
    if template_version != CURRENT_VERSION:
        raise ValueError(f"no template of version {template_version}")
    return {**_COMMON, **_BY_FORM[legal_form]}

"""Owns what is said of a problem, in French, to the person who changed a contract. Decides nothing."""

from deploy.contracts.checks import Code, Problem
from deploy.contracts.compatibility import Break, Rule

_BREAKS = {
    Rule.PROPERTY_REMOVED: "la propriété a disparu",
    Rule.NEW_PROPERTY_REQUIRED: "une propriété nouvelle doit être facultative",
    Rule.BECAME_REQUIRED: "la propriété, facultative, est devenue obligatoire",
    Rule.BECAME_OPTIONAL: "la propriété, obligatoire, est devenue facultative",
    Rule.CLOSED_OBJECT_GREW: "une propriété est apparue dans un objet qui n’en accepte pas d’autres",
    Rule.TYPE_CHANGED: "le type est passé de « {before} » à « {after} »",
    Rule.KEYWORD_CHANGED: "« {keyword} » est passé de « {before} » à « {after} »",
    Rule.UNKNOWN_KEYWORD: "le mot-clé « {keyword} » n’est pas connu de la comparaison",
}

_PROBLEMS = {
    Code.UNPUBLISHED: "aucune révision publiée ; lancez « ./essaim contracts freeze »",
    Code.STALE: "le code et la dernière révision diffèrent ; lancez « ./essaim contracts freeze »",
    Code.WITHDRAWN: "publié, mais absent du code ; un contrat publié ne se retire pas",
    Code.REVISION_MISSING: "la suite des révisions a un trou",
    Code.INCOMPATIBLE: "révisions {old} et {new}, {where} : {difference}",
    Code.SAMPLE_MISSING: "aucun exemple dans shared/events/samples",
    Code.SAMPLE_STRAY: "un exemple sans contrat dans shared/events/samples",
    Code.PAGE_STALE: "le document n’est plus à jour ; lancez « ./essaim contracts docs »",
}


def sentence(problem: Problem) -> str:
    """One line that says what is wrong and, where it can, what to do."""
    facts = {}
    if problem.difference is not None and problem.revisions is not None:
        old, new = problem.revisions
        where = f"« {problem.difference.where} »" if problem.difference.where else "à la racine"
        facts = {"old": old, "new": new, "where": where, "difference": _difference(problem.difference)}
    return f"{problem.name} : {_PROBLEMS[problem.code].format(**facts)}."


def _difference(difference: Break) -> str:
    return _BREAKS[difference.rule].format(
        keyword=difference.keyword,
        before=difference.before or "rien",
        after=difference.after or "rien",
    )

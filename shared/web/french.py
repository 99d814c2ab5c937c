"""Owns the French of what pydantic finds wrong in a request. Decides nothing."""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ n’est pas attendu.",
    "json_invalid": "Le contenu n’est pas du JSON valable.",
    "string_type": "Un texte est attendu.",
    "string_too_short": "Il faut au moins {min_length} caractère(s).",
    "string_too_long": "Il faut au plus {max_length} caractères.",
    "string_pattern_mismatch": "Le format n’est pas celui attendu.",
    "int_type": "Un nombre entier est attendu.",
    "int_parsing": "Un nombre entier est attendu.",
    "int_from_float": "Un nombre entier est attendu.",
    "int_parsing_size": "Ce nombre est trop grand.",
    "greater_than_equal": "Il faut au moins {ge}.",
    "greater_than": "Il faut plus de {gt}.",
    "less_than_equal": "Il faut au plus {le}.",
    "bool_type": "Oui ou non est attendu (true ou false).",
    "bool_parsing": "Oui ou non est attendu (true ou false).",
    "uuid_parsing": "Un identifiant (UUID) est attendu.",
    "uuid_type": "Un identifiant (UUID) est attendu.",
    "enum": "Il faut l’une de ces valeurs : {expected}.",
    "literal_error": "Il faut l’une de ces valeurs : {expected}.",
    "date_type": "Une date est attendue (AAAA-MM-JJ).",
    "date_parsing": "Une date est attendue (AAAA-MM-JJ).",
    "date_from_datetime_parsing": "Une date est attendue (AAAA-MM-JJ).",
    "datetime_type": "Une date et une heure sont attendues.",
    "datetime_parsing": "Une date et une heure sont attendues.",
    "datetime_from_date_parsing": "Une date et une heure sont attendues.",
    "timezone_naive": "Une heure locale, sans décalage, est attendue.",
    "timezone_aware": "Il faut préciser le décalage horaire.",
    "dict_type": "Un objet est attendu.",
    "model_type": "Un objet est attendu.",
    "model_attributes_type": "Un objet est attendu.",
    "list_type": "Une liste est attendue.",
    "tuple_type": "Une liste est attendue.",
    "too_short": "Il faut au moins {min_length} élément(s).",
    "too_long": "Il faut au plus {max_length} élément(s).",
}


def sentence_for(error: Mapping[str, Any]) -> str:
    """What to tell the person about one of pydantic's findings."""
    sentence = SENTENCES.get(error["type"])
    if sentence is not None:
        return sentence.format_map(error.get("ctx") or {})
    cause = (error.get("ctx") or {}).get("error")
    return str(cause) if isinstance(cause, ValueError) else "Cette valeur n’est pas acceptée."

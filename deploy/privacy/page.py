"""Owns the register of processing as a person reads it. Says nothing that the services do not declare."""

from collections.abc import Iterator, Mapping

from deploy.privacy.services import Declared
from shared.personal_data import Place
from shared.retention import Retention
from shared.storage.once import IDEMPOTENCY_KEPT_SECONDS, INBOX_KEPT_SECONDS
from shared.storage.outbox import KEPT_AFTER_PUBLICATION_SECONDS

_DAY_SECONDS = 24 * 3600

_OPENING = """# Registre des activités de traitement

Écrit par `./essaim privacy docs` d’après `services/*/personal_data.py` et `shared/retention.py` ; ne pas
modifier à la main. `./essaim check` refuse une collection qui n’y est pas déclarée.

Responsable du traitement : l’association qui anime le club. Personnes concernées : élu·es et agent·es des
collectivités, équipe du club. Destinataires : l’équipe du club et, pour leur collectivité, ses référent·es ;
les systèmes partenaires ne reçoivent ni nom ni coordonnées.

Une personne demande l’accès à ses données ou leur effacement au service `directory`, qui le dit à tous.
Chaque service efface alors ce qui suit et le confirme ; l’équipe voit qui ne l’a pas encore fait."""

_MACHINERY = """## Rouages communs à tous les services

| collection | contient | disparaît |
| --- | --- | --- |
| `outbox` | faits à publier, dont les coordonnées | {outbox} jours après publication |
| `inbox` | identifiants des faits déjà appliqués | {inbox} jours après, et pas avant leur message abandonné |
| `idempotency` | réponses faites aux demandes | {idempotency} jour après |
| `dead_letters` | messages abandonnés | selon `RETENTION_DEAD_LETTERS_DAYS` |
| `dead_letter_acts` | qui a renvoyé ou écarté quel message, quand, pourquoi | avec ces messages |
| `erased_people` | identifiant de chaque personne effacée, et lui seul | jamais : rien ne doit la ramener |
| `signing_keys` | clés publiques qui vérifient les jetons | avec la clé |
| `leases`, `lease_holders`, `turns` | noms de processus, rien des personnes | au fil de l’eau |
| `workers`, `timers` | noms de processus et de tâches, rien des personnes | au fil de l’eau |
| `postponed` | identifiants des faits dont le traitement attend | dès qu’ils sont traités |

L’effacement vide aussi de ce qu’ils portent d’une personne ces faits, ces réponses et ces messages."""


def render(declared: Mapping[str, Declared]) -> str:
    """The whole page; the same declarations always give the same text."""
    machinery = _MACHINERY.format(
        outbox=KEPT_AFTER_PUBLICATION_SECONDS // _DAY_SECONDS,
        inbox=INBOX_KEPT_SECONDS // _DAY_SECONDS,
        idempotency=IDEMPOTENCY_KEPT_SECONDS // _DAY_SECONDS,
    )
    return "\n\n".join((_OPENING, *_sections(declared), machinery, _settings())) + "\n"


def _sections(declared: Mapping[str, Declared]) -> Iterator[str]:
    for service, said in declared.items():
        yield f"## `{service}`"
        for place in said.personal_data.places:
            yield _place(place)
        nothing = ", ".join(f"`{name}`" for name in sorted(said.personal_data.nowhere_else))
        yield f"Sans donnée de personnes : {nothing}."


def _place(place: Place) -> str:
    rows = (
        ("Finalité", place.purpose),
        ("Base légale", place.basis.value),
        ("Données", ", ".join(place.fields.values())),
        ("Où", f"collection `{place.collection}`"),
        ("Conservation", _kept(place)),
        ("À l’effacement", _erased(place)),
    )
    return f"### {place.category}\n\n" + "\n".join(f"- {name} : {value}" for name, value in rows)


def _kept(place: Place) -> str:
    if place.kept is None:
        return "tant que la personne est connue du club"
    return f"`RETENTION_{place.kept.limit.upper()}` après `{place.kept.since}`, puis supprimées"


def _erased(place: Place) -> str:
    if place.erased is None:
        return "supprimées"
    if not place.erased:
        return "seuls restent des identifiants et des dates, pour que les comptes restent justes"
    return "vidées de ce qui désigne la personne"


def _settings() -> str:
    rows = [
        f"| `RETENTION_{name.upper()}` | {field.default} | {field.description} |"
        for name, field in Retention.model_fields.items()
    ]
    return "\n".join(("## Durées", "", "| variable | valeur | ce que c’est |", "| --- | --- | --- |", *rows))

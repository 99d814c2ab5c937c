"""Owns how times are written in French: `vendredi 12 mars 2027, de 9 h 30 à 12 h`. Reads no clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from shared.events.pieces import When

FULL = "\u00a0"
METROPOLE = "Europe/Paris"
ZONE_NAMES = {
    "America/Cayenne": "heure de la Guyane",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Marigot": "heure de Saint-Martin",
    "America/Martinique": "heure de la Martinique",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "Indian/Mayotte": "heure de Mayotte",
    "Indian/Reunion": "heure de La Réunion",
    "Pacific/Gambier": "heure des Gambier",
    "Pacific/Marquesas": "heure des Marquises",
    "Pacific/Noumea": "heure de la Nouvelle-Calédonie",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
}


def day_in_words(day: date) -> str:
    """`vendredi 12 mars 2027`; the first of a month is `1er`."""
    words = format_date(day, "EEEE d MMMM y", locale="fr")
    return words.replace(" 1 ", " 1er ", 1) if day.day == 1 else words


def time_in_words(moment: time) -> str:
    """`9 h 30`, `14 h`: no leading zero on the hour, no zero minutes."""
    minutes = f"{FULL}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{FULL}h{minutes}"


def moment_in_words(local: datetime) -> str:
    """`vendredi 12 mars 2027, 9 h 30`."""
    return f"{day_in_words(local.date())}, {time_in_words(local.time())}"


def duration_in_words(duration: timedelta) -> str:
    """`45 s`, `3 min`, `2 h 5 min`, `9 jours`: the two largest units at most, never less than `0 s`."""
    seconds = max(0, round(duration.total_seconds()))
    days, hours, minutes = seconds // 86_400, seconds // 3600, seconds // 60
    if days:
        return f"{days}{FULL}{'jours' if days > 1 else 'jour'}"
    if hours:
        rest = minutes % 60
        return f"{hours}{FULL}h" + (f"{FULL}{rest}{FULL}min" if rest else "")
    return f"{minutes}{FULL}min" if minutes else f"{seconds}{FULL}s"


def deadline_in_words(at: datetime | None, *, timezone: str) -> str:
    """An instant on the clock of the place; empty where there is none."""
    return moment_in_words(at.astimezone(ZoneInfo(timezone))) if at else ""


def appointment_in_words(when: When) -> str:
    """The whole appointment on the clock of the place, with the zone named where it is not that of Paris."""
    starts, ends = when.starts_local, when.ends_local
    if starts.date() == ends.date():
        hours = f"de {time_in_words(starts.time())} à {time_in_words(ends.time())}"
        words = f"{day_in_words(starts.date())}, {hours}"
    else:
        words = f"du {moment_in_words(starts)}, au {moment_in_words(ends)}"
    return words if when.timezone == METROPOLE else f"{words} ({_zone_in_words(when.timezone)})"


def _zone_in_words(timezone: str) -> str:
    return ZONE_NAMES.get(timezone, f"heure du fuseau {timezone}")

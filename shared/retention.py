"""Owns for how long the club keeps what it knows of people: all the values, in one place. Erases nothing."""

from datetime import timedelta

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Retention(BaseSettings):
    """Environment variables `RETENTION_…`, the same for all services. To be confirmed by the club."""

    model_config = SettingsConfigDict(env_prefix="RETENTION_")

    inactive_people_days: int = Field(
        default=1095, ge=1, description="Personne sans rôle en cours : durée avant son effacement."
    )
    erasures_days: int = Field(
        default=1825, ge=365, description="Preuve d’un effacement : durée depuis la décision."
    )
    access_exports_days: int = Field(
        default=30, ge=1, description="Copie de ses données remise à une personne : durée depuis sa demande."
    )
    mails_days: int = Field(
        default=365, ge=30, description="Suivi des courriels envoyés : durée depuis la mise en file."
    )
    staff_feed_days: int = Field(
        default=730, ge=1, description="Lignes du fil de l’équipe : durée depuis le fait."
    )
    registrations_days: int = Field(
        default=1095,
        ge=730,  # a gathering takes registrations for less long: none is removed that still holds a seat
        description="Inscriptions aux rencontres : durée depuis la demande.",
    )
    dead_letters_days: int = Field(
        default=180, ge=1, description="Messages abandonnés : durée depuis l’abandon."
    )
    enforced_every_seconds: float = Field(
        default=3600, gt=0, description="Intervalle entre deux passages de l’effacement à échéance."
    )
    sweep_after_seconds: float = Field(
        default=900,
        gt=0,
        description="Après un effacement, délai avant le second passage qui le confirme : plus long que "
        "toute écriture commencée avant (dix minutes, et une minute de transaction).",
    )
    acknowledged_within_hours: float = Field(
        default=72, gt=0, description="Délai laissé aux services pour confirmer avant d’alerter l’équipe."
    )

    def limit(self, name: str) -> timedelta:
        """For how long a category is kept: `name` is a field of so many days."""
        return timedelta(days=getattr(self, name))

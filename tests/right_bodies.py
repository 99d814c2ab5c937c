"""Owns a body of the right form for each route that takes one; what it names does not exist. Sends none."""

from collections.abc import Mapping

from tests.garbage import UNKNOWN_ID
from tests.running.callers import Json
from tests.running.club import YEAR, mandate, post

DELIBERATION = {"number": "2026-114", "voted_on": "2026-01-20", "transmitted_on": "2026-01-22"}
WRONG_SIREN = "213001556"
ORGANISATION = {"kind": "commune", "name": "Manduel", "siren": WRONG_SIREN, "population": 7044}
PERSON = {"given_name": "Camille", "family_name": "Durand", "email": "camille@example.org"}
OFFER = {"topics": ["plastique"], "summary": "Sortir les barquettes de la cuisine.", "half_days_per_year": 6}
DATES = {
    "starts_local": f"{YEAR + 1}-03-18T09:30:00",
    "ends_local": f"{YEAR + 1}-03-18T12:00:00",
    "timezone": "Europe/Paris",
    "place": {"label": "Salle Leprun", "postal_code": "30129", "city": "Manduel"},
}
CLUB_EVENT = DATES | {
    "kind": "political_morning",
    "title": "Matinée",
    "mode": "in_person",
    "venue_org": UNKNOWN_ID,
    "area": ["DEP-30"],
    "audience": "Les élu·es du Gard",
    "topics": ["foncier"],
}
WISH = {
    "topics": ["gaspillage"],
    "context": "Deux cuisines.",
    "expected_results": "Moins de restes.",
    "from_day": f"{YEAR + 1}-01-04",
    "to_day": f"{YEAR + 1}-06-30",
    "people_to_train": 4,
}
PARTY = {
    "org": UNKNOWN_ID,
    "role": "offering",
    "legal_name": "Commune de Manduel",
    "siren": "213001555",
    "address": "1 place de la Mairie",
    "represented_by": "Camille Martin",
    "capacity": "Maire",
    "acting_under": "délibération n° 12",
}
AGENT = {
    "name": "Cheffe de cuisine",
    "post": "Cuisine centrale",
    "status": "titulaire",
    "person_id": UNKNOWN_ID,
}
TERMS = {
    "title": "Organisation des équipes",
    "topics": ["equipes_cuisine"],
    "agents": [AGENT],
    "practice": {"half_day_quota": 20, "agents_per_visit_max": 2},
    "duration": {"effect_on": "2027-09-01", "ends_on": "2028-08-31"},
    "clauses": {"aim": "Progresser ensemble."},
}
SIGNATORY = {
    "person_id": UNKNOWN_ID,
    "org": UNKNOWN_ID,
    "capacity": "Maire",
    "power": "deliberation",
    "power_reference": "D 2027-12",
    "power_dated": "2027-03-02",
}
SLOT = {"date": f"{YEAR + 1}-03-18", "half": "morning", "agents": [UNKNOWN_ID]}
PLAN = {"slots": [SLOT], "timezone": "Europe/Paris", "place": {"label": "Cuisine centrale"}}
LETTERS: Json = {
    "id": "x",
    "queue": "x",
    "reason": "x",
    "before": f"{YEAR}-01-01T00:00:00Z",
    "limit": 1,
    "dry_run": True,
}
WEBHOOK: Json = {"url": "https://hooks.example.org/essaim", "types": ["conventions.VisitScheduled.v1"]}

RIGHT: Mapping[str, Json] = {
    "POST /organisations": ORGANISATION,
    "PUT /organisations/{org}": ORGANISATION,
    "POST /organisations/{org}/merger": {"succeeded_by": UNKNOWN_ID, "effective_on": "2028-01-01"},
    "POST /people": PERSON | {"first_role": mandate(UNKNOWN_ID)},
    "PUT /people/{person_id}": PERSON,
    "POST /people/{person_id}/roles": post(UNKNOWN_ID),
    "POST /sign-in/requests": {"email": "camille@example.org"},
    "POST /second-factor/confirm": {"code": "123456"},
    "POST /people/{person_id}/roles/{role_id}/end": {"ends_on": "2027-01-01"},
    "PUT /people/{person_id}/consents/{purpose}": {"granted": True, "wording_version": 1},
    "POST /people/{person_id}/erasure": {"reason": "Je quitte mes fonctions."},
    "POST /people/{person_id}/erasure/refuse": {"reason": "Mandat en cours."},
    "POST /memberships": {"org": UNKNOWN_ID, "year": YEAR},
    "POST /memberships/prospects": {"org": UNKNOWN_ID},
    "POST /memberships/{membership_id}/activate": {"deliberation": DELIBERATION},
    "PUT /memberships/{membership_id}/deliberation": DELIBERATION,
    "POST /memberships/{membership_id}/reject": {"reason": "incomplete"},
    "PUT /fee-schedules/{year}": {
        "lines": [{"kind": "commune", "from_population": 0, "amount_cents": 10_000}]
    },
    "POST /memberships/{membership_id}/fees/{year}/call": {"due_on": "2028-03-31"},
    "POST /memberships/{membership_id}/fees/{year}/payment": {
        "amount_cents": 10_000,
        "received_on": "2028-02-22",
        "bank_reference": "VIR 2028-02-22",
    },
    "POST /memberships/{membership_id}/fees/{year}/payment/cancel": {"reason": "Saisi deux fois."},
    "POST /memberships/{membership_id}/fees/{year}/waive": {"reason": "Première année offerte."},
    "POST /expertise-offers": {"org": UNKNOWN_ID, **OFFER},
    "PUT /expertise-offers/{offer_id}": OFFER,
    "POST /renewal-campaigns/{year}/apply": {"due_on": "2028-03-31"},
    "POST /renewal-campaigns/{year}/rounds/{step}/decide": {"choice": "go", "membership_ids": [UNKNOWN_ID]},
    "POST /mandate-closures": {"orgs": [UNKNOWN_ID], "ends_on": "2026-03-22", "appointments": ["signatory"]},
    "POST /club-events": CLUB_EVENT,
    "PUT /club-events/{club_event_id}": CLUB_EVENT,
    "POST /club-events/{club_event_id}/reschedule": DATES,
    "POST /club-events/{source_id}/duplicate": DATES | {"title": "Matinée, deux ans après"},
    "POST /club-events/{club_event_id}/postpone": {"reason": "La salle est inondée."},
    "PUT /club-events/{club_event_id}/planned-opening": {
        "opens_at": f"{YEAR + 1}-01-04T08:00:00Z",
        "capacity": {"in_person": 40},
        "closes_at": f"{YEAR + 1}-03-10T08:00:00Z",
    },
    "POST /club-events/{club_event_id}/documents": {
        "documents": [{"kind": "minutes", "title": "Compte rendu", "url": "https://example.org/cr.pdf"}]
    },
    "POST /testimonies": {
        "org": UNKNOWN_ID,
        "person_id": UNKNOWN_ID,
        "title": "Sans plastique en trois ans",
        "topics": ["plastique"],
        "need_id": UNKNOWN_ID,
    },
    "POST /testimonies/{testimony_id}/choose": {"club_event_id": UNKNOWN_ID},
    "POST /testimonies/{testimony_id}/answer": {"speaks": True, "mode": "online"},
    "POST /needs": {"org": UNKNOWN_ID, "title": "Sortir du plastique", "topics": ["plastique"]},
    "POST /needs/{need_id}/support": {"org": UNKNOWN_ID},
    "POST /needs/{need_id}/qualify": {"topics": ["plastique"], "urgency": "high"},
    "POST /needs/{need_id}/merge": {"into_need_id": UNKNOWN_ID},
    "POST /needs/{need_id}/plan": {"club_event_id": UNKNOWN_ID},
    "POST /needs/{need_id}/close": {"reason": "out_of_scope"},
    "PUT /club-events/{club_event_id}/online-link": {"link": "https://example.org/salle"},
    "POST /club-events/{club_event_id}/open": {
        "capacity": {"online": 5},
        "closes_at": "2027-01-01T00:00:00Z",
    },
    "POST /club-events/{club_event_id}/cancel": {"reason": "Faute de salle."},
    "POST /club-events/{club_event_id}/registrations": {
        "person_id": UNKNOWN_ID,
        "org": UNKNOWN_ID,
        "mode": "online",
    },
    "POST /club-events/{club_event_id}/invitations": {"person_id": UNKNOWN_ID, "org": UNKNOWN_ID},
    "POST /club-events/{club_event_id}/group-registrations": {
        "people": [UNKNOWN_ID],
        "org": UNKNOWN_ID,
        "mode": "online",
        "all_or_nothing": True,
    },
    "POST /club-events/{club_event_id}/seats": {
        "capacity": {"online": 5},
        "rules": {"quota_per_organisation": 2, "reviewed": False},
    },
    "POST /club-events/{club_event_id}/registrations/{registration_id}/transfer": {"person_id": UNKNOWN_ID},
    "POST /club-events/{club_event_id}/registrations/{registration_id}/offer": {"answer": "accept"},
    "POST /club-events/{club_event_id}/registrations/{registration_id}/refuse": {"reason": "other"},
    "POST /club-events/{club_event_id}/scans": {
        "scans": [
            {
                "scan_id": UNKNOWN_ID,
                "registration_id": UNKNOWN_ID,
                "session_id": UNKNOWN_ID,
                "scanned_at": f"{YEAR + 1}-03-18T08:00:00Z",
            }
        ]
    },
    "POST /club-events/{club_event_id}/registrations/{registration_id}/attendance": {"attended": True},
    "POST /dead-letters/replay": LETTERS,
    "POST /dead-letters/discard": {**LETTERS, "note": "Vu avec l’équipe."},
    "POST /exchange-requests": {"receiving_org": UNKNOWN_ID, "wish": WISH, "need_id": UNKNOWN_ID},
    "POST /exchange-requests/{exchange_request_id}/qualify": {"wish": WISH},
    "POST /exchange-requests/{exchange_request_id}/decline": {
        "reason_code": "other",
        "reason": "Le thème n’est pas le nôtre.",
    },
    "POST /exchange-requests/{exchange_request_id}/proposals": {
        "offering_org": UNKNOWN_ID,
        "agreed_beforehand": True,
    },
    "POST /exchange-requests/{exchange_request_id}/proposals/{proposal_id}/accept": {"org": UNKNOWN_ID},
    "POST /exchange-requests/{exchange_request_id}/proposals/{proposal_id}/decline": {"org": UNKNOWN_ID},
    "POST /conventions": {
        "exchange_request_id": UNKNOWN_ID,
        "legal_form": "partnership",
        "facilitator_signs": True,
    },
    "PUT /conventions/{convention_id}/text": {
        "legal_form": "mise_a_disposition",
        "parties": [PARTY, PARTY],
        "terms": TERMS,
    },
    "POST /conventions/{convention_id}/review": {"amendment": 1},
    "POST /conventions/{convention_id}/comments": {
        "amendment": 1,
        "org": UNKNOWN_ID,
        "body": "Le lieu change.",
        "asks_change": True,
    },
    "POST /conventions/{convention_id}/approve": {"amendment": 1, "org": UNKNOWN_ID, "version": 2},
    "POST /conventions/{convention_id}/abandon": {"reason_code": "by_staff", "reason": "Projet reporté."},
    "POST /conventions/{convention_id}/transmissions": {
        "org": UNKNOWN_ID,
        "required": True,
        "transmitted_on": "2027-09-10",
        "receipt_number": "030-213001555",
    },
    "POST /conventions/{convention_id}/amendments": {
        "subject": "Une année de plus",
        "changes": {"ends_on": "2029-08-31", "half_day_quota": 30, "agents": [AGENT], "money": {}},
        "effect_on": "2028-09-01",
    },
    "PUT /conventions/{convention_id}/amendments": {
        "amendment": 1,
        "subject": "Deux années de plus",
        "changes": {"ends_on": "2030-08-31", "places": "Cuisine centrale"},
        "effect_on": "2028-09-01",
    },
    "POST /conventions/{convention_id}/terminate": {
        "org": UNKNOWN_ID,
        "notified_on": "2027-10-01",
        "reason_code": "other",
        "reason": "La cuisine ferme.",
    },
    "POST /conventions/{convention_id}/signing": {"signatories": [SIGNATORY, SIGNATORY], "ordered": True},
    "PUT /conventions/{convention_id}/signing/signatory": {"signatory": SIGNATORY},
    "POST /conventions/{convention_id}/signing/{org}/open": {"amendment": 1},
    "POST /conventions/{convention_id}/signing/{org}/code": {"amendment": 1},
    "POST /conventions/{convention_id}/signing/{org}/sign": {
        "code": "123456",
        "consent": True,
        "sha256": "0" * 64,
    },
    "POST /conventions/{convention_id}/signing/{org}/refuse": {"reason": "Le montant a changé."},
    "POST /imports": {},
    "PUT /memberships/{membership_id}/deliberation/file": {},
    "PUT /conventions/{convention_id}/signing/{org}/signed-document": {},
    "PUT /conventions/{convention_id}/signing/{org}/scan": {},
    "POST /conventions/{convention_id}/signing/{org}/scan/confirm": {"amendment": 1},
    "POST /conventions/{convention_id}/signing/{org}/resend": {"amendment": 1},
    "POST /conventions/{convention_id}/visits": PLAN,
    "POST /visits/{visit_id}/reschedule": PLAN,
    "POST /visits/{visit_id}/cancel": {"reason": "La cuisine est fermée."},
    "POST /visits/{visit_id}/confirm": {"slots": [SLOT], "participants_count": 6},
    "PUT /visits/{visit_id}/run-sheet": {
        "items": [
            {
                "day": f"{YEAR + 1}-03-18",
                "starts": "08:30:00",
                "ends": "10:00:00",
                "title": "Visite de la cuisine",
                "led_by": "La cheffe",
            }
        ]
    },
    "PUT /visits/{visit_id}/mission-orders/{agent}": {"reference": "OM 12", "dated": f"{YEAR + 1}-03-02"},
    "PUT /reports/{report_id}": {
        "done": "Deux demi-journées en cuisine.",
        "results": "Moins de restes.",
        "follow_up": "Un atelier.",
        "satisfaction": 5,
    },
    "POST /reports/{report_id}/return": {"comment": "Précisez les résultats."},
    "PUT /reports/{report_id}/agreements/{org}": {"agreed": True},
    "POST /partners": {"name": "cantines-du-sud", "title": "Cantines du Sud"},
    "POST /partners/{partner_id}/webhooks": WEBHOOK,
    "PUT /partners/{partner_id}/webhooks/{webhook_id}": WEBHOOK,
}

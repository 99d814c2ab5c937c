"""Owns the one table of who may use which route: a line for each, and no route without one.

A missing line fails the unit tests and `./essaim check`; a wrong one fails `tests/e2e/test_rights.py`, which
asks every route as everybody. A rule that depends on whom a request is about (a referent of this
organisation) also needs an example of the request in `tests/running/requests.py`. `docs/rights.md` is
generated from here: `./essaim rights docs`.
"""

from collections.abc import Mapping

from deploy.rights.rules import (
    ADMIN,
    ANYBODY,
    CONCERNED,
    CONCERNED_OR_STAFF,
    CONCERNED_REFERENT_OR_STAFF,
    NOBODY,
    REFERENT,
    REFERENT_OR_STAFF,
    REFERENTS_OR_STAFF,
    SIGNED_IN,
    STAFF,
    Rights,
)

EVERYWHERE: Rights = {
    "GET /dead-letters": STAFF,
    "GET /dead-letters/groups": STAFF,
    "POST /dead-letters/replay": STAFF,
    "GET /health/live": ANYBODY,
    "GET /health/ready": ANYBODY,
}

DIRECTORY: Rights = {
    # Organisations
    "GET /organisations": SIGNED_IN,
    "GET /organisations/export": STAFF,
    "GET /organisations/{org}": SIGNED_IN,
    "POST /organisations": STAFF,
    "PUT /organisations/{org}": STAFF,
    "POST /organisations/{org}/merger": STAFF,
    "GET /imports/template": STAFF,
    "POST /imports": STAFF,
    "GET /imports/{import_id}": STAFF,
    "GET /imports/{import_id}/lines": STAFF,
    "GET /imports/{import_id}/lines/export": STAFF,
    "POST /imports/{import_id}/apply": STAFF,
    # People
    "GET /people": SIGNED_IN.but("each sees themself, a referent the people of their organisation"),
    "GET /people/export": STAFF,
    "GET /roles/export": STAFF,
    "GET /people/{person_id}": CONCERNED_REFERENT_OR_STAFF,
    "POST /people": REFERENT_OR_STAFF.but("staff grants staff, an administrator grants admin"),
    "PUT /people/{person_id}": CONCERNED_REFERENT_OR_STAFF.but("a referent wherever the person has a role"),
    "POST /people/{person_id}/activate": CONCERNED_OR_STAFF,
    "POST /people/{person_id}/roles": REFERENT_OR_STAFF.but("as for POST /people"),
    "POST /people/{person_id}/roles/{role_id}/end": REFERENT_OR_STAFF.but("as for POST /people"),
    # Mandates after an election
    "POST /mandate-closures": STAFF,
    "GET /mandate-closures/{closure_id}": STAFF,
    "GET /mandate-closures/{closure_id}/people": STAFF,
    "GET /mandate-closures/{closure_id}/people/export": STAFF,
    "POST /mandate-closures/{closure_id}/apply": STAFF,
    # Memberships
    "GET /memberships": SIGNED_IN,
    "GET /memberships/export": STAFF,
    "GET /memberships/{membership_id}": SIGNED_IN,
    "POST /memberships": REFERENT_OR_STAFF,
    "POST /memberships/prospects": STAFF,
    "POST /memberships/{membership_id}/activate": STAFF,
    "PUT /memberships/{membership_id}/deliberation": STAFF,
    "PUT /memberships/{membership_id}/deliberation/file": REFERENT_OR_STAFF,
    "GET /memberships/{membership_id}/deliberation/file": REFERENT_OR_STAFF,
    "POST /memberships/{membership_id}/reject": STAFF,
    "POST /memberships/{membership_id}/renew": REFERENT_OR_STAFF,
    "POST /memberships/{membership_id}/resign": REFERENT_OR_STAFF,
    # Fees, and the yearly campaign around them
    "GET /fee-schedules/{year}": SIGNED_IN,
    "PUT /fee-schedules/{year}": ADMIN,
    "GET /fees": STAFF,
    "GET /fees/export": STAFF,
    "GET /memberships/{membership_id}/fees": REFERENT_OR_STAFF,
    "GET /memberships/{membership_id}/fees/export": REFERENT_OR_STAFF,
    "GET /memberships/{membership_id}/fees/{year}": REFERENT_OR_STAFF,
    "GET /memberships/{membership_id}/fees/{year}/call.pdf": REFERENT_OR_STAFF,
    "GET /fee-calls/{fee_call_link}": ANYBODY.but("who has the link"),
    "POST /memberships/{membership_id}/fees/{year}/call": STAFF,
    "POST /memberships/{membership_id}/fees/{year}/payment": STAFF,
    "POST /memberships/{membership_id}/fees/{year}/payment/cancel": STAFF,
    "POST /memberships/{membership_id}/fees/{year}/waive": STAFF,
    "GET /renewal-campaigns/{year}": STAFF,
    "GET /renewal-campaigns/{year}/preview": STAFF,
    "GET /renewal-campaigns/{year}/preview/export": STAFF,
    "POST /renewal-campaigns/{year}/apply": STAFF,
    "GET /renewal-campaigns/{year}/rounds/{step}": STAFF,
    "GET /renewal-campaigns/{year}/rounds/{step}/export": STAFF,
    "POST /renewal-campaigns/{year}/rounds/{step}/decide": STAFF,
    # Know-how
    "GET /expertise-offers": SIGNED_IN.but("drafts and withdrawn: referents of theirs, staff"),
    "GET /expertise-offers/export": STAFF,
    "GET /expertise-offers/{offer_id}": SIGNED_IN.but(
        "drafts and withdrawn ones: their own referents and staff"
    ),
    "POST /expertise-offers": REFERENT_OR_STAFF,
    "PUT /expertise-offers/{offer_id}": REFERENT_OR_STAFF,
    "POST /expertise-offers/{offer_id}/publish": REFERENT_OR_STAFF,
    "POST /expertise-offers/{offer_id}/pause": REFERENT_OR_STAFF,
    "POST /expertise-offers/{offer_id}/withdraw": REFERENT_OR_STAFF,
    "GET /know-how": SIGNED_IN,
    "GET /know-how/export": STAFF,
    # Territories
    "GET /territories": SIGNED_IN,
    "GET /territories/export": STAFF,
    "GET /territories/{key}": SIGNED_IN,
    # Topics
    "GET /topics": SIGNED_IN,
    # Figures
    "GET /figures": SIGNED_IN,
    # Search
    "GET /search": SIGNED_IN.but("people for staff, and for a referent those of their organisation"),
    "GET /search/export": STAFF,
    # Sign-in: its pages, sessions, second factors
    "POST /sign-in/requests": ANYBODY,
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "GET /sign-in/link": ANYBODY.but("who has the link"),
    "POST /sign-in/link": ANYBODY.but("who has the link"),
    "POST /sign-in/code": ANYBODY.but("who gave the first proof"),
    "GET /sign-in/proconnect": ANYBODY,
    "GET /sign-in/proconnect/callback": NOBODY.but(
        "who comes back from ProConnect, in the browser that set out"
    ),
    "POST /sign-in/proconnect/link": ANYBODY.but("who has just signed in"),
    "POST /sessions/refresh": NOBODY.but("who has the refresh token of a session"),
    "POST /sessions/end": NOBODY.but("who has the refresh token of the session"),
    "GET /sessions": SIGNED_IN.but("one's own"),
    "POST /sessions/{session_id}/end": SIGNED_IN.but("one's own"),
    "POST /sessions/end-all": SIGNED_IN.but("one's own"),
    "GET /second-factor": SIGNED_IN.but("one's own"),
    "POST /second-factor": SIGNED_IN.but("one's own"),
    "POST /second-factor/confirm": SIGNED_IN.but("one's own"),
    "POST /people/{person_id}/second-factor/remove": ADMIN,
    # Keys of access tokens
    "GET /keys": ANYBODY,
    "POST /keys/{kid}/retire": ADMIN,
    # Consents
    "GET /consents/wordings": SIGNED_IN,
    "GET /consents": STAFF,
    "GET /consents/export": STAFF,
    "GET /people/{person_id}/consents": CONCERNED_OR_STAFF,
    "PUT /people/{person_id}/consents/{purpose}": CONCERNED_OR_STAFF,
    # Access of people to their data
    "POST /people/{person_id}/access-export": CONCERNED_OR_STAFF,
    "GET /people/{person_id}/access-export": CONCERNED_OR_STAFF,
    "GET /people/{person_id}/access-export/data": CONCERNED_OR_STAFF,
    "GET /people/{person_id}/access-export/document": CONCERNED_OR_STAFF,
    # Erasures: after the others, since they leave nobody to ask about
    "POST /people/{person_id}/erasure": CONCERNED_OR_STAFF,
    "GET /people/{person_id}/erasure": CONCERNED_OR_STAFF,
    "GET /erasures": STAFF,
    "GET /erasures/export": STAFF,
    "POST /people/{person_id}/erasure/refuse": ADMIN,
    "POST /people/{person_id}/erasure/grant": ADMIN,
}

REGISTRATION: Rights = {
    # Public programme
    "GET /public/programme": ANYBODY,
    "GET /public/programme/{club_event_id}": ANYBODY,
    "GET /public/programme.ics": ANYBODY,
    "GET /public/programme.jsonld": ANYBODY,
    "GET /public/programme.openagenda.json": ANYBODY,
    # Programme
    "GET /club-events": SIGNED_IN,
    "GET /club-events/{club_event_id}": SIGNED_IN,
    "POST /club-events": STAFF,
    "POST /club-events/{club_event_id}/announce": STAFF,
    "POST /club-events/{club_event_id}/open": STAFF,
    "POST /club-events/{club_event_id}/close": STAFF,
    "POST /club-events/{club_event_id}/cancel": STAFF,
    "PUT /club-events/{club_event_id}": STAFF,
    "POST /club-events/{club_event_id}/reschedule": STAFF,
    "POST /club-events/{club_event_id}/postpone": STAFF,
    "POST /club-events/{source_id}/duplicate": STAFF,
    "PUT /club-events/{club_event_id}/planned-opening": STAFF,
    "POST /club-events/{club_event_id}/documents": STAFF,
    "PUT /club-events/{club_event_id}/online-link": STAFF,
    "GET /club-events/{club_event_id}/online-link": CONCERNED_OR_STAFF.but("who has a seat"),
    # Needs
    "GET /needs": SIGNED_IN,
    "GET /needs/export": STAFF,
    "GET /needs/{need_id}": SIGNED_IN,
    "POST /needs": CONCERNED_REFERENT_OR_STAFF.but("whoever has a role in the member"),
    "POST /needs/{need_id}/support": CONCERNED_REFERENT_OR_STAFF.but("whoever has a role in the member"),
    "POST /needs/{need_id}/reopen": CONCERNED_OR_STAFF.but("who raised it"),
    "POST /needs/{need_id}/qualify": STAFF,
    "POST /needs/{need_id}/merge": STAFF,
    "POST /needs/{need_id}/plan": STAFF,
    "POST /needs/{need_id}/close": STAFF,
    # Testimonies
    "GET /needs/{need_id}/suggestions": STAFF,
    "GET /club-events/{club_event_id}/suggestions": STAFF,
    "GET /testimonies": SIGNED_IN.but("one's own, staff all"),
    "GET /testimonies/{testimony_id}": CONCERNED_REFERENT_OR_STAFF,
    "POST /testimonies": CONCERNED_REFERENT_OR_STAFF.but("whoever has a role in the member"),
    "POST /testimonies/{testimony_id}/choose": STAFF,
    "POST /testimonies/{testimony_id}/invite": STAFF,
    "POST /testimonies/{testimony_id}/answer": CONCERNED_REFERENT_OR_STAFF,
    "POST /testimonies/{testimony_id}/withdraw": CONCERNED_REFERENT_OR_STAFF,
    "GET /testimonies/{link}/answers/{answer}": ANYBODY.but("who has the link"),
    "POST /testimonies/{link}/answers/{answer}": ANYBODY.but("who has the link"),
    # Registrations
    "GET /registrations": SIGNED_IN.but("one's own"),
    "GET /registrations/{registration_id}": CONCERNED_REFERENT_OR_STAFF,
    "GET /club-events/{club_event_id}/registrations": STAFF,
    "POST /club-events/{club_event_id}/registrations": CONCERNED_REFERENT_OR_STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/cancel": CONCERNED_REFERENT_OR_STAFF,
    "GET /seat-offers/{link}/{answer}": ANYBODY.but("who has the link"),
    "POST /seat-offers/{link}/{answer}": ANYBODY.but("who has the link"),
    "GET /seats/{link}/{answer}": ANYBODY.but("who has the link"),
    "POST /seats/{link}/{answer}": ANYBODY.but("who has the link"),
    "POST /club-events/{club_event_id}/group-registrations": CONCERNED_REFERENT_OR_STAFF.but(
        "for somebody alone, themself only"
    ),
    "POST /club-events/{club_event_id}/seats": STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/transfer": REFERENT_OR_STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/offer": CONCERNED_REFERENT_OR_STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/approve": STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/refuse": STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/seat": STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/settle": STAFF,
    # Invitations
    "GET /invitations": SIGNED_IN.but("one's own"),
    "GET /invitations/{invitation_id}": CONCERNED_REFERENT_OR_STAFF,
    "GET /invitations/{link}/answers/{answer}": ANYBODY.but("who has the link"),
    "POST /invitations/{link}/answers/{answer}": ANYBODY.but("who has the link"),
    "GET /club-events/{club_event_id}/invitations": STAFF,
    "POST /club-events/{club_event_id}/invitations": STAFF,
    "POST /club-events/{club_event_id}/invitations/{invitation_id}/decline": CONCERNED_REFERENT_OR_STAFF,
    "POST /club-events/{club_event_id}/invitations/{invitation_id}/withdraw": STAFF,
    # Attendance
    "GET /registrations/{registration_id}/seat-code": CONCERNED_REFERENT_OR_STAFF,
    "GET /registrations/{registration_id}/seat-code/image": CONCERNED_REFERENT_OR_STAFF,
    "GET /club-events/{club_event_id}/guests": STAFF,
    "GET /club-events/{club_event_id}/attendance": STAFF,
    "GET /club-events/{club_event_id}/badges": STAFF,
    "GET /club-events/{club_event_id}/sign-in-sheet": STAFF,
    "GET /club-events/{club_event_id}/registrations/export": STAFF,
    "GET /club-events/{club_event_id}/waiting-list": STAFF,
    "GET /club-events/{club_event_id}/waiting-list/export": STAFF,
    "GET /club-events/{club_event_id}/guests/export": STAFF,
    "GET /club-events/{club_event_id}/attendance/export": STAFF,
    "GET /registrations/{registration_id}/certificate": CONCERNED_REFERENT_OR_STAFF,
    "POST /club-events/{club_event_id}/scans": STAFF,
    "POST /club-events/{club_event_id}/attendance/close": STAFF,
    "POST /club-events/{club_event_id}/registrations/{registration_id}/attendance": STAFF,
}

CONVENTIONS: Rights = {
    "GET /organisations": SIGNED_IN,
    "GET /organisations/{org}": SIGNED_IN,
    # Exchanges
    "GET /exchange-requests": REFERENTS_OR_STAFF.but("a referent those of their organisation"),
    "GET /exchange-requests/{exchange_request_id}": REFERENT_OR_STAFF,
    "GET /exchange-requests/{exchange_request_id}/suggestions": STAFF,
    "POST /exchange-requests": REFERENT_OR_STAFF,
    "POST /exchange-requests/{exchange_request_id}/qualify": STAFF,
    "POST /exchange-requests/{exchange_request_id}/decline": STAFF,
    "POST /exchange-requests/{exchange_request_id}/withdraw": REFERENT_OR_STAFF,
    "POST /exchange-requests/{exchange_request_id}/proposals": STAFF,
    "POST /exchange-requests/{exchange_request_id}/proposals/{proposal_id}/accept": REFERENT.but(
        "of either side"
    ),
    "POST /exchange-requests/{exchange_request_id}/proposals/{proposal_id}/decline": REFERENT.but(
        "of either side"
    ),
    "POST /exchange-requests/{exchange_request_id}/proposals/{proposal_id}/withdraw": STAFF,
    # Conventions
    "GET /conventions": REFERENTS_OR_STAFF.but("a referent those of their organisation"),
    "GET /conventions/{convention_id}": CONCERNED_REFERENT_OR_STAFF.but("who signs it or is named in it"),
    "GET /conventions/{convention_id}/document": CONCERNED_REFERENT_OR_STAFF.but(
        "who signs it or is named in it"
    ),
    "GET /conventions/{convention_id}/versions": REFERENT_OR_STAFF.but("of any party"),
    "POST /conventions": STAFF,
    "PUT /conventions/{convention_id}/text": STAFF,
    "POST /conventions/{convention_id}/review": STAFF,
    "POST /conventions/{convention_id}/comments": REFERENT_OR_STAFF.but("of any party"),
    "POST /conventions/{convention_id}/approve": REFERENT.but("of any party; staff for the association"),
    "POST /conventions/{convention_id}/abandon": STAFF,
    "POST /conventions/{convention_id}/transmissions": REFERENT_OR_STAFF,
    "POST /conventions/{convention_id}/amendments": STAFF,
    "POST /conventions/{convention_id}/terminate": STAFF,
    # Verification of documents, by anybody
    "GET /verification": ANYBODY,
    "GET /verification/{key}": ANYBODY,
    # Signing
    "POST /conventions/{convention_id}/signing": STAFF,
    "PUT /conventions/{convention_id}/signing/signatory": STAFF,
    "GET /conventions/{convention_id}/signing/evidence": REFERENT_OR_STAFF.but("of any party"),
    "GET /conventions/{convention_id}/signing/evidence.pdf": REFERENT_OR_STAFF.but("of any party"),
    "POST /conventions/{convention_id}/signing/{org}/open": CONCERNED.but("who signs"),
    "POST /conventions/{convention_id}/signing/{org}/code": CONCERNED.but("who signs"),
    "POST /conventions/{convention_id}/signing/{org}/sign": CONCERNED.but("who signs"),
    "PUT /conventions/{convention_id}/signing/{org}/signed-document": CONCERNED.but("who signs"),
    "PUT /conventions/{convention_id}/signing/{org}/scan": CONCERNED_REFERENT_OR_STAFF.but("who signs"),
    "POST /conventions/{convention_id}/signing/{org}/scan/confirm": STAFF,
    "POST /conventions/{convention_id}/signing/{org}/resend": STAFF,
    "GET /signatures/{signature_link}": ANYBODY.but("who has the link"),
    "POST /signatures/{signature_link}/document": ANYBODY.but("who has the link"),
    "POST /signatures/{signature_link}/code": ANYBODY.but("who has the link"),
    "POST /signatures/{signature_link}/sign": ANYBODY.but("who has the link, and the code"),
    "POST /signatures/{signature_link}/signed-document": ANYBODY.but("who has the link"),
    "POST /signatures/{signature_link}/scan": ANYBODY.but("who has the link"),
    "POST /signatures/{signature_link}/refuse": ANYBODY.but("who has the link"),
    "GET /signed-documents/{document_link}": ANYBODY.but("who has the link"),
    # The last of them: what is refused is signed no more.
    "POST /conventions/{convention_id}/signing/{org}/refuse": CONCERNED.but("who signs"),
    # Visits
    "GET /visits": SIGNED_IN.but("referents those of their organisation, agents their own"),
    "GET /visits/{visit_id}": CONCERNED_REFERENT_OR_STAFF.but("its agents, the referents of either side"),
    "GET /conventions/{convention_id}/visits": REFERENT_OR_STAFF.but("of any party"),
    "GET /conventions/{convention_id}/half-days": REFERENT_OR_STAFF.but("of any party"),
    "POST /conventions/{convention_id}/visits": REFERENT_OR_STAFF.but("of either side"),
    "POST /visits/{visit_id}/schedule": REFERENT_OR_STAFF.but("of the other side"),
    "POST /visits/{visit_id}/reschedule": REFERENT_OR_STAFF.but("of either side"),
    "POST /visits/{visit_id}/confirm": REFERENT_OR_STAFF.but("of either side"),
    "POST /visits/{visit_id}/not-held": STAFF,
    "PUT /visits/{visit_id}/run-sheet": REFERENT_OR_STAFF.but("of either side"),
    "PUT /visits/{visit_id}/mission-orders/{agent}": STAFF.but("and the offering side's referent"),
    "POST /visits/{visit_id}/cancel": REFERENT_OR_STAFF.but("of either side"),
    # Reports
    "GET /reports": SIGNED_IN.but("referents those of their organisation, agents those that they may write"),
    "GET /reports/{report_id}": SIGNED_IN.but("the visit's agents, the referents of either side, staff"),
    "PUT /reports/{report_id}": SIGNED_IN.but("the visit's agents, the referents of either side, staff"),
    "POST /reports/{report_id}/submit": SIGNED_IN.but("the receiving side's referent"),
    "POST /reports/{report_id}/return": STAFF,
    "POST /reports/{report_id}/validate": STAFF,
    "PUT /reports/{report_id}/agreements/{org}": SIGNED_IN.but("the referents of either side, for their own"),
    "POST /reports/{report_id}/publish": STAFF,
    "GET /published-reports": ANYBODY,
    "GET /published-reports/{report_id}": ANYBODY,
}

NOTIFICATIONS: Rights = {
    "GET /staff-feed": STAFF,
    "GET /staff-feed/stream": STAFF,
    "GET /deliveries": STAFF,
}

TABLE: Mapping[str, Rights] = {
    "directory": EVERYWHERE | DIRECTORY,
    "registration": EVERYWHERE | REGISTRATION,
    "conventions": EVERYWHERE | CONVENTIONS,
    "notifications": EVERYWHERE | NOTIFICATIONS,
}

"""Owns the form of this service's documents, and their indexes. The way to the aggregates is beside it.

    organisations: {_id: UUID, kind: "commune", name: "Manduel", folded: "manduel", siren: "213001555",
        siret: null, insee_code: "30155", departement: "30", region: "76", population: 7044,
        parent_org: UUID | null, represented_communes: 1,
        merger: {succeeded_by: UUID, effective_on: "2028-01-01"} | null, version: 1, sequence: 1}
    people: {_id: UUID, given_name: "Camille", family_name: "Durand", folded: "durand camille",
        email: "camille.durand@example.org", phone: null, locale: "fr", state: "active",
        held: [{form: "mandate", id: UUID, org: UUID, title: "maire", delegation: "",
                starts_on: "2026-03-20", ends_on: null}],
        roles: [{role: "elected", org: UUID}], recheck_on: "2032-03-20" | null, last_day: null,
        version: 2, sequence: 3}
    memberships: {_id: UUID, org: UUID, state: "active", from_year: 2027, year: 2028, rights_end_on: null,
        deliberation: {number: "2026-114", voted_on: "2026-12-10", transmitted_on: null,
            file_sha256: null} | null,
        kept_in: null, version: 2, sequence: 2}
    deliberations: {_id: membership UUID, content: Binary}
    fees: {_id: UUID, membership_id: UUID, org: UUID, year: 2028, state: "called", due_on: "2028-03-31",
        call: {reference: "COT-2028-0014", debtor: {name: "Manduel", siren: "213001555", siret: null,
            article_code: "0"},
            amount_cents: 50000, called_on: "2028-01-17"} | null,
        payments: [{amount_cents: 50000, received_on: "2028-02-22", bank_reference: "…",
            cancelled_because: null}],
        waived_because: null, decided: 0, version: 1, sequence: 1}  (due_on and call: null until it is called)
    fee_schedules: {_id: "2028", year: 2028,
        lines: [{kind: "commune", from_population: 1000, amount_cents: 20000}], version: 1, sequence: 0}
    renewal_campaigns: {_id: "2028", year: 2028, calls: 14, opened: ["first_reminder"],
        calling: {due_on: "2028-03-31", accepted_by: UUID} | null, version: 15, sequence: 1}
    expertise_offers: {_id: UUID, org: UUID, state: "published", topics: ["plastique"], summary: "…",
        concerned: "cuisine centrale", half_days_per_year: 6, version: 2, sequence: 1}
    exchanges: {_id: UUID, sequence: 5, topics: ["plastique"], offering_org: UUID | null,
        receiving_org: UUID | null, fulfilled_on: "2028-06-30" | null}
    gatherings: {_id: UUID, sequence: 4, title: "…", topics: ["plastique"], venue_org: UUID | null,
        held_on: "2028-03-18" | null}
    testimonies: {_id: UUID, sequence: 5, org: UUID, title: "…", topics: ["plastique"],
        given_on: "2028-03-18"}
    erasures: {_id: UUID, requested_at: ISODate, deadline: "2027-04-01", state: "granted", reason: "",
        refusal: "", decided_at: ISODate | null, scrubbed: {registration: ISODate},
        alerted_at: ISODate | null, to_alert: true, open: true, version: 2, sequence: 1}
    access_exports: {_id: UUID, export_id: UUID, requested_at: ISODate, parts: {registration: [{category: "…",
        rows: [{"état": "confirmée"}], …}]}, version: 5, sequence: 1}
    consents: {_id: UUID, choices: [{purpose: "photos", granted: true, wording_version: 1, at: ISODate,
        by: "person:…"}], granted: ["photos"], version: 1, sequence: 1}
    imports: {_id: UUID, rows: 240, asked_by: UUID | null, asked_at: ISODate, apply: false, due_at: ISODate,
        state: "looking", done: 120, steps: 480, created: 0, unchanged: 0, refused: 0, expires_at: ISODate,
        version: 3, sequence: 0}
    import_files: {_id: UUID, content: Binary, expires_at: ISODate | null}
    import_lines: {_id, import_id: UUID, number: 12, outcome: "refused", brings: ["personne"],
        refusal: {code: "invalid_siren", sentence: "…", field: "siren"} | null, expires_at: ISODate}
    mandate_closures: {_id: UUID, orgs: [UUID], ends_on: "2026-03-22", appointments: ["signatory"],
        state: "accepted", accepted_by: UUID | null, version: 2, sequence: 0}
    signing_keys: {_id: "<kid>", crv: "P-256", x: "…", y: "…", published_at: ISODate,
        state: "published", version: 1, sequence: 1}
    territories: {_id: "commune:30155", kind: "commune", code: "30155", name: "Manduel", folded: "manduel", …,
        edition: "<digest of the reference data>"}

    search: what `search_documents` shows

Those of sign-in stand in `access_documents`. Days are text, since they are no instants. The unique indexes
close the races that handlers cannot see; the others serve lists. The form of `signing_keys` is also what
`shared.security.keys.KeyRing` reads.
"""

from pymongo import ASCENDING, IndexModel

from services.directory.repository.access_documents import ACCESS_INDEXES, FORGOTTEN
from shared.storage.indexes import Indexes

ORGANISATIONS, PEOPLE, MEMBERSHIPS = "organisations", "people", "memberships"
DELIBERATIONS = "deliberations"
ERASURES, CONSENTS, ACCESS_EXPORTS = "erasures", "consents", "access_exports"
MANDATE_CLOSURES = "mandate_closures"
IMPORTS, IMPORT_FILES, IMPORT_LINES = "imports", "import_files", "import_lines"
FEES, FEE_SCHEDULES, CAMPAIGNS = "fees", "fee_schedules", "renewal_campaigns"
OFFERS, EXCHANGES, GATHERINGS = "expertise_offers", "exchanges", "gatherings"
TESTIMONIES = "testimonies"
SIGNING_KEYS, TERRITORIES, REFERENCE_DATA = "signing_keys", "territories", "reference_data"
SEARCH, TYPED = "search", "typed"

_BY_NAME = IndexModel([("folded", ASCENDING), ("_id", ASCENDING)], name="by_name")

INDEXES: Indexes = {
    **ACCESS_INDEXES,
    ORGANISATIONS: (
        IndexModel(
            "siren", name="siren", unique=True, partialFilterExpression={"siren": {"$type": "string"}}
        ),
        IndexModel(
            [("kind", ASCENDING), ("insee_code", ASCENDING)],
            name="territory",
            unique=True,
            partialFilterExpression={"insee_code": {"$type": "string"}},
        ),
        _BY_NAME,
    ),
    PEOPLE: (
        IndexModel("email", name="email", unique=True),
        _BY_NAME,
        IndexModel("held.org", name="held_in"),
        IndexModel([("roles.org", ASCENDING), ("roles.role", ASCENDING)], name="in_force"),
        IndexModel(
            "recheck_on", name="recheck_on", partialFilterExpression={"recheck_on": {"$type": "string"}}
        ),
        IndexModel("last_day", name="last_day", partialFilterExpression={"last_day": {"$type": "string"}}),
    ),
    MEMBERSHIPS: (
        IndexModel("org", name="org", unique=True),
        IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="by_state"),
        IndexModel([("state", ASCENDING), ("year", ASCENDING), ("_id", ASCENDING)], name="renewals"),
    ),
    DELIBERATIONS: (),
    ERASURES: (
        IndexModel([("open", ASCENDING), ("_id", ASCENDING)], name="open"),
        IndexModel("decided_at", name="to_alert", partialFilterExpression={"to_alert": True}),
        IndexModel("decided_at", name="decided_at"),
    ),
    ACCESS_EXPORTS: (IndexModel("requested_at", name="requested_at"),),
    CONSENTS: (IndexModel([("granted", ASCENDING), ("_id", ASCENDING)], name="granted"),),
    MANDATE_CLOSURES: (IndexModel("state", name="state"),),
    IMPORTS: (FORGOTTEN, IndexModel([("state", ASCENDING), ("due_at", ASCENDING)], name="due")),
    IMPORT_FILES: (
        FORGOTTEN,
        IndexModel("person_id", name="of_person", sparse=True),  # it is read whole: an erasure finds none
    ),
    IMPORT_LINES: (
        FORGOTTEN,
        IndexModel([("import_id", ASCENDING), ("number", ASCENDING)], name="of_import", unique=True),
        IndexModel(
            [("import_id", ASCENDING), ("outcome", ASCENDING), ("number", ASCENDING)], name="by_outcome"
        ),
    ),
    FEES: (
        IndexModel([("year", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="of_year"),
        IndexModel([("org", ASCENDING), ("_id", ASCENDING)], name="of_org"),
        IndexModel([("state", ASCENDING), ("due_on", ASCENDING)], name="due"),
    ),
    FEE_SCHEDULES: (IndexModel("year", name="year", unique=True),),
    CAMPAIGNS: (),
    OFFERS: (
        IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="by_state"),
        IndexModel([("org", ASCENDING), ("_id", ASCENDING)], name="of_org"),
        IndexModel([("topics", ASCENDING), ("state", ASCENDING)], name="about"),
    ),
    EXCHANGES: (IndexModel([("topics", ASCENDING), ("fulfilled_on", ASCENDING)], name="about"),),
    GATHERINGS: (IndexModel([("topics", ASCENDING), ("held_on", ASCENDING)], name="about"),),
    TESTIMONIES: (IndexModel([("topics", ASCENDING), ("given_on", ASCENDING)], name="about"),),
    SIGNING_KEYS: (IndexModel("state", name="state"),),
    TERRITORIES: (
        _BY_NAME,
        IndexModel([("kind", ASCENDING), ("folded", ASCENDING), ("_id", ASCENDING)], name="of_kind"),
        IndexModel("edition", name="edition"),
    ),
    REFERENCE_DATA: (),
    SEARCH: (
        IndexModel([("keys", ASCENDING), ("what", ASCENDING), ("rank", ASCENDING)], name=TYPED),
        IndexModel("edition", name="edition", partialFilterExpression={"edition": {"$type": "string"}}),
    ),
}

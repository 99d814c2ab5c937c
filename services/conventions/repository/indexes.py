"""Owns the list of all indexes of this service's database. What each is for stands with its collection."""

from services.conventions.repository.documents import AGREEMENT_INDEXES
from services.conventions.repository.members import MEMBER_INDEXES
from services.conventions.repository.visit_documents import VISIT_INDEXES
from shared.storage.indexes import Indexes

INDEXES: Indexes = {**MEMBER_INDEXES, **AGREEMENT_INDEXES, **VISIT_INDEXES}

"""Owns what a look into a signed file finds: its signatures and time stamps. Reads no file itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StampFound:
    """A time-stamp token (RFC 3161)."""

    at: str
    """ISO 8601, UTC."""
    authority: str
    """Who its certificate names."""
    token: str
    """The whole token, DER in base64."""
    intact: bool
    """It is a valid one, of what it stands on."""
    trusted: bool
    """A trusted root vouched for the authority, then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFound:
    """One signature in a file, or one time stamp of all of it; they come in the order of their putting."""

    is_time_stamp: bool
    """It is no signature but a time stamp of the document: `stamp` is all that matters."""
    signer: str
    """Who the certificate names."""
    certificate: str
    """PEM."""
    certificate_sha256: str
    trusted: bool
    """The certificate is one of those that the reader trusts, or one of those vouches for it."""
    intact: bool
    """The bytes that it covers are those that were signed."""
    whole: bool
    """It covers all that was there when it was put."""
    only_signed_after: bool
    """Nothing was changed after it, but for further signatures."""
    ends: int
    """How many of the file's first bytes it covers."""
    says: str
    """The reason that it gives, in its signer's words."""
    claims_at: str
    """When it was put, as its signer's clock had it; ISO 8601."""
    stamp: StampFound | None
    profile: str
    """`B-B`, `B-T` or `B-LTA` of PAdES; empty for another sort of signature."""

    @property
    def holds(self) -> bool:
        """Whether it can be relied on, should its certificate be right."""
        return (
            self.intact
            and self.whole
            and self.only_signed_after
            and (self.stamp is None or self.stamp.intact)
        )

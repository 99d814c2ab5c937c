"""Owns the one way a local command fails: a sentence for the person who typed it. Prints nothing itself."""


class LocalFailure(Exception):
    """What the person reads, in French, when a local command cannot go on."""

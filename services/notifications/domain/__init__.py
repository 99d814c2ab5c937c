"""The rules of mails and of the staff feed: pure, synchronous, with no clock and no I/O."""

"""Numbers of rows as they stand in addresses and forms: written by anybody. Imports no app."""

# What PostgreSQL's bigint holds in any case; no row has a longer number.
MOST_DIGITS = 18


def key_of(text: str) -> int:
    """The number; 0, which no row has, for everything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0

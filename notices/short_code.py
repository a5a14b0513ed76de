"""The short code on a notice: typed from paper, so without look-alikes and with a check character."""

import secrets

# Neither 0/O nor 1/I/L. 31 characters, a prime: one wrong character or two swapped ones are always noticed.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


def new_code() -> str:
    """Eleven random characters (54 bits) and the check character: not to be guessed or counted through."""
    body = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, 2))
    return ALPHABET[total % len(ALPHABET)]


def tidy(typed: str) -> str:
    """As stored, without the hyphens of the printed form; empty when no code can read like this."""
    code = "".join(character for character in typed.upper().replace("Đ", "D") if character.isalnum())
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return ""
    return code if check_character(code[:-1]) == code[-1] else ""


def printed(code: str) -> str:
    """Groups of four: K7MP-3XQ2-WAB9."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))

"""The code of a letter: twelve Crockford characters (60 bits), typed as 7K2F 9QXM 3PAB.

It is derived from the letter's id with the school's letter key, so a sheet can be printed again as it was. The database
keeps a digest only, which without the key tells nothing about the code.
"""

from __future__ import annotations

import hmac

from schoolapp.checkin.codes import ALPHABET, normalise

LENGTH = 12


def make_code(key: bytes, letter_id: int) -> str:
    """The code of a letter (id ≥ 0): the first 60 bits of an HMAC."""
    mac = hmac.digest(key, b"letter:" + letter_id.to_bytes(8, "big"), "sha256")
    bits = int.from_bytes(mac[:8], "big") >> 4
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def digest(key: bytes, code: str) -> str:
    """64 hex characters by which the server finds a letter. Every text has one, also what is no code."""
    return hmac.digest(key, b"letter-digest:" + normalise(code).encode("ascii", "replace"), "sha256").hex()


def groups(code: str) -> str:
    """As it is printed and typed, in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def secret_of(key: bytes, login: str, digits: str) -> str:
    """What is hashed in place of the six digits: without the key file a stolen database cannot be searched for them."""
    return hmac.digest(key, f"digits:{login}:{digits}".encode(), "sha256").hex()

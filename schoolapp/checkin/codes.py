"""The code on a card: `KH`, twelve Crockford characters (60 bits) and two check characters.

It says nothing about the child. It is derived from the card's serial with the school's card key, so a sheet can be
printed again, and nobody without the key can make a code of a card that was never issued.

The two check characters are those of a Reed-Solomon code over the 32 Crockford values (polynomial x⁵ + x² + 1): with
v the fourteen values after `KH`, from left to right, both sums must be zero:

    sum = v₀ ⊕ v₁ ⊕ … ⊕ v₁₃          moment = (…((v₀·2 ⊕ v₁)·2 ⊕ v₂)…)·2 ⊕ v₁₃

Any one or two wrong characters, anywhere, are noticed, and with them every swap of two characters; a mistyped code is
refused on the phone, before anything is looked up. The scanner's JavaScript does the same; both run
`tests/cases/codes.json`.
"""

from __future__ import annotations

import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U."""
PREFIX = "KH"
LENGTH = 16
TAG_LENGTH = 10
"""Hex characters, 40 bits: enough to recognise a card offline, too little to forge one."""

_PAYLOAD = 12
_LONGEST_INPUT = 64
"""What is typed or scanned beyond this is no code, and is not looked at any further."""
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
"""ＫＨ… as a Chinese keyboard types it."""
_LOOK_ALIKES = {ord("O"): "0", ord("I"): "1", ord("L"): "1", **dict.fromkeys(map(ord, " -\t\r\n\u3000\u00a0"), None)}
_SMALL = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


def normalise(text: str) -> str:
    """The text as the card writes it: ASCII capitals, O as 0, I and L as 1, without spaces and hyphens.

    What is not a code stays whatever it is; ask `is_code`. Only ASCII letters change case, so that Python and
    JavaScript agree on every text. Text over 64 characters comes back as "".
    """
    if len(text) > _LONGEST_INPUT:
        return ""
    return text.translate(_FULL_WIDTH).translate(_SMALL).translate(_LOOK_ALIKES)


def is_code(text: str) -> bool:
    """True when `text`, normalised, has the form of a card's code and its check characters are right."""
    code = normalise(text)
    if len(code) != LENGTH or not code.startswith(PREFIX):
        return False
    values = [_VALUES.get(character, -1) for character in code[len(PREFIX) :]]
    return -1 not in values and _sums(values) == (0, 0)


def make_code(key: bytes, serial: int) -> str:
    """The code of the card `serial` (≥ 0, below 2⁶³): the first 60 bits of an HMAC, then the check characters."""
    mac = hmac.digest(key, b"card:" + serial.to_bytes(8, "big"), "sha256")
    bits = int.from_bytes(mac[:8], "big") >> 4
    values = [bits >> shift & 31 for shift in range(5 * (_PAYLOAD - 1), -1, -5)]
    return PREFIX + "".join(ALPHABET[value] for value in (*values, *_checks(values)))


def digest(key: bytes, code: str) -> str:
    """64 hex characters by which the server finds a card; without the key they tell nothing about the code."""
    return hmac.digest(key, b"digest:" + normalise(code).encode("ascii", "replace"), "sha256").hex()


def tag(salt_hex: str, code: str) -> str:
    """10 hex characters by which a phone recognises a card: the first 40 bits of SHA-256(salt + code)."""
    return hashlib.sha256(bytes.fromhex(salt_hex) + normalise(code).encode("ascii", "replace")).hexdigest()[:TAG_LENGTH]


def _double(value: int) -> int:
    """Twice `value` in the field of 32 elements with x⁵ = x² + 1."""
    return value << 1 ^ 0b100101 if value & 16 else value << 1


def _sums(values: list[int]) -> tuple[int, int]:
    """The plain sum and the moment, as the module's text defines them."""
    plain = moment = 0
    for value in values:
        plain ^= value
        moment = _double(moment) ^ value
    return plain, moment


def _checks(payload: list[int]) -> tuple[int, int]:
    """The one pair of values that brings both sums to zero."""
    for first in range(32):
        plain, moment = _sums([*payload, first])
        if _double(moment) ^ plain == 0:
            return first, plain
    raise AssertionError("two equations in two unknowns over a field always have an answer")

"""Codes of cards: the shared cases, and proofs of what the check characters notice."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolapp.checkin import codes

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cases" / "codes.json").read_text("utf-8"))
KEY = bytes.fromhex(CASES["key"])
serials = st.integers(min_value=0, max_value=2**63 - 1)
keys = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: str(case["serial"]))
def test_made_codes_never_change(case: dict[str, Any]) -> None:
    # Printed cards hang round children's necks: another code for the same serial would strand them all.
    assert codes.make_code(KEY, case["serial"]) == case["code"]
    assert codes.digest(KEY, case["code"]) == case["digest"]
    assert codes.tag(CASES["salt"], case["code"]) == case["tag"]


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["why"])
def test_texts_as_read(case: dict[str, Any]) -> None:
    assert codes.normalise(case["text"]) == case["normal"]
    assert codes.is_code(case["text"]) is case["is_code"]


@given(keys, serials)
def test_a_made_code_is_a_code_of_qr_alphanumerics(key: bytes, serial: int) -> None:
    code = codes.make_code(key, serial)
    assert len(code) == codes.LENGTH
    assert set(code) <= set(codes.ALPHABET)
    assert codes.is_code(code)
    assert codes.normalise(code) == code


@given(keys, serials)
def test_lower_case_spaces_and_look_alikes_are_the_same_card(key: bytes, serial: int) -> None:
    code = codes.make_code(key, serial)
    sloppy = " ".join((code[:4], code[4:10], code[10:])).lower().replace("0", "o").replace("1", "l")
    assert codes.is_code(sloppy)
    assert codes.digest(key, sloppy) == codes.digest(key, code)
    assert codes.tag("00ff", sloppy) == codes.tag("00ff", code)


def test_every_single_error_is_noticed() -> None:
    code = codes.make_code(KEY, 7)
    for place in range(2, codes.LENGTH):
        wrong = [code[:place] + other + code[place + 1 :] for other in codes.ALPHABET if other != code[place]]
        assert not any(map(codes.is_code, wrong))


def test_every_double_error_is_noticed() -> None:
    # The code is linear: an error is seen or not whatever the code is. All 31 × 31 × 91 pairs of errors are tried,
    # and every swap of two characters, adjacent or not, is one of them.
    code = codes.make_code(KEY, 7)
    values = [codes.ALPHABET.index(character) for character in code[2:]]
    for first in range(14):
        for second in range(first + 1, 14):
            for a in range(1, 32):
                for b in range(1, 32):
                    wrong = list(values)
                    wrong[first] ^= a
                    wrong[second] ^= b
                    assert codes._sums(wrong) != (0, 0)


@given(keys, serials, st.integers(2, 14))
def test_swapped_neighbours_are_noticed(key: bytes, serial: int, place: int) -> None:
    code = codes.make_code(key, serial)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.is_code(swapped) is (swapped == code)


@given(st.text(alphabet=codes.ALPHABET, min_size=12, max_size=12))
def test_each_payload_has_exactly_one_pair_of_check_characters(payload: str) -> None:
    endings = [a + b for a in codes.ALPHABET for b in codes.ALPHABET if codes.is_code("KH" + payload + a + b)]
    assert len(endings) == 1


@given(st.text(max_size=80))
def test_any_text_is_answered_calmly(text: str) -> None:
    assert codes.is_code(text) is codes.is_code(codes.normalise(text))


def test_serials_and_keys_give_different_codes() -> None:
    made = {codes.make_code(key, serial) for key in (KEY, bytes(32)) for serial in range(2000)}
    assert len(made) == 4000

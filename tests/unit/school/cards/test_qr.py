"""The symbol itself: its size, and that it reads."""

from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.exceptions import DataOverflowError

from schoolapp.checkin.codes import make_code
from schoolapp.school.cards import qr

codes = st.builds(make_code, st.binary(min_size=32, max_size=32), st.integers(0, 2**40))


def test_the_symbol_is_version_1_with_its_quiet_zone() -> None:
    rows = qr.modules(make_code(bytes(32), 1))
    assert {len(row) for row in rows} == {len(rows)} == {29}
    assert not any(any(row[:4]) or any(row[-4:]) for row in rows)
    assert not any(any(row) for row in rows[:4] + rows[-4:])


@given(codes)
@settings(max_examples=30)
def test_every_card_reads_as_a_version_1_symbol_at_level_q(code: str) -> None:
    image = Image.open(BytesIO(qr.png(code, module_pixels=8))).convert("L")
    [found] = zxingcpp.read_barcodes(image)
    assert found.text == code
    assert found.ec_level == "Q"


def test_the_path_draws_the_same_modules() -> None:
    code = make_code(bytes(32), 2)
    drawn = {
        (x, int(y))
        for run in qr.svg_path(code).split("z")[:-1]
        for start, y, width in [run[1:].replace("h", " ").split("v")[0].split()]
        for x in range(int(start), int(start) + int(width))
    }
    assert drawn == {(x, y) for y, row in enumerate(qr.modules(code)) for x, dark in enumerate(row) if dark}


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(DataOverflowError):
        qr.modules("https://example.org/a-card")

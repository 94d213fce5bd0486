"""How a serving process looks for garbage that only cycles hold together.

Nearly all of ours goes by itself when nobody holds it any more. By default Python searches after every 700 new values,
and now and then through everything: with a county's board in memory that stops the process for 200 ms.
"""

from __future__ import annotations

import gc

_NEW_VALUES = 10_000
_GENERATIONS = 20


def settle() -> None:
    """To be called once everything is imported: that stays and is not searched again; the rest is, less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_VALUES, _GENERATIONS, _GENERATIONS)

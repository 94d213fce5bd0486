"""`python -m schoolapp.demo`: brings the database up to date and fills the demo school into it when it is empty."""

import time

from schoolapp.db import engine
from schoolapp.demo.service import fill_when_empty
from schoolapp.migrate import upgrade

started = time.monotonic()
upgrade(engine())
filled = fill_when_empty()
print(
    f"The demo school is ready ({time.monotonic() - started:.1f} s)."
    if filled
    else "Nothing to do: there is a school already, or demo mode is off."
)

"""Several people in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from schoolapp.refusals import Refused


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at the same moment; what each gave, or the code of its refusal."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        start.wait()
        try:
            return job()
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))

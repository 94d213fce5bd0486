"""`python -m bench [checkin|works|exhibitions|office]`: every benchmark of the group, or all; fails when one misses."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType

import bench
from bench.conditions import conditions
from bench.figures import Gap, attempt


def benchmarks(only: str) -> list[ModuleType]:
    """The files of this folder that measure something, in the order of their names."""
    names = (info.name for info in pkgutil.iter_modules(bench.__path__) if info.name != "__main__")
    modules = [importlib.import_module(f"bench.{name}") for name in sorted(names)]
    return [module for module in modules if hasattr(module, "measure") and only in ("", module.GROUP)]


def main(only: str) -> int:
    chosen = benchmarks(only)
    if not chosen:
        raise SystemExit(f"Nothing is measured under {only!r}. Groups: {sorted({m.GROUP for m in benchmarks('')})}")
    missed, gaps = 0, 0
    for module in chosen:
        for figure in attempt(module.__name__.removeprefix("bench."), module.measure):
            print(figure.line(), flush=True)
            missed += not figure.is_ok
            gaps += isinstance(figure, Gap)
    if gaps:
        print(f"\n{gaps} parts NOT MEASURED")
    print("\n" + "\n".join(conditions()))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

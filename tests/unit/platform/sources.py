"""What the house rules are checked on: our own Python and JavaScript, read once."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "schoolapp"


@lru_cache
def python_files() -> dict[str, ast.Module]:
    """Path below the project → parsed module, for every Python file of the application."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@lru_cache
def browser_files() -> dict[str, str]:
    """Path below the project → text of everything that runs in a browser."""
    paths = sorted(path for kind in ("*.js", "*.jsx", "*.mjs") for path in PACKAGE.rglob(kind))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@lru_cache
def template_words() -> dict[str, str]:
    """Each msgid said in a template → where."""
    said = re.compile(r'_\("([^"]+)"\)')
    return {
        msgid: path.relative_to(ROOT).as_posix()
        for path in sorted(PACKAGE.rglob("*.html"))
        for msgid in said.findall(path.read_text(encoding="utf-8"))
    }


def dotted(node: ast.AST) -> str:
    """`rx.el.div` for that expression, the empty string for anything that is no chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""


def imported(tree: ast.Module) -> set[str]:
    """Full names of all that a module imports, `from a import b` giving both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names

"""Remarks that came up once and must not come up again. Each function says why its rule is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
import reflex as rx

from tests.unit.platform.sources import browser_files, dotted, imported, python_files

MAY_PRINT = {f"schoolapp/{name}.py" for name in ("serve", "build", "settings", "migrate", "demo/__main__")}
MAY_ASK_THE_SYSTEM = {"schoolapp/clock.py"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "dt.datetime.now", "time.time"}
EVALUATES = {"call_script", "call_function", "run_script", "call_event", "dynamic"}
UPLOADS = {"upload", "get_upload_dir", "get_upload_url", "selected_files", "upload_files"}
FOR_ALL = {"schoolapp.identity.state", "schoolapp.ui"}


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    return ((dotted(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _found(wrong: set[str], allowed: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    return [
        f"{path}:{call.lineno} {name}"
        for path, tree in python_files().items()
        if path not in allowed
        for name, call in _calls(tree)
        if name in wrong
    ]


def test_only_the_clock_asks_the_system_for_the_time() -> None:
    """Otherwise the demo clock and the tests of midnight lie."""
    assert _found(CLOCKS, MAY_ASK_THE_SYSTEM) == []


def test_nothing_needs_unsafe_eval() -> None:
    """These make the browser evaluate text, which the security policy forbids."""
    assert _found({f"rx.{name}" for name in EVALUATES} | {"eval", "exec"}) == []


def test_nothing_is_uploaded_through_the_framework() -> None:
    """rx.upload opens a public route without sign-in."""
    assert _found({f"rx.{name}" for name in UPLOADS}) == []


def test_no_radix_component() -> None:
    """One of them brings 83 KB of styles to every first visit."""
    used = {
        (path, name)
        for path, tree in python_files().items()
        for name, _call in _calls(tree)
        if name.startswith("rx.") and name.count(".") == 1
    }
    radix = [
        f"{path} {name}"
        for path, name in sorted(used)
        if "radix" in getattr(getattr(rx, name[3:], None), "__module__", "")
        or "radix" in str(getattr(getattr(rx, name[3:], None), "__self__", ""))
    ]
    assert radix == []
    assert [path for path, tree in python_files().items() if any("radix" in name for name in imported(tree))] == []


def test_the_check_for_radix_knows_one() -> None:
    assert "radix" in rx.vstack.__module__ or "radix" in str(getattr(rx.vstack, "__self__", ""))


def test_no_file_is_handed_over_slowly() -> None:
    """rx.asset looks through the call stack for each file: a start took seconds longer. See ui/browser_code.py."""
    assert _found({"rx.asset"}) == []


def test_only_programs_print() -> None:
    """What the server says goes to the log, where it is kept free of names."""
    assert _found({"print", "pprint"}, MAY_PRINT) == []


def test_logs_hold_no_assembled_text() -> None:
    """A log message is a constant and its fields are ids, so that no name or code can slip into it."""
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in python_files().items()
        for name, call in _calls(tree)
        if name.rpartition(".")[0] in ("log", "logger", "logging", "_log") and name.rpartition(".")[2] in levels
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert wrong == []


LAYERS = {"page": 4, "pages": 4, "state": 3, "api": 3, "service": 2, "queries": 1, "rules": 0}
COMPOSE = {"schoolapp/routes.py", "schoolapp/schoolapp.py"}


def _layer(module: str) -> int | None:
    """4 for pages … 0 for rules, by the last word of a module's name (`people_state` is a state)."""
    return LAYERS.get(module.split(".")[-1].split("_")[-1])


def _own_imports() -> Iterator[tuple[str, str, str]]:
    """(path, own module, imported module) for every import of one of our modules by another."""
    modules = {path.removesuffix(".py").replace("/", ".") for path in python_files()}
    for path, tree in python_files().items():
        own = path.removesuffix(".py").replace("/", ".")
        yield from ((path, own, name) for name in sorted(imported(tree) & modules) if name != own)


def test_imports_point_one_way() -> None:
    """pages → state → service → queries and rules; api → service. Beside import-linter: files like people_state.py."""
    wrong = [
        f"{path} imports {name}"
        for path, own, name in _own_imports()
        if path not in COMPOSE and (lower := _layer(own)) is not None and (upper := _layer(name)) is not None
        if upper > lower
    ]
    assert wrong == []


def test_no_slice_reaches_into_anothers_pages_or_state() -> None:
    """Pages and states are composed in routes.py only; what slices share is their services."""
    wrong = [
        f"{path} imports {name}"
        for path, own, name in _own_imports()
        if path not in COMPOSE and name.split(".")[1] != own.split(".")[1] and (_layer(name) or 0) >= 3
        if not name.startswith(tuple(FOR_ALL)) and not name.endswith(".api")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"\beval\(|new Function\(", "the security policy forbids it"),
        (r"innerHTML|dangerouslySetInnerHTML|document\.write", "a child's name is text, never markup"),
        (r"console\.(log|debug|info)\(", "phones keep no names in a console"),
        (r"https?://(?!www\.w3\.org|localhost)[a-z]", "nothing is fetched from a foreign server"),
    ],
)
def test_client_code_avoids(pattern: str, why: str) -> None:
    hits = [
        f"{path}:{number}"
        for path, text in browser_files().items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, re.sub(r"^\s*(//|\*|/\*).*", "", line))
    ]
    assert hits == [], why


def test_pages_are_built_with_no_setting_but_the_language() -> None:
    """One build serves every school: what else a page needs of the settings, its State says."""
    baked = [
        f"{path}:{node.lineno} {node.attr}"
        for path, tree in python_files().items()
        if not path.endswith("state.py") and (path.startswith("schoolapp/ui/") or "pages" in path.rsplit("/", 1)[-1])
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Call)
        and dotted(node.value.func) == "settings"
    ]
    assert [one for one in baked if not one.endswith(" locale")] == []


def test_states_write_no_sql() -> None:
    """They open a unit of work and hand it to queries and services; a statement in a State is found by nobody."""
    may_name = {"sqlalchemy", "sqlmodel", "sqlmodel.Session", "sqlalchemy.exc", "sqlalchemy.exc.DataError"}
    asks = {"exec", "execute", "scalars", "scalar", "add", "delete", "get"}
    units = {"db", "session", "connection"}
    states = {path: tree for path, tree in python_files().items() if path.endswith("state.py")}
    named = [f"{path} {name}" for path, tree in states.items() for name in imported(tree) - may_name if "sql" in name]
    asked = [
        f"{path}:{call.lineno} {name}"
        for path, tree in states.items()
        for name, call in _calls(tree)
        if name.split(".")[0] in units and name.split(".")[-1] in asks
    ]
    assert named + asked == []

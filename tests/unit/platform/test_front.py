"""What we change in Vite's configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolapp.pwa import front
from schoolapp.routes import make_api

CONFIG = "export default {\n  build: {\n    minify: true,\n  },\n  server: {\n    port: 1,\n  },\n}"


def test_while_one_develops_vite_hands_on_all_that_the_server_answers() -> None:
    addresses = set(make_api().openapi()["paths"])
    assert len(addresses) > 20
    assert [path for path in addresses if not path.startswith(front.NO_PAGES)] == []
    text = front.ask_the_server(CONFIG)
    assert all(f'"{path}"' in text for path in front.NO_PAGES)
    assert front.ask_the_server(text) == text, "changed twice"


def test_an_upgrade_that_moves_the_place_is_noticed() -> None:
    with pytest.raises(ValueError, match="no longer writes"):
        front.ask_the_server("export default {}")


def test_emotion_stays_out_and_what_only_emotion_could_do_is_noticed(tmp_path: Path) -> None:
    text = front.leave_emotion_out("export default {\n  resolve: {\n    alias: [\n    ],\n  },\n}")
    assert '"@emotion/react"' in text
    assert front.leave_emotion_out(text) == text, "changed twice"
    (tmp_path / "app").mkdir()
    page = tmp_path / "app" / "page.jsx"
    page.write_text("""jsx("div",{className:"k-wait",css:({ ["height"] : "52px" })},)""")
    assert front.rich_styles(tmp_path) == []
    page.write_text("""jsx("div",{css:({ ["&:hover"] : ({ ["color"] : "red" }) })},),jsx("p",{css:theme_red})""")
    assert len(front.rich_styles(tmp_path)) == 2

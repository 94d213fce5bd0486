"""Only a page's own inline scripts and styles are let in by their hashes."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from schoolapp.pwa.policy_hashes import hashes_of_build, hashes_of_page


def sha(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_inline_scripts_style_elements_and_style_attributes_are_hashed_as_the_browser_sees_them() -> None:
    page = """<html><head><style>p{margin:0}</style><script src="/a.js"></script><script>go("&amp;")</script></head>
        <body><p style="height:64px">a</p><i style="background:url(&quot;a&quot;)"></i><i style=""></i></body></html>"""
    assert hashes_of_page(page) == {
        "script": [sha('go("&amp;")')],
        "style": sorted([sha("p{margin:0}"), sha("height:64px"), sha('background:url("a")')]),
    }


def test_each_once_and_line_ends_as_the_browser_reads_them() -> None:
    assert hashes_of_page("<script>a\r\nb</script><script>a\nb</script>") == {"script": [sha("a\nb")], "style": []}


def test_pages_by_address_and_the_fallback_for_all_others(tmp_path: Path) -> None:
    for name in ("index.html", "board/index.html", "offline.html", "__spa-fallback.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<script>{name}</script>", encoding="utf-8")
    found = hashes_of_build(tmp_path)
    assert found.keys() == {"/", "/board", "/offline.html", ""}
    assert found["/board"]["script"] == [sha("board/index.html")]
    assert found[""]["script"] == [sha("__spa-fallback.html")]

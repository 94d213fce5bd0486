"""The Reflex plugin that makes the site a web app: manifest, service worker, browsers to reach, policy hashes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

from schoolapp.pwa import front
from schoolapp.pwa.manifest import manifest_text, offline_page, old_browser_page
from schoolapp.pwa.policy_hashes import hashes_of_build
from schoolapp.pwa.worker import worker_script

CLIENT = Path(__file__).parent / "client"
HASHES = Path("csp-hashes.json")
"""Beside the built pages' folder, in `.web/build/`: page address → hashes of its inline scripts and styles."""


class WebAppPlugin(Plugin):
    """Everything between Reflex's build and an installable, offline-capable site."""

    def get_static_assets(self, **context: Any) -> Sequence[tuple[Path, str | bytes]]:
        """Files of the site that are written, not drawn."""
        public = Path("public")
        return [
            (public / "manifest.webmanifest", manifest_text()),
            (public / "old-browser.html", old_browser_page()),
            (public / "offline.html", offline_page()),
            (public / "webapp.js", (CLIENT / "webapp.js").read_text(encoding="utf-8")),
            (Path("utils") / "plain_jsx.js", (CLIENT / "plain_jsx.js").read_text(encoding="utf-8")),
        ]

    def pre_compile(self, **context: Any) -> None:
        modify = context["add_modify_task"]
        modify("vite.config.js", front.reach_old_browsers)
        modify("vite.config.js", front.leave_emotion_out)
        modify("vite.config.js", front.ask_the_server)
        modify("utils/state.js", front.follow_the_page)
        modify("utils/state.js", front.spare_the_scanner)
        modify("compress-static.js", front.compress_more)

    def post_build(self, **context: Any) -> None:
        """Runs when every page is written and before they are compressed."""
        static_dir: Path = context["static_dir"]
        if rich := front.rich_styles(static_dir.parent.parent):
            raise ValueError(f"A class in the style sheet, please; `style=` takes plain properties only: {rich}")
        (static_dir / "sw.js").write_text(worker_script(static_dir), encoding="utf-8")
        (static_dir.parent / HASHES).write_text(json.dumps(hashes_of_build(static_dir), indent=1), encoding="utf-8")

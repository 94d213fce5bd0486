"""The baseline around everything: headers, foreign origins, sockets, bodies."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from schoolapp import refusals, security
from schoolapp.logs import JsonLines
from schoolapp.pwa.policy_hashes import Hashes
from schoolapp.settings import settings

HOST = "school.test"


def small_app() -> FastAPI:
    app = FastAPI()
    refusals.install(app)

    @app.get("/page")
    def page() -> HTMLResponse:
        return HTMLResponse("<p>hello</p>")

    @app.get("/unchanged")
    def unchanged() -> Response:
        return Response(status_code=304)

    @app.api_route("/api/echo", methods=["GET", "POST", "PUT", "DELETE"])
    async def echo(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.get("/api/breaks")
    def breaks() -> None:
        raise RuntimeError("child 张伟 is not where expected")

    @app.get("/api/locked")
    def locked() -> None:
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("database is locked"))

    @app.get("/api/beyond")
    def beyond() -> None:
        date.max + timedelta(days=1)

    @app.websocket("/_event")
    async def event(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("open")
        await socket.close()

    return app


@pytest.fixture
def client() -> TestClient:
    app = security.Baseline(small_app())
    return TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SCHOOLAPP_HTTPS", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


def policy(answer) -> dict[str, list[str]]:
    parts = answer.headers["content-security-policy"].split("; ")
    return {part.split()[0]: part.split()[1:] for part in parts}


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for path in ("/page", "/api/echo", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=(self)" in headers["permissions-policy"]
        assert "microphone=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers


def test_https_is_remembered_by_the_browser(client: TestClient, https: None) -> None:
    assert client.get("/page").headers["strict-transport-security"].startswith("max-age=")


def test_a_page_runs_only_the_scripts_and_styles_of_its_build(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    other: Hashes = {"script": ["sha256-other"], "style": []}
    pages: dict[str, Hashes] = {"/page": {"script": ["sha256-page"], "style": ["sha256-height"]}, "": other}
    monkeypatch.setattr(security, "inline_hashes", lambda _file: pages)
    found = policy(client.get("/page"))
    assert found["script-src"] == ["'self'", "'wasm-unsafe-eval'", "'sha256-page'"]
    assert found["style-src"] == ["'self'", "'unsafe-hashes'", "'sha256-height'"]
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
    assert found["connect-src"] == ["'self'", f"ws://{HOST}", f"wss://{HOST}"]
    del pages["/page"]
    found = policy(client.get("/page"))
    assert "'sha256-other'" in found["script-src"]
    assert found["style-src"] == ["'self'"]


def test_an_unchanged_page_keeps_the_policy_it_came_with(client: TestClient) -> None:
    """A 304 carries no type; any policy on it would replace the one that the browser kept with the page."""
    assert "content-security-policy" not in client.get("/unchanged").headers


def test_a_strange_host_gets_into_no_header(client: TestClient) -> None:
    found = client.get("/page", headers={"Host": "a; script-src *"}).headers["content-security-policy"]
    assert "script-src *" not in found


def test_what_is_no_page_may_do_nothing(client: TestClient) -> None:
    answer = client.get("/api/echo")
    assert policy(answer) == {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_foreign_page_changes_nothing(client: TestClient, method: str) -> None:
    foreign = client.request(method, "/api/echo", headers={"Origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in foreign.headers
    cross = client.request(method, "/api/echo", headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    assert client.request(method, "/api/echo", headers={"Origin": f"http://{HOST}"}).status_code == 200
    assert client.request(method, "/api/echo").status_code == 200


def test_a_foreign_page_opens_no_socket(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_event", headers={"Origin": "https://evil.example", "Host": HOST}),
    ):
        pass
    with client.websocket_connect("/_event", headers={"Origin": f"http://{HOST}", "Host": HOST}) as socket:
        assert socket.receive_text() == "open"


def test_reflexs_own_socket_server_asks_the_same() -> None:
    from schoolapp.schoolapp import app

    assert app.sio is not None
    allowed = app.sio.eio.cors_allowed_origins
    assert allowed("https://evil.example", {"HTTP_HOST": HOST}) is False
    assert allowed(f"https://{HOST}", {"HTTP_HOST": HOST}) is True


@pytest.mark.parametrize(("path", "cap"), [("/api/echo", security.BODY_CAP), ("/api/import/x", 13 * security.MIB)])
def test_body_caps(path: str, cap: int) -> None:
    assert security.body_cap(path) == cap


def test_a_body_over_the_cap_is_refused(client: TestClient) -> None:
    fits, over = b"x" * security.BODY_CAP, b"x" * (security.BODY_CAP + 1)
    assert client.post("/api/echo", content=fits).json() == {"bytes": security.BODY_CAP}
    assert client.post("/api/echo", content=over).json()["code"] == "too_large"
    chunked = client.post("/api/echo", content=iter([over[:100], over[100:]]))
    assert (chunked.status_code, chunked.json()["code"]) == (413, "too_large")
    assert client.post("/api/echo", headers={"Content-Length": "-1"}).status_code == 413


def test_a_failure_is_one_calm_sentence(client: TestClient) -> None:
    answer = client.get("/api/breaks")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "张伟" not in answer.text


def test_a_locked_database_is_asked_again_in_a_moment(client: TestClient) -> None:
    answer = client.get("/api/locked")
    assert (answer.status_code, answer.json()["code"]) == (503, "later")
    assert answer.headers["retry-after"]


def test_a_day_or_number_beyond_everything_is_the_askers_fault(client: TestClient) -> None:
    answer = client.get("/api/beyond")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_whoever_hangs_up_halfway_is_no_failure_of_ours(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phones lose the network while they send; a log full of that hides what is wrong here."""

    monkeypatch.setattr(logging.getLogger("schoolapp"), "propagate", True)

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(_message: object) -> None:
        return None

    head = {"type": "http", "method": "POST", "path": "/api/echo", "query_string": b"", "headers": [], "scheme": "http"}
    await small_app()({**head, "server": (HOST, 80)}, gone, send)
    assert "request failed" not in caplog.text


def test_logs_are_json_lines() -> None:
    record = logging.LogRecord("schoolapp.x", logging.INFO, "file", 1, "card reissued", None, None)
    record.card_id = 7
    line = json.loads(JsonLines().format(record))
    assert (line["event"], line["level"], line["card_id"]) == ("card reissued", "info", 7)


def test_failed_requests_are_logged_without_their_query(client: TestClient) -> None:
    seen: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = seen.append  # type: ignore[method-assign]
    log = logging.getLogger("schoolapp.http")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        client.get("/api/missing?name=secret")
        client.get("/w/secret22characters-token.jpg")
        client.post("/w/secret22characters-token/applause")
    finally:
        log.removeHandler(handler)
    assert [(record.path, record.status) for record in seen] == [  # type: ignore[attr-defined]
        ("/api/missing", 404),
        ("/w/….jpg", 404),
        ("/w/…/applause", 404),
    ]
    assert "secret" not in "".join(JsonLines().format(record) for record in seen)

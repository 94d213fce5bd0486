"""Serves the school in production mode on one port: `python -m schoolapp.serve --port 8000`.

Brings the database up to date, fills the demo school when the database is empty, builds the pages when sources changed,
then hands over to Granian. A second start does none of these and needs no network.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket

from schoolapp import build
from schoolapp.settings import settings


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on; 127.0.0.1 keeps it on this machine")  # noqa: S104
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


def refuse_busy_port(host: str, port: int) -> None:
    """End with a clear sentence when somebody else listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"Port {port} on {host} cannot be used ({error.strerror})."
            raise SystemExit(
                f"{reason} Stop the program that has it, or choose another: make run PORT={port + 1}"
            ) from None


def workers() -> int:
    """How many worker processes: one, unless PostgreSQL and Redis are there to share what a worker knows."""
    asked = os.environ.get("GRANIAN_WORKERS", "")
    shared = bool(settings().redis_url) and not settings().database.startswith("sqlite")
    if asked and asked != "1" and not shared:
        raise SystemExit(
            f"GRANIAN_WORKERS={asked} needs SCHOOLAPP_DATABASE_URL=postgresql://… and SCHOOLAPP_REDIS_URL=redis://…; "
            "on the embedded database one worker is the fastest."
        )
    return int(asked) if asked else (os.cpu_count() or 1) if shared else 1


def refuse_silent_services() -> None:
    """End with a clear sentence when PostgreSQL or Redis is set and does not answer. Passwords are not repeated."""
    from redis import Redis, RedisError
    from sqlalchemy.exc import OperationalError

    from schoolapp.db import engine

    try:
        engine().connect().close()
    except OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise SystemExit(f"SCHOOLAPP_DATABASE_URL: the database does not let us in. {reason}") from None
    try:
        if settings().redis_url:
            Redis.from_url(settings().redis_url, socket_connect_timeout=5).ping()
    except RedisError as error:
        raise SystemExit(f"SCHOOLAPP_REDIS_URL: Redis does not answer. {error}") from None


def prepare_database() -> list[str]:
    """Migrate, fill the demo school into an empty database, and say how to get in.

    Leaves no connection open: workers are forked later.
    """
    from schoolapp.db import engine
    from schoolapp.demo.service import fill_when_empty
    from schoolapp.identity.setup import setup_code
    from schoolapp.migrate import upgrade

    upgrade(engine())
    fill_when_empty()
    code = setup_code()
    engine().dispose()
    engine.cache_clear()
    if settings().demo:
        return ["Demo logins: office, leader, homeroom, teacher, guardian; password kehou-demo"]
    return [f"No school yet: open /setup and enter the code {code}"] if code else []


def lan_address() -> str | None:
    """This machine's address on the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address


def announce(host: str, port: int, ways_in: list[str]) -> None:
    """Tell whoever started it where to go next."""
    print(f"\n  Schoolapp: http://localhost:{port}/")
    address = lan_address() if host in ("0.0.0.0", "::") else None  # noqa: S104
    if address and not settings().https:
        print(f"  On this network: http://{address}:{port}/")
        print("    Phones give the camera and offline use to HTTPS addresses only; deploy/README.md sets that up.")
    for line in ways_in:
        print(f"  {line}")
    print(flush=True)


def run(host: str, port: int) -> None:
    """Serve until stopped. The application is imported once and its memory shared with the workers."""
    os.environ["GRANIAN_WORKERS"] = str(workers())
    os.environ.setdefault("GRANIAN_LOG_LEVEL", "warning")
    from reflex.istate.manager import reset_disk_state_manager
    from reflex.utils import exec as reflex_exec
    from reflex_base.constants import Env, LogLevel
    from reflex_base.environment import environment

    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    reset_disk_state_manager()
    reflex_exec.run_granian_backend_prod(host, port, LogLevel.WARNING)


def keep_to_ourselves() -> None:
    """From here on only this user reads what is written: the data folder holds children's names."""
    os.umask(0o077)
    folder = settings().data
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(PermissionError):  # a mounted folder may belong to somebody else, who decides then
        folder.chmod(0o700)


def main() -> None:
    options = _arguments()
    os.chdir(build.ROOT)
    settings()
    workers()
    refuse_busy_port(options.host, options.port)
    build.ensure_built()
    keep_to_ourselves()
    refuse_silent_services()
    ways_in = prepare_database()
    announce(options.host, options.port, ways_in)
    run(options.host, options.port)


if __name__ == "__main__":
    main()

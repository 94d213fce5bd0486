"""Alembic on plain SQLModel metadata and on our own settings' address.

`alembic revision --autogenerate -m "Add exhibition walls"` writes the difference between the models and the
database; `python -m schoolapp.migrate` brings a database to head, and hands its connection in here.
"""

from __future__ import annotations

import sys
from logging.config import fileConfig

from alembic import context
from sqlalchemy import Connection

from schoolapp.db import make_engine
from schoolapp.migrate import compare_options
from schoolapp.settings import settings


def _run(connection: Connection) -> None:
    context.configure(connection=connection, **compare_options())
    with context.begin_transaction():
        context.run_migrations()


def _run_online() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    if context.config.config_file_name:
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    settings().data.mkdir(parents=True, exist_ok=True)
    with make_engine(settings().database).connect() as connection:
        _run(connection)
        connection.commit()


if context.is_offline_mode():
    sys.exit("Offline SQL is not supported: migrations run against the database itself.")
_run_online()

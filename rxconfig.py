"""Reflex configuration and plugins, nothing else."""

import reflex as rx

from schoolapp.origins import further_origins
from schoolapp.pwa.plugin import WebAppPlugin
from schoolapp.settings import settings

config = rx.Config(
    app_name="schoolapp",
    show_built_with_reflex=False,
    telemetry_enabled=False,
    redis_url=settings().redis_url or None,
    state_manager_mode="redis" if settings().redis_url else "memory",
    cors_allowed_origins=further_origins(),
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[
        rx.plugins.TailwindV4Plugin({}),
        WebAppPlugin(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)

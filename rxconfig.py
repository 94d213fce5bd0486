"""Reflex configuration and plugins, nothing else."""

import reflex as rx

config = rx.Config(
    app_name="schoolapp",
    show_built_with_reflex=False,
    telemetry_enabled=False,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[
        rx.plugins.TailwindV4Plugin({}),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)

"""Composes the application: settings, pages, API. No logic."""

import reflex as rx

from schoolapp.identity.state import ForgetOthers
from schoolapp.pwa.head import head
from schoolapp.pwa.serving import BuiltFiles
from schoolapp.routes import add_pages, make_api
from schoolapp.settings import settings
from schoolapp.ui.shell import connection_notice, error_boundary

settings()

app = rx.App(
    stylesheets=["/kit.css"],
    html_lang="zh-CN" if settings().locale == "zh_CN" else "en",
    toaster=None,
    app_wraps={
        (55, "ErrorBoundary"): lambda _stateful: error_boundary(),
        (5, "Overlay"): lambda stateful: connection_notice() if stateful else None,
    },
    head_components=head(),
    api_transformer=[make_api(), BuiltFiles],
)
app.add_middleware(ForgetOthers(), index=0)
add_pages(app)

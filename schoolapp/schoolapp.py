"""Composes the application: settings, pages, API. No logic."""

import reflex as rx

from schoolapp import logs, memory
from schoolapp.demo.life import demo_life
from schoolapp.identity.state import ForgetOthers
from schoolapp.parent import end_with_parent
from schoolapp.programme.keeper import keeper
from schoolapp.pwa.head import head
from schoolapp.pwa.serving import BuiltFiles
from schoolapp.routes import add_pages, make_api
from schoolapp.security import Baseline, guard_socket
from schoolapp.settings import settings
from schoolapp.ui.shell import connection_notice, error_boundary
from schoolapp.works.film.darkroom import end_with_server
from schoolapp.works.media.sweeping import sweeper

settings()
logs.configure()

app = rx.App(
    stylesheets=["/kit.css"],
    html_lang="zh-CN" if settings().locale == "zh_CN" else "en",
    toaster=None,
    frontend_exception_handler=logs.page_failed,
    app_wraps={
        (55, "ErrorBoundary"): lambda _stateful: error_boundary(),
        (5, "Overlay"): lambda stateful: connection_notice() if stateful else None,
    },
    head_components=head(),
    api_transformer=[make_api(), BuiltFiles, Baseline],
)
guard_socket(app)
app.add_middleware(ForgetOthers(), index=0)
add_pages(app)
app.register_lifespan_task(end_with_parent)
app.register_lifespan_task(demo_life)
app.register_lifespan_task(keeper)
app.register_lifespan_task(sweeper)
app.register_lifespan_task(end_with_server)
memory.settle()

"""The dashboard as a web server: the pages of `app.py` behind security headers, warmed up before the first reader."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response

# Streamlit's front end needs inline styles, evaluated scripts (Plotly) and blobs (downloads); nothing
# from elsewhere.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders(BaseHTTPMiddleware):
    """Which headers keep a page from being framed, sniffed or made to fetch from elsewhere?"""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """Add the headers to every response."""
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response


@asynccontextmanager
async def _warm(_: st.App) -> AsyncIterator[None]:
    # Import what the first page needs before anybody waits for it; then take it out of the garbage
    # collector's rounds, which together with `runner.postScriptGC = false` halves the time of a rerun.
    import dashboard.pages.recurrence  # noqa: F401

    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


app = st.App(
    Path(__file__).resolve().parent.parent / "app.py",
    middleware=[Middleware(SecurityHeaders)],
    lifespan=_warm,
)

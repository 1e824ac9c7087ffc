"""A real server on a free port, started as `make run` starts it, and a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, sync_playwright

from tests.house.repository import ROOT
from tests.running import browser_path

HOST = "127.0.0.1"
# Nothing but the page speaks to the network, and a container's browser needs no sandbox of its own.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 60.0


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium of the system, with a profile of its own that is thrown away."""
    path = browser_path()
    if path is None:
        raise FileNotFoundError("Neither Chromium nor Chrome is installed: install one.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def dashboard(data: Path) -> Iterator[str]:
    """The dashboard on a data folder; gives its address."""
    command = ("dashboard", "serve", "--data", str(data), "--port")
    with _served(command, data.parent / f"{data.name}.log") as address:
        yield address


@contextmanager
def script(path: Path, log: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """A Streamlit script, served with the settings of the dashboard; gives its address."""
    command = ("streamlit", "run", str(path), "--server.port")
    with _served(command, log, environment) as address:
        yield address


@contextmanager
def _served(
    command: Sequence[str], log: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    port = _free_port()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DASHBOARD_")}
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, str(port)],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(process, port, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    asked = f"http://{HOST}:{port}/_stcore/health"
    # This machine is asked directly, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended: {log.read_text(errors='replace')}")
        try:
            with opener.open(asked, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"No answer in {_PATIENCE:.0f} s: {log.read_text(errors='replace')}")

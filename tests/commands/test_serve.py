from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.store import Folder
from tests.commands.conftest import ROOT, Run


class Started(NamedTuple):
    command: list[str]
    environment: dict[str, str]
    folder: Path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Started]:
    """What would have been started."""
    seen: list[Started] = []
    folders = [Path.cwd()]

    def execute(program: str, command: list[str], environment: dict[str, str]) -> None:
        assert program == command[0]
        seen.append(Started(command, environment, folders[-1]))

    monkeypatch.setattr(os, "chdir", lambda path: folders.append(Path(path)))
    monkeypatch.setattr(os, "execve", execute)
    return seen


def test_the_server_is_started_from_the_folder_that_holds_its_settings(
    run: Run, started: list[Started], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_OTHER_SETTING", "kept")

    result = run("serve", "--data", tmp_path, "--port", 8765)

    assert result.exit_code == 0
    assert len(started) == 1
    assert started[0].command == [
        *(sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "server.py")),
        *("--server.address", "127.0.0.1", "--server.port", "8765"),
    ]
    assert (ROOT / "dashboard" / "server.py").is_file()
    assert started[0].folder == ROOT
    assert (ROOT / ".streamlit" / "config.toml").is_file()
    assert started[0].environment["DASHBOARD_DATA"] == str(tmp_path)
    assert started[0].environment["SOME_OTHER_SETTING"] == "kept"


def test_the_data_folder_is_handed_on_as_seen_from_here(run: Run, started: list[Started]) -> None:
    here = Path.cwd()

    run("serve", "--data", "records")

    assert started[0].environment["DASHBOARD_DATA"] == str(here / "records")
    assert "--server.port" not in started[0].command


def test_a_settings_file_that_cannot_be_read_is_said_before_anything_starts(
    run: Run, started: list[Started], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("min_patients = 'many'", encoding="utf-8")

    result = run("serve", "--data", tmp_path)

    assert result.exit_code == 2
    assert "“many” cannot be min_patients" in result.stderr
    assert started == []


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_cannot_be_is_said(run: Run, started: list[Started], port: str) -> None:
    result = run("serve", "--port", port)

    assert result.exit_code == 2
    assert started == []


@pytest.fixture
def port(own_store: Folder, tmp_path: Path) -> Iterator[int]:
    """The port of a dashboard that was started from another folder than its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        serving = subprocess.Popen(
            [
                *(sys.executable, "-m", "dashboard", "serve"),
                *("--data", str(own_store.root), "--port", str(number)),
            ],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_healthy(number)
        yield number
    finally:
        serving.terminate()
        serving.wait(30)


def test_a_served_dashboard_answers_this_machine_only_and_by_its_own_name(port: int) -> None:
    # The second rests on `.streamlit/config.toml`, wherever the program was started.
    assert _open_session(port, host=f"127.0.0.1:{port}") == 101
    assert _open_session(port, host="elsewhere.example") == 403
    with pytest.raises(OSError, match=r"refused|timed out"):
        socket.create_connection((_other_address(), port), 5).close()


def _wait_until_healthy(port: int) -> None:
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError("the dashboard did not start within two minutes")


def _open_session(port: int, host: str) -> int:
    """How does the server answer a browser that opens a session under the name `host`?"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Host": host,
        "Origin": f"http://{host}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def _other_address() -> str:
    """Another address of this machine: what listens on all of them answers here too."""
    return "127.0.0.2"

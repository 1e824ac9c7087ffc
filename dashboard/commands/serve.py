"""`serve`: open the dashboard on this machine's own address."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from dashboard.commands.options import DATA
from dashboard.settings import data_folder, read_settings

# Streamlit takes `.streamlit/config.toml` from the folder it is started in.
_PROJECT = Path(__file__).resolve().parent.parent.parent


@click.command("serve")
@DATA
@click.option("--port", type=click.IntRange(1, 65535), help="The port.  [default: 8501]")
def open_dashboard(data: Path | None, port: int | None) -> None:
    """Open the dashboard on this machine.

    There is no log-in: whoever reaches the page is trusted, and only this machine reaches it.
    """
    chosen = data_folder(data).absolute()
    # A settings file that cannot be read is said here, not on a page.
    read_settings(chosen)
    command = [sys.executable, "-m", "streamlit", "run", str(_PROJECT / "dashboard" / "server.py")]
    command += ["--server.address", "127.0.0.1"]
    if port is not None:
        command += ["--server.port", str(port)]
    environment = {**os.environ, "DASHBOARD_DATA": str(chosen)}
    os.chdir(_PROJECT)
    # Streamlit takes this process over: Ctrl-C and a service manager's signals reach it directly.
    os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted

"""How does every command end: with one clear message where it fails, and which exit status?"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

import dashboard
from dashboard.commands.layout import say
from dashboard.errors import DashboardError

# The shell's own number for a program stopped with Ctrl-C: 128 + SIGINT.
INTERRUPTED = 130
_LONGEST_MESSAGE = 300


class Program(click.Group):
    """Which exit status does a command end with, and what does it say where it fails?

    ====  ==========================================================================
    0     done
    1     a fault of the data folder or of the program; `check` found something
    2     bad input: a file, an option, a setting
    130   stopped with Ctrl-C
    ====  ==========================================================================
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In which order are the commands listed: that in which a clinic meets them."""
        del ctx
        return list(self.commands)

    def main(self, *args: Any, **options: Any) -> Any:
        """Run one command and leave the program, with a message instead of a traceback."""
        options["standalone_mode"] = False
        try:
            status = super().main(*args, **options)
        except click.ClickException as error:
            error.show()
            status = error.exit_code
        except DashboardError as error:
            status = _failed(f"Error: {error}", error.exit_status)
        except click.Abort:
            status = _failed("Stopped. What was there before is still there.", INTERRUPTED)
        except Exception as error:
            if os.environ.get("DASHBOARD_DEBUG") == "1":
                raise
            status = _failed(_fault(error), 1)
        sys.exit(status if isinstance(status, int) else 0)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(dashboard.__version__, prog_name="dashboard")
def program() -> None:
    """Treatment outcomes of milia clinics: take records in, write reports, look after the releases.

    Without records, the dashboard and the reports speak of synthetic sample records.
    """


def _failed(message: str, status: int) -> int:
    say(message, err=True)
    return status


def _fault(error: Exception) -> str:
    lines = str(error).splitlines()
    said = f": {lines[0][:_LONGEST_MESSAGE]}" if lines else ""
    return (
        f"Error: This is a fault of the program ({type(error).__name__}{said}). "
        "Report it; DASHBOARD_DEBUG=1 shows where it happened."
    )

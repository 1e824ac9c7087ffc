"""`python -m dashboard`: the interface outside the browser."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; where what it needs is not installed, say so in one line."""
    try:
        from dashboard.commands import program
    except ModuleNotFoundError as error:
        if (error.name or "dashboard").startswith("dashboard"):
            raise
        sys.stderr.write(
            f"Error: “{error.name}” is not installed for {sys.executable}. "
            "Start the dashboard with “make run”, other commands with .venv/bin/python.\n"
        )
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    program()


if __name__ == "__main__":
    main()

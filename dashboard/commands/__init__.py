"""The command line: one file a command; `program` is all of them."""

from dashboard.commands.check import check_releases
from dashboard.commands.group import program
from dashboard.commands.import_records import import_records
from dashboard.commands.releases import list_releases
from dashboard.commands.report import write_report
from dashboard.commands.sample import fill_with_sample
from dashboard.commands.serve import open_dashboard
from dashboard.commands.undo import undo_release

# In the order in which a clinic meets them.
for _command in (
    open_dashboard,
    import_records,
    write_report,
    list_releases,
    undo_release,
    check_releases,
    fill_with_sample,
):
    program.add_command(_command)

__all__ = ["program"]

"""The store: immutable releases of the records, and questions put to them by name."""

from dashboard.store.anonymity import Alike
from dashboard.store.building import Built, build, build_sample
from dashboard.store.building_apart import build_apart
from dashboard.store.folder import Folder
from dashboard.store.forward import (
    before,
    before_by_other_rules,
    bring_forward,
    is_behind,
    open_current,
)
from dashboard.store.history import undo
from dashboard.store.imports import Import, imports_of
from dashboard.store.judging import NothingAccepted
from dashboard.store.ledger import check, read_entry
from dashboard.store.run import About, Release, open_release

__all__ = [
    "About",
    "Alike",
    "Built",
    "Folder",
    "Import",
    "NothingAccepted",
    "Release",
    "before",
    "before_by_other_rules",
    "bring_forward",
    "build",
    "build_apart",
    "build_sample",
    "check",
    "imports_of",
    "is_behind",
    "open_current",
    "open_release",
    "read_entry",
    "undo",
]

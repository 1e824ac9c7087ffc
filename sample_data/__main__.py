"""`python -m sample_data`: write the sample records, their truth, dictionary and exports anew."""

from __future__ import annotations

from sample_data import exports
from sample_data.generate import FOLDER, rewrite

if __name__ == "__main__":
    rewrite(FOLDER)
    exports.rewrite()

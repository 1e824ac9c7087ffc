"""`python -m sample_data`: write the sample records, their truth and their dictionary anew."""

from __future__ import annotations

from sample_data.generate import FOLDER, rewrite

if __name__ == "__main__":
    rewrite(FOLDER)

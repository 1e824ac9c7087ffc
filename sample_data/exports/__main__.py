"""`python -m sample_data.exports`: write the three exports and their clean files anew."""

from __future__ import annotations

from sample_data.exports import FOLDER, rewrite

if __name__ == "__main__":
    rewrite(FOLDER)

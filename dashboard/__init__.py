"""A treatment-outcome dashboard for milia clinics: counts in, estimates out; one answer, three views."""

import os

# BLAS on one thread, unless somebody wants otherwise: no product here is large enough for its threads not to
# wait for one another longer than they work, and up to 30 times as long where something else runs. NumPy
# reads this when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"

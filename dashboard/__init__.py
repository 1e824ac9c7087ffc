"""A treatment-outcome dashboard for milia clinics: counts in, estimates out; one answer, three views."""

__version__ = "0.1.0"

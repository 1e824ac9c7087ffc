"""The widgets that pages share: the cohort sidebar, the page's choices, downloads and notes. No arithmetic."""

"""The figures: each is two functions, *prepare* (answer → small value) and *draw* (value → chart)."""

"""The answers: one module a topic says which queries, which estimates, and what is said about them."""

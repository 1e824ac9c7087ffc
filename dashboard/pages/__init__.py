"""The pages: one a topic, no arithmetic, about a screenful each."""

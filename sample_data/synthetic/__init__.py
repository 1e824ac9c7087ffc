"""The generator's parts: who they are, who gets what, what follows, what is written down."""

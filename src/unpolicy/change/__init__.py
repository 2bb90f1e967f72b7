"""From a request to changed files: what may be recorded, and the one way to write it."""

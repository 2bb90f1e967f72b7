"""From model and measures to assessments: what was known, how it stands, why, and where it is heading."""

"""The data format piece by piece: what the files hold, which file holds what, and what parts take over."""

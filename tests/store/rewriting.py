"""A data file changed in one call, as commands do it in several."""

from unpolicy.store.journal import Origin
from unpolicy.store.write import DEFAULT_WAIT, opened


def rewrite(path, change, *, wait=DEFAULT_WAIT, origin=Origin()):  # noqa: B008 - an immutable default
    """Make the change that `change` works out from what the file holds once the lock is held."""
    with opened(path, wait=wait) as file:
        return file.write(change(file.source), origin)

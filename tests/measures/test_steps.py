import pytest

from unpolicy.measures.steps import suggest
from unpolicy.names import RATING_STEPS


@pytest.mark.parametrize(
    ("gap_closed", "rating"),
    [
        (1.5, "exceeded"),
        (1.2, "exceeded"),
        (0.4 * 3, "exceeded"),
        (1.19, "achieved"),
        (1, "achieved"),
        (0.999, "considerable-progress"),
        (0.8, "considerable-progress"),
        (0.1 * 8 - 1e-16, "considerable-progress"),
        (0.79, "little-progress"),
        (1e-9, "little-progress"),
        (0, "not-heading-there"),
        (-2, "not-heading-there"),
        (None, None),
    ],
)
def test_the_suggestion_follows_the_share_of_the_gap(gap_closed, rating):
    assert suggest(gap_closed) == rating


def test_the_five_steps_from_best_to_worst():
    assert [suggest(share) for share in (1.3, 1.1, 0.9, 0.5, -1)] == list(RATING_STEPS)

import pytest

from unpolicy.measures.case import Bands, Case

BANDS = Bands(0.95, 0.60, 0)


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [
        (2, "on-track"),
        (0.95, "on-track"),
        (0.95 - 1e-15, "on-track"),
        (0.9499999, "acceleration-needed"),
        (0.60, "acceleration-needed"),
        (0.1 * 6, "acceleration-needed"),
        (0.5999999, "limited"),
        (0, "limited"),
        (-1e-300, "moving-away"),
        (-3, "moving-away"),
    ],
)
def test_a_measure_lies_in_one_band(measure, verdict):
    assert BANDS.verdict(measure) == verdict


def test_a_strict_edge_must_be_exceeded_by_more_than_noise():
    strict = Bands(0.01, 0.001, -0.001, strict=True)
    assert strict.verdict(0.01) == "acceleration-needed"
    assert strict.verdict(0.01 + 1e-15) == "acceleration-needed"
    assert strict.verdict(0.0100001) == "on-track"
    assert strict.verdict(0.001) == "limited"
    assert strict.verdict(-0.001) == "limited"
    assert strict.verdict(-0.0010001) == "moving-away"


def test_nothing_is_reached_without_a_target():
    assert not Case(918, 2020, 961, 2022, 1).reached(1e9)


def test_scaled_bands_and_their_edges():
    half = BANDS.scaled(0.5)
    assert half.edge("on-track") == (0.475, False)
    assert half.edge("moving-away") is None

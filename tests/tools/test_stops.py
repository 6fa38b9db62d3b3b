"""Where a slider can stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.demos import demos
from assistant.tools.kinds import Number, WholeNumber
from assistant.tools.parameters import kind_of
from assistant.tools.stops import stops

NUMBERS = [
    (f"{name}.{parameter}", kind, field.default)
    for name, demo in demos().items()
    for parameter, field in demo.parameters.model_fields.items()
    if isinstance(kind := kind_of(field), Number | WholeNumber) and field.default is not None
]


@pytest.mark.parametrize(
    ("kind", "default"), [(kind, default) for _, kind, default in NUMBERS], ids=[n for n, *_ in NUMBERS]
)
def test_a_slider_of_every_demo_has_room_around_the_default(
    kind: Number | WholeNumber, default: float
) -> None:
    places = stops(kind, default)
    assert places == sorted(set(places))
    assert default in places
    assert 4 <= len(places) <= 210
    for place in places:
        assert kind.read(place) == place


def test_a_rate_is_walked_in_factors_and_a_share_in_equal_steps() -> None:
    rates = stops(Number(gt=0, le=10), 0.01)
    assert (rates[0], rates[-1]) == (1e-05, 10)
    assert [rate for rate in rates if 0.01 <= rate < 0.03] == [0.01, 0.012, 0.015, 0.02, 0.025]
    assert stops(Number(ge=0, le=1), 0.5)[:3] == [0, 0.01, 0.02]
    assert stops(WholeNumber(ge=1, le=50), 10) == list(range(1, 51))


def test_bounds_that_reach_far_do_not_make_a_slider_useless() -> None:
    users = stops(WholeNumber(ge=1, le=1_000_000_000), 2000)
    assert (users[0], users[-1]) == (2, 2_000_000)
    assert all(isinstance(place, int) for place in users)


@given(value=st.floats(0.00001, 10))
def test_a_value_that_was_typed_exactly_is_among_them(value: float) -> None:
    assert value in stops(Number(gt=0, le=10), 0.01, value)

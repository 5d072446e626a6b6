"""The choice of exchanges held against trying every choice."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.choice import clearest
from tasks.clean.exchanges import Exchange

MARGIN = 5.0
exchanges = st.builds(
    lambda start, size, cut: Exchange(start, start + min(cut, size - 1), start + size, False),
    st.integers(0, 24),
    st.integers(2, 9),
    st.integers(1, 8),
)
found = st.lists(st.tuples(st.floats(-9, 30), exchanges), max_size=8, unique_by=lambda f: f[1])


def meeting(x: Exchange, y: Exchange) -> float:
    """What two exchanges gain by meeting: any number will do, so long as it is always the same."""
    return float((7 * x.middle + 3 * y.middle) % 23 - 8)


def worth(chosen, margin=MARGIN):
    chosen = sorted(chosen, key=lambda f: f[1])
    met = sum(meeting(a, b) for (_, a), (_, b) in itertools.pairwise(chosen) if a.stop == b.start)
    return sum(gain - margin for gain, _ in chosen) + met


def apart(chosen):
    return all(a.stop <= b.start for a, b in itertools.pairwise(sorted(x for _, x in chosen)))


@given(found)
def test_the_exchanges_made_are_those_that_gain_most_together(found):
    gains = {x: gain for gain, x in found}
    groups = clearest(found, meeting, MARGIN)
    made = [(gains[x], x) for group in groups for x in group]
    every = (c for size in range(len(found) + 1) for c in itertools.combinations(found, size))
    assert apart(made)
    assert worth(made) == pytest.approx(max(worth(c) for c in every if apart(c)))


@given(found)
def test_those_that_meet_are_one_group(found):
    groups = clearest(found, meeting, MARGIN)
    assert all(a.stop == b.start for group in groups for a, b in itertools.pairwise(group))


def test_two_that_make_sense_only_together_are_made_together():
    x, y = Exchange(0, 2, 4, False), Exchange(4, 6, 8, False)
    assert clearest([(-2.0, x), (-3.0, y)], lambda a, b: 20.0, MARGIN) == [[x, y]]
    assert clearest([(-2.0, x), (-3.0, y)], lambda a, b: 10.0, MARGIN) == []


def test_of_two_that_overlap_the_clearer_is_made():
    x, y = Exchange(0, 2, 5, False), Exchange(3, 6, 8, False)
    assert clearest([(9.0, x), (12.0, y)], meeting, MARGIN) == [[y]]

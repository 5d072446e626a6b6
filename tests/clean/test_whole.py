from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean import clean, layout, wall
from tasks.clean.whole import may_be_set
from tests import layouts
from tests.clean.documents import document, one, texts

lines = st.one_of(
    st.builds(
        lambda seed: layouts.render(layouts.report(seed, 4), layouts.styles(seed)), st.integers(0, 10**6)
    ),
    st.lists(st.text("绩效自评一二（、。，“12 3A\t", min_size=6, max_size=60), max_size=90).map("\n".join),
).map(lambda raw: [line.strip() for line in raw.split("\n") if line.strip()])


def test_whole_paragraphs_are_not_set_in_lines():
    for seed in range(20):
        assert not may_be_set(layouts.report(seed, 6))


def test_the_lines_of_a_page_may_be():
    assert may_be_set([row.text for row in layouts.set_lines(layouts.report(1, 6), layouts.Style(width=24))])


@settings(max_examples=200, deadline=None)
@given(lines)
def test_where_it_says_no_there_is_no_wall(found):
    rows = [one(text, n) for n, text in enumerate(found, 1)]
    broken = wall.broken(rows)
    parts = [layout.estimate(rows[a:b], own, 0) for a, b, own in layout.parts(rows, broken)]
    assert may_be_set(found) or not any(part.wall for part in parts)


def test_what_is_cleaned_is_mostly_known_to_be_whole():
    styles = [layouts.styles(seed) for seed in range(20)]
    cleaned = [texts(clean(document(layouts.render(layouts.report(n, 6), s)))) for n, s in enumerate(styles)]
    assert sum(map(may_be_set, cleaned)) <= 2

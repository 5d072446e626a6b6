"""One look over a whole report finds what a look at each of its paragraphs finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.whole import Whole
from tasks.model import Paragraph

WORD = re.compile("无|没有")
TEXTS = st.lists(st.text("无没有结余", max_size=8), max_size=12)


def paragraphs(texts: list[str]) -> list[Paragraph]:
    return [Paragraph(text, 1, ()) for text in texts]


@given(TEXTS)
def test_it_names_each_paragraph_that_has_the_word_once_and_no_other(texts):
    assert list(Whole(paragraphs(texts)).having(WORD)) == [n for n, t in enumerate(texts) if WORD.search(t)]


def test_no_word_reaches_from_one_paragraph_into_the_next():
    assert list(Whole(paragraphs(["没", "有"])).having(WORD)) == []

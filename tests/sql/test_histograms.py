"""Histograms of rollups grow by a few counts or by many: each value has one count, and no count is zero."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

APPEND = 'select measures::text[], vals, counts from pgsummary.appended(%s::"char"[], %s, %s, %s::"char"[], %s, %s)'


def counts_of(histogram) -> dict:
    """The histogram as counts by measure and value, each of which it has once."""
    found = {(measure, value): n for measure, value, n in zip(*histogram)}
    assert len(found) == len(histogram[0]) == len(histogram[1]) == len(histogram[2])
    return found


@pytest.mark.parametrize("most", [1, 8, 40])
def test_what_is_added_is_summed_up(transaction, most):
    random = Random(most)
    histogram, expected = ([], [], []), Counter()
    for _ in range(200):
        # The same value of another measure is another value.
        keys = {(random.choice("txs"), random.randrange(20)) for _ in range(random.randrange(1, most + 1))}
        more = {key: random.choice([-3, -2, -1, 1, 2, 3]) for key in keys}
        for key in keys:
            # What there is often comes to nothing.
            if expected[key] and random.random() < 0.4:
                more[key] = -expected[key]
        added = [[measure for measure, _ in more], [value for _, value in more], list(more.values())]
        histogram = transaction.execute(APPEND, [*histogram, *added]).fetchone()
        expected.update(more)
        assert counts_of(histogram) == {key: n for key, n in expected.items() if n}


def test_what_comes_to_nothing_leaves_nothing(transaction):
    histogram = ([], [], [])
    for n in (1, -1):
        for value in range(128):
            histogram = transaction.execute(APPEND, [*histogram, ["t"], [value], [n]]).fetchone()
    assert histogram == ([], [], [])

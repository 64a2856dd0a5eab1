"""Histograms of segments grow at their ends: whatever is appended, the sums are right and the arrays stay short."""

from __future__ import annotations

from collections import Counter
from random import Random

APPEND = 'select measures::text[], vals, counts from pgsummary.appended(%s::"char"[], %s, %s, %s::"char"[], %s, %s)'


def sums(histogram) -> Counter:
    """The histogram as counts by measure and value, without those that come to nothing."""
    total = Counter()
    for measure, value, n in zip(*histogram):
        total[measure, value] += n
    return Counter({key: n for key, n in total.items() if n})


def test_sums_are_right_and_arrays_short(transaction):
    random = Random(5)
    histogram, expected = ([], [], []), Counter()
    longest = 0
    for _ in range(200):
        keys = [(random.choice("tx"), random.randrange(20)) for _ in range(random.randrange(1, 9))]
        more = [[measure for measure, _ in keys], [value for _, value in keys], [random.randrange(-3, 4) for _ in keys]]
        histogram = transaction.execute(APPEND, [*histogram, *more]).fetchone()
        for measure, value, n in zip(*more):
            expected[measure, value] += n
        assert sums(histogram) == Counter({key: n for key, n in expected.items() if n})
        longest = max(longest, len(histogram[0]))
    assert 40 < longest < 40 + 2 * 128


def test_what_comes_to_nothing_leaves_nothing(transaction):
    histogram = ([], [], [])
    for n in (1, -1):
        for value in range(128):
            histogram = transaction.execute(APPEND, [*histogram, ["t"], [value], [n]]).fetchone()
    assert sums(histogram) == Counter() and len(histogram[0]) < 128

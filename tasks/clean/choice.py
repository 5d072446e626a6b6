"""Which of many exchanges to make: those that together gain most.

This is weighted interval scheduling with one thing more. Two exchanges may meet, one beginning where the
other ends, mostly at a page edge: then they share a seam, and each alone would make another there. So an
exchange is chosen together with the one that ends where it begins.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tasks.clean.exchanges import Exchange

Meeting = Callable[[Exchange, Exchange], float]
Hoped = tuple[float, Exchange]  # what an exchange gains alone


class _Step(NamedTuple):
    """An exchange as the last of those made so far."""

    value: float  # what they gain together
    meets: int  # the step of the exchange that it meets, or -1
    free: int  # how many exchanges end before it begins, where it meets none


def clearest(found: Sequence[Hoped], meeting: Meeting, margin: float) -> list[list[Exchange]]:
    """Exchanges that gain most together, none overlapping another, those that meet in one group.

    Each must pay the margin; `meeting` says what two that meet gain beyond what each gains alone.
    """
    found = sorted(found, key=lambda f: (f[1].stop, f[1]))
    stops = [x.stop for _, x in found]
    steps: list[_Step] = []
    best = [-1]  # of the first n exchanges, the step that ends the best choice of them
    for n, (gain, _) in enumerate(found):
        step = _step(found, stops, steps, best, n, meeting)
        steps.append(step._replace(value=step.value + gain - margin))
        better = steps[n].value > (steps[best[n]].value if best[n] >= 0 else 0.0)
        best.append(n if better else best[n])
    return _traced(found, steps, best)


def _step(
    found: Sequence[Hoped],
    stops: Sequence[int],
    steps: Sequence[_Step],
    best: Sequence[int],
    n: int,
    meeting: Meeting,
) -> _Step:
    """What best comes before an exchange: what ends before it begins, or one that it meets."""
    x = found[n][1]
    free = bisect_left(stops, x.start, 0, n)
    step = _Step(steps[best[free]].value if best[free] >= 0 else 0.0, -1, free)
    for m in range(free, bisect_right(stops, x.start, 0, n)):
        joint = steps[m].value + meeting(found[m][1], x)
        if joint > step.value:
            step = _Step(joint, m, free)
    return step


def _traced(found: Sequence[Hoped], steps: Sequence[_Step], best: Sequence[int]) -> list[list[Exchange]]:
    """The choice read back from its last exchange."""
    groups: list[list[Exchange]] = []
    at = best[-1]
    while at >= 0:
        group = [found[at][1]]
        while steps[at].meets >= 0:
            at = steps[at].meets
            group.append(found[at][1])
        groups.append(group[::-1])
        at = best[steps[at].free]
    return groups[::-1]

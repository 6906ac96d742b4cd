"""Bootstrap intervals over speakers: clips of one voice are no independent evidence."""

from collections.abc import Callable, Sequence

import numpy as np

DRAWS = 1000


def interval95(groups: Sequence[str], figure: Callable[[list[int]], float | None], seed: int = 1) -> list[float] | None:
    """The middle 95 % of a figure over speakers drawn with replacement.

    ``groups`` names the speaker of each item; ``figure`` takes indices of items and may
    give None for a draw it can't be told from. None of a single speaker, or where no draw tells.
    """
    members = {name: [at for at, group in enumerate(groups) if group == name] for name in sorted(set(groups))}
    if len(members) < 2:
        return None
    names, generator = list(members), np.random.default_rng(seed)
    drawn = (generator.integers(len(names), size=len(names)) for _ in range(DRAWS))
    figures = (figure([at for pick in picks for at in members[names[pick]]]) for picks in drawn)
    seen = [value for value in figures if value is not None]
    return [round(float(edge), 3) for edge in np.percentile(seen, [2.5, 97.5])] if seen else None

"""Does a series grow? The median of all pairwise slopes, which a few outliers do not move."""

import statistics


def slope(points):
    """Growth per second over (seconds, value) pairs; 0 with fewer than two."""
    slopes = [(b - a) / (t - s) for i, (s, a) in enumerate(points) for t, b in points[i + 1:] if t > s]
    return statistics.median(slopes) if slopes else 0.0


def growth(points):
    """What the series gained over its length: by its slope and by its ends, whichever is less."""
    if len(points) < 4:
        return 0.0
    quarter = max(1, len(points) // 4)
    ends = statistics.median(v for _, v in points[-quarter:]) - statistics.median(v for _, v in points[:quarter])
    by_slope = slope(points) * (points[-1][0] - points[0][0])
    return min(ends, by_slope)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None

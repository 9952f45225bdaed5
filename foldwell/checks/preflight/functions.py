"""A PDF function of one number comes in, its values at given places go out (ISO 32000-1, 7.10)."""

from __future__ import annotations

from itertools import pairwise

import pikepdf

from foldwell.checks.preflight.objects import PdfObject, content, entry, items, number, numbers, whole

Values = tuple[float, ...]
DEEPEST = 8  # functions inside stitching functions
STEPS = 32  # places looked at between two ends of a gradient


def values_over(function: PdfObject, domain: tuple[float, float]) -> list[Values] | None:
    """The values of a function, or of an array of functions, over a domain; None where they cannot be told."""
    ends = [domain[0], *_inner_ends(function, domain, 0), domain[1]]
    places = [low + (high - low) * step / STEPS for low, high in pairwise(ends) for step in range(STEPS + 1)]
    found = []
    for place in places:
        value = value_at(function, place)
        if value is None:
            return None
        found.append(value)
    return found


def value_at(function: PdfObject, place: float, depth: int = 0) -> Values | None:
    """The values of a function at a place; None for a kind that is not reckoned (type 4) or a damaged one."""
    if depth > DEEPEST:
        return None
    if isinstance(function, pikepdf.Array):
        parts = [value_at(part, place, depth + 1) for part in items(function)]
        known = [part for part in parts if part]
        return tuple(part[0] for part in known) if known and len(known) == len(parts) else None
    domain = numbers(entry(function, "/Domain"))
    if domain is None or len(domain) != 2:
        return None
    place = min(max(place, domain[0]), domain[1])
    match whole(entry(function, "/FunctionType")):
        case 0:
            return _sampled(function, place, domain)
        case 2:
            return _power(function, place)
        case 3:
            return _stitched(function, place, domain, depth)
    return None


def _inner_ends(function: PdfObject, domain: tuple[float, float], depth: int) -> list[float]:
    """Where a stitching function passes from one part to the next: its extremes lie there."""
    if depth > DEEPEST:
        return []
    if isinstance(function, pikepdf.Array):
        found = [end for part in items(function) for end in _inner_ends(part, domain, depth + 1)]
    else:
        found = list(numbers(entry(function, "/Bounds")) or ())
    return sorted({end for end in found[:100] if domain[0] < end < domain[1]})


def _sampled(function: PdfObject, place: float, domain: Values) -> Values | None:
    size, ranges = numbers(entry(function, "/Size"), 1), numbers(entry(function, "/Range"))
    bits, data = whole(entry(function, "/BitsPerSample")), content(function)
    if size is None or not ranges or data is None or bits not in (8, 16, 32) or size[0] < 1:
        return None
    count, outputs, wide = int(size[0]), len(ranges) // 2, bits // 8
    if len(data) < count * outputs * wide or domain[1] <= domain[0]:
        return None
    low, high = numbers(entry(function, "/Encode"), 2) or (0.0, count - 1.0)
    at = low + (place - domain[0]) / (domain[1] - domain[0]) * (high - low)
    at = min(max(at, 0.0), count - 1.0)
    first = min(int(at), max(count - 2, 0))
    decode = numbers(entry(function, "/Decode"), len(ranges)) or ranges
    result = []
    for output in range(outputs):
        pair = [_sample(data, (min(first + step, count - 1) * outputs + output) * wide, wide) for step in (0, 1)]
        share = pair[0] + (pair[1] - pair[0]) * (at - first)
        bottom, top = decode[2 * output : 2 * output + 2]
        result.append(bottom + share * (top - bottom))
    return tuple(result)


def _sample(data: bytes, at: int, wide: int) -> float:
    return int.from_bytes(data[at : at + wide], "big") / ((1 << 8 * wide) - 1)


def _power(function: PdfObject, place: float) -> Values | None:
    low = numbers(entry(function, "/C0")) or (0.0,)
    high = numbers(entry(function, "/C1")) or (1.0,)
    exponent = number(entry(function, "/N"))
    if exponent is None or len(low) != len(high) or (place <= 0 and exponent <= 0) or abs(exponent) > 100:
        return None
    share = abs(place) ** exponent
    return tuple(a + share * (b - a) for a, b in zip(low, high, strict=True))


def _stitched(function: PdfObject, place: float, domain: Values, depth: int) -> Values | None:
    parts, bounds = items(entry(function, "/Functions")), numbers(entry(function, "/Bounds"))
    encode = numbers(entry(function, "/Encode"), 2 * len(parts))
    if not parts or bounds is None or encode is None or len(bounds) != len(parts) - 1:
        return None
    which = sum(place >= bound for bound in bounds)
    ends = (domain[0], *bounds, domain[1])
    low, high = ends[which : which + 2]
    share = (place - low) / (high - low) if high > low else 0.0
    start, stop = encode[2 * which : 2 * which + 2]
    return value_at(parts[which], start + share * (stop - start), depth + 1)

"""Cost as a function of size, as SVG: a line a scenario, both axes by powers of ten."""

import math
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 420, 60, 290, 24, 44
COLOURS = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#bf3989", "#0a7ea4", "#57606a", "#b35900"]


def svg(runs: list[dict], title: str) -> str:
    """`runs` as drive.py records them; nothing is drawn of fewer than two sizes."""
    sizes = [run["tickets"] for run in runs]
    names = [name for name, found in runs[-1]["scenarios"].items() if found.get("cpu_ms")]
    costs = {name: [run["scenarios"].get(name, {}).get("cpu_ms") for run in runs] for name in names}
    known = [cost for line in costs.values() for cost in line if cost]
    if len(set(sizes)) < 2 or not known:
        return ""
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    high = max(high, low + 1)

    def x(size: float) -> float:
        return LEFT + (math.log10(size / sizes[0]) / math.log10(sizes[-1] / sizes[0])) * (WIDTH - LEFT - RIGHT)

    def y(cost: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(cost) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
             f"<title>{escape(title)}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for power in range(low, high + 1):
        at = y(10.0 ** power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" fill="#1f2328">{10.0 ** power:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#1f2328">{size:,}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}" fill="#1f2328">tickets → CPU, ms a request</text>')
    labels = []
    for index, (name, line) in enumerate(costs.items()):
        colour = COLOURS[index % len(COLOURS)]
        points = [(x(size), y(cost)) for size, cost in zip(sizes, line) if cost]
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        labels.append((points[-1][1], f"{name}: {line[-1]:.3g}" if line[-1] else name, colour))
    # Names that would lie on each other are moved apart.
    bottom = 0.0
    for at, label, colour in sorted(labels):
        bottom = max(at + 4, bottom + 15)
        parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{bottom:.1f}" fill="{colour}">{escape(label)}</text>')
    return "\n".join([*parts, "</svg>", ""])

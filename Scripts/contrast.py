#!/usr/bin/env python3
"""Computes the contrast of every text and background pair of the tokens, in both themes.

    python3 Scripts/contrast.py [--all]

WCAG 2.2: 4.5 for text, 3 for shapes that mean something. Prints the pairs that miss; ends with 1 if there are any.
A token that ends in -text, or is a background of one, and stands in no pair is an error too: a new colour is checked or not used.
"""
import math
import pathlib
import re
import sys

TOKENS = pathlib.Path(__file__).resolve().parent.parent / "Public" / "css" / "tokens.css"
HUES = ("ok", "soon", "late", "info", "note")
GROUNDS = ("canvas", "surface", "raised", "hover", "n3", "n4")

# foreground, backgrounds, least contrast
PAIRS = [
    ("text", GROUNDS + ("n5", "accent-soft") + tuple(f"{h}-soft" for h in HUES), 4.5),
    ("text-2", GROUNDS + ("accent-soft", "note-soft", "late-soft", "soon-soft", "ok-soft", "info-soft"), 4.5),
    ("text-3", ("canvas", "surface", "raised", "hover", "n3", "note-soft"), 4.5),
    ("accent-text", ("canvas", "surface", "raised", "hover", "accent-soft", "n4", "note-soft"), 4.5),
    ("accent-on", ("accent", "accent-strong"), 4.5),
    ("late-on", ("late-solid",), 4.5),
    ("note-on", ("note-solid",), 4.5),
    ("tooltip-on", ("tooltip",), 4.5),
    ("avatar-on", tuple(f"avatar-{i}" for i in range(1, 9)), 4.5),
    ("line-field", ("surface", "raised"), 3),
    ("accent", ("canvas", "surface", "raised", "n3"), 3),
    ("n9", ("canvas", "surface", "raised", "hover", "n5"), 3),
] + [(f"{h}-text", (f"{h}-soft", "surface", "canvas", "raised", "hover"), 4.5) for h in HUES] \
  + [(f"{h}-solid", ("surface", "canvas", "raised"), 3) for h in HUES]


def tokens(text):
    """Token -> its value as written."""
    root = text[text.index(":root {"):]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", root[:root.index("\n  }")]))


def colour(name, known, theme):
    """Linear-light sRGB of a token in theme 0 (light) or 1 (dark)."""
    value = known[name].strip()
    if match := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return colour(match[1], known, theme)
    both = re.fullmatch(r"light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)", value)
    if not both:
        sys.exit(f"contrast: --{name}: {value}: only var(…) and light-dark(oklch(…), oklch(…)) can be computed")
    light, chroma, hue = (float(part) for part in re.findall(r"[\d.]+", both[theme + 1])[:3])
    return srgb(light, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue)))


def srgb(light, a, b):
    """Oklab to linear sRGB, out-of-gamut channels clipped as browsers about do (Björn Ottosson's matrices)."""
    l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    )
    return tuple(min(1.0, max(0.0, channel)) for channel in channels)


def contrast(first, second):
    bright, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (first, second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def main():
    known = tokens(TOKENS.read_text())
    missing = {name for name in known if name.endswith("-text")} - {pair[0] for pair in PAIRS}
    failures = [f"--{name} stands in no pair of Scripts/contrast.py" for name in sorted(missing)]
    count = 0
    for foreground, backgrounds, least in PAIRS:
        for background in backgrounds:
            for theme, word in enumerate(("light", "dark")):
                ratio = contrast(colour(foreground, known, theme), colour(background, known, theme))
                count += 1
                line = f"{ratio:5.2f} (least {least}) --{foreground} on --{background}, {word}"
                if ratio < least:
                    failures.append(line)
                elif "--all" in sys.argv:
                    print(line)
    for failure in failures:
        print("contrast:", failure)
    print(f"contrast: {count} pairs, {len(failures)} too low")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

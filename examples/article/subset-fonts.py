#!/usr/bin/python3
"""Cuts the fonts of the example down to what it needs; run once, the results are committed.

    apt-get install -y --no-install-recommends python3-fonttools python3-brotli
    /usr/bin/python3 examples/article/subset-fonts.py

In:  node_modules/@fontsource/pretendard and node_modules/@fontsource-variable/source-serif-4
Out: examples/article/site/fonts/*.woff2 and their licences

The sans is split in two. A page without Korean loads the small Latin file only (the three
syllables of the language switch are in it); the Hangul file is fetched when the first other
syllable appears, in the article or in a reader's comment. It holds the 2,350 syllables of
KS X 1001, which is everyday Korean, all jamo, and whatever else the pages themselves use.

Both licences (OFL 1.1) reserve their fonts' names, so the cut versions carry names of ours.
"""
import re
import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
SITE = HERE / "site"
OUT = SITE / "fonts"
MODULES = HERE.parent.parent / "node_modules"
PRETENDARD = MODULES / "@fontsource/pretendard"
SERIF = MODULES / "@fontsource-variable/source-serif-4"

SWITCH = set("한국어")


def span(first, last):
    return set(map(chr, range(first, last + 1)))


def ks_x_1001():
    """Rows 16 to 40 of the standard, by way of Python's own EUC-KR codec."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return {cell.decode("euc-kr") for cell in cells}


def used_by_pages():
    return {c for page in SITE.rglob("*.html") for c in page.read_text("utf-8") if c > "\x7f"}


def is_korean(c):
    return bool(re.match(r"[\u1100-\u11ff\u3000-\u303f\u3130-\u318f\uac00-\ud7a3\uff01-\uff65]", c))


LATIN = span(0x20, 0x7E) | span(0xA0, 0x17F) | span(0x2010, 0x2027) | set("‰′″‹›⁄₩€№™←↑→↓↵−×⋯⌘●○◐■□▲△▴▼▽▾▸✓♪♫…") | SWITCH
KOREAN = ks_x_1001() | span(0x3000, 0x3015) | span(0x3131, 0x318E) | span(0xFF01, 0xFF5E)


def cut(font, name, characters, file):
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "case", "tnum", "liga"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)
    for record in list(font["name"].names):
        new = {1: name, 3: f"{file}; a subset", 4: name, 6: name.replace(" ", "")}.get(record.nameID)
        if record.langID != 0x409 or record.nameID > 14:
            font["name"].removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
        elif new:
            record.string = new
    font.flavor = "woff2"
    font.save(OUT / file)
    print(f"{(OUT / file).stat().st_size:8,}  {file}  {len(font.getBestCmap()):,} characters")


OUT.mkdir(parents=True, exist_ok=True)
korean = KOREAN | {c for c in used_by_pages() if is_korean(c)}
for weight in (400, 600):
    for part, characters in (("latin", LATIN), ("hangul", korean - SWITCH)):
        font = TTFont(PRETENDARD / f"files/pretendard-latin-{weight}-normal.woff2", recalcTimestamp=False)
        cut(font, "Eighth Rest Sans", characters, f"eighth-rest-sans-{weight}-{part}.woff2")

serif = TTFont(SERIF / "files/source-serif-4-latin-opsz-normal.woff2", recalcTimestamp=False)
serif = instantiateVariableFont(serif, {"wght": (400, 600), "opsz": (20, 60)})
cut(serif, "Eighth Rest Serif", LATIN - SWITCH, "eighth-rest-serif.woff2")

shutil.copyfile(PRETENDARD / "LICENSE", OUT / "eighth-rest-sans-OFL.txt")
shutil.copyfile(SERIF / "LICENSE", OUT / "eighth-rest-serif-OFL.txt")

missing = {c for c in used_by_pages() if c not in LATIN | korean}
if missing:
    raise SystemExit(f"In the pages, in no font: {sorted(missing)}")

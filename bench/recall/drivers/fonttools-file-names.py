"""File names for the glyphs of a large font, as its UFO is written."""
from fontTools.ufoLib.glifLib import GlyphSet
from fs.memoryfs import MemoryFS


class Outline:
    width = 500
    unicodes = []


glyphs = GlyphSet(MemoryFS(), validateWrite=False)
for number in range(15_000):
    glyphs.writeGlyph(f"Glyph{number:05}.{'alt' if number % 2 else 'Sc'}", Outline(), lambda pen: None)
print(len(glyphs.contents), sorted(glyphs.contents.values())[:3])

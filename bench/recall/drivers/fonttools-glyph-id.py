"""A font of composite glyphs compiled."""
import hashlib

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

base = [f"base{number}" for number in range(9000)]
composite = [f"composite{number}" for number in range(7000)]
glyphs = {".notdef": TTGlyphPen(None).glyph()}
for name in base:
    glyphs[name] = TTGlyphPen(None).glyph()
for number, name in enumerate(composite):
    pen = TTGlyphPen(glyphs)
    for part in (number * 7 % 9000, number * 13 % 9000):
        pen.addComponent(base[part], (1, 0, 0, 1, 0, 0))
    glyphs[name] = pen.glyph()
builder = FontBuilder(1000, isTTF=True)
builder.setupGlyphOrder(list(glyphs))
builder.setupGlyf(glyphs, calcGlyphBounds=False)
data = builder.font["glyf"].compile(builder.font)
print(len(data), hashlib.sha256(data).hexdigest())

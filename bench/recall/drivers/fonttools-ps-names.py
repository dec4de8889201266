"""A font with many glyphs of the same name."""
from fontTools.ttLib.tables._p_o_s_t import table__p_o_s_t


class Maxp:
    numGlyphs = 5200


table = table__p_o_s_t()
table.glyphOrder = [f"glyph{number % 2600}" for number in range(Maxp.numGlyphs)]
table.build_psNameMapping({"maxp": Maxp})
print(len(table.mapping), table.glyphOrder[-1], table.mapping[table.glyphOrder[-1]])

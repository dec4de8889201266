"""A character map of very many short segments, as fonts for Chinese have it."""
from fontTools.ttLib.tables._c_m_a_p import cmap_format_4


class Font:
    def getGlyphOrder(self):
        return ORDER

    def getGlyphName(self, number):
        return ORDER[number]

    def getGlyphID(self, name):
        return int(name[5:])

    def getReverseGlyphMap(self):
        return NUMBERS


ORDER = [f"glyph{number:05}" for number in range(40_000)]
NUMBERS = {name: number for number, name in enumerate(ORDER)}
total = 0
for turn in range(24):
    table = cmap_format_4(4)
    table.language, table.ttFont = turn, Font()
    table.cmap = {code: ORDER[code // 4] for code in range(32, 16_000) if code % 4}
    data = table.compile(Font())
    again = cmap_format_4(4)
    again.decompileHeader(data, Font())
    total += len(again.cmap)
print(total, len(data), again.cmap[101])

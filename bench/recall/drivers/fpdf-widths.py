"""The widths of a font of all characters, of which a text uses two thousand."""
from fpdf import FPDF

document = FPDF()
font = {
    "unifilename": None,
    "cw": [1000 if code < 0x4E00 else 500 + code % 7 * 10 for code in range(65536)],
    "subset": list(range(33, 127)) + [0x4E00 + number * 9 for number in range(2200)],
    "dw": 600,
}
document._putTTfontwidths(font, 65535)
print(len(document.buffer), document.buffer[:60])

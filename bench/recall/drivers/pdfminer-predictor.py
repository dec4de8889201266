"""An image whose rows were written as differences."""
from pdfminer.utils import apply_png_predictor

row = bytes((number * 7) % 256 for number in range(200_000))
data = b"".join(bytes((kind,)) + row for kind in (1, 2, 4))
plain = apply_png_predictor(15, 1, len(row), 8, data)
print(len(plain), sum(plain[::97]))

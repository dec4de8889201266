"""A tall picture that goes into a document."""
import zlib

from PIL import Image

from fpdf.image_parsing import _to_zdata

picture = Image.new("RGB", (320, 9000), (10, 200, 30))
data = zlib.decompress(_to_zdata(picture))
print(len(data), data[0], data[961], data[962], sum(data[:5000]))

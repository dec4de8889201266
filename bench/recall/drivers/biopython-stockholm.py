"""An alignment of 16,000 short sequences in Stockholm format."""
import io

from Bio.AlignIO.StockholmIO import StockholmIterator

LETTERS = "ACDEFGHIKLMNPQRSTVWY-"
lines = ["# STOCKHOLM 1.0", ""]
for number in range(16_000):
    lines.append(f"SEQ{number:05}_{number % 31}/1-30  " + "".join(LETTERS[(number * 7 + place * place) % 21] for place in range(30)))
lines.append("//")
alignment = next(StockholmIterator(io.StringIO("\n".join(lines) + "\n")))
print(len(alignment), alignment.get_alignment_length(), alignment[17].id)

"""The widths of the lines of a text that is shown."""
from prompt_toolkit.utils import get_cwidth

words = ["naïve", "漢字", "plain", "text", "日本語", "Ω", "→", "ascii only", "ÀÉÎ", "mixed 文"]
lines = [" ".join(words[(number * step) % 10] for step in range(1, 22)) + str(number) for number in range(16_000)]
print(sum(get_cwidth(line) for line in lines), get_cwidth(lines[5]))

"""A long page of short paragraphs that becomes text."""
from html2text import html2text_file

paragraphs = "".join(
    f"<p>Paragraph <b>{number}</b> with a <i>few</i> words and <em>more of them</em>, and others.</p>\n"
    for number in range(6000)
)
text = html2text_file(f"<html><body>{paragraphs}</body></html>", None)
print(len(text), text[:60].split())

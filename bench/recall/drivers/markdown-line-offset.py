"""A long page with raw HTML in it."""
import hashlib

import markdown

parts = []
for number in range(1300):
    parts.append(f"Paragraph {number} with *emphasis* and `code`.\n\n<div class=\"note\">\nnote {number}\n</div>\n\n<!-- c{number} -->\n\n")
html = markdown.markdown("".join(parts))
print(len(html), hashlib.sha256(html.encode()).hexdigest())

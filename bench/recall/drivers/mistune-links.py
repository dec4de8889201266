"""A list of thousands of link targets without a blank line."""
import mistune

text = "\n".join(f"[name{number}]: https://example.org/page/{number}" for number in range(1600)) + "\n\n[name7]\n"
page = mistune.html(text)
print(len(page), page.strip()[-60:])

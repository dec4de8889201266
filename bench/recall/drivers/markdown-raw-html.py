"""A page with thousands of small pieces of HTML in it, put back at the end."""
import markdown

page = markdown.Markdown()
places = [page.htmlStash.store(f"<b>bold {number}</b>", safe=True) for number in range(6000)]
text = "\n".join(f"<p>Paragraph {number} with {place} words.</p>" for number, place in enumerate(places))
for processor in page.postprocessors.values():
    text = processor.run(text)
print(len(text), text[-60:])

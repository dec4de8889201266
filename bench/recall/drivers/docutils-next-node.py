"""The title that follows each of the many nodes of a document."""
from docutils import nodes
from docutils.utils import new_document

COUNT = 700
document = new_document("made")
for number in range(COUNT):
    section = nodes.section()
    section += nodes.title("", f"part {number}")
    section += nodes.paragraph("", "text")
    document += section
found = 0
for section in document.children:
    title = section.next_node(nodes.Titular, ascend=True)
    if title is not None:
        found += 1
print(found)

"""The neighbours of every section of a large set of documents."""
from jdocmunch_mcp.retrieval.related_persist import build

sections = []
for document in range(125):
    sections.append({"id": f"d{document}", "title": f"Document {document}", "level": 1, "parent_id": ""})
    for part in range(29):
        sections.append({"id": f"d{document}#{part}", "title": f"Part {part}", "level": 2, "parent_id": f"d{document}"})
data = build(sections)
structural = sum(len(entry["structural"]) for entry in data["by_section"].values())
print(data["section_count"], structural, data["by_section"]["d7#3"]["structural"][:2])

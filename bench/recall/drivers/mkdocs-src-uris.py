"""Links between the many pages of a site, each looked up by its path."""
from mkdocs.structure.files import File, Files

COUNT = 2_600
files = Files([File(f"part{number % 40}/page{number}.md", "/docs", "/site", True) for number in range(COUNT)])
found = missing = 0
for number in range(3 * COUNT):
    if files.get_file_from_path(f"part{number % 40}/page{number}.md") is None:
        missing += 1
    else:
        found += 1
print(found, missing)

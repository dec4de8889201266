"""Very many references, checked as they are made."""
from rdflib.term import URIRef

BASE = "http://example.org/vocabulary/2020/of-many-things#"
seen = set()
for number in range(480_000):
    seen.add(URIRef(f"{BASE}property-of-the-thing-{number % 5000}"))
print(len(seen), max(seen))

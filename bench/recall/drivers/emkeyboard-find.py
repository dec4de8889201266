"""A word is looked for among all emojis."""
from em import do_find

lookup = {
    f"face_{number}": {
        "char": chr(0x1F300 + number),
        "keywords": [f"word{number % 40}", f"mood{number % 70}", "face"],
        "category": f"group{number % 8}",
    }
    for number in range(450)
}
for term in ("mood1*", "word3?"):
    found = do_find(lookup, term)
    print(len(found), sorted(found)[:2])

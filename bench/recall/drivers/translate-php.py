"""A file of many arrays of messages, written."""
import io

from translate.storage.php import phpfile

store = phpfile()
for number in range(1600):
    for part in range(4):
        store.create_and_add_unit(f"$group{number}->'name{part}'", f"Message {number} {part}", "double_quote", [])
out = io.BytesIO()
store.serialize(out)
print(len(out.getvalue()), len(store.units))

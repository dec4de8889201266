"""A large table on one line, written again."""
import tomlkit

text = "table = {" + ", ".join(f"name{number} = {number}" for number in range(3000)) + "}\n"
document = tomlkit.parse(text)
document["table"]["name5"] = 77
again = document.as_string()
print(len(again), again[:60])

"""A very long text put together of many in one subscript."""
import sys
import types

sys.path.insert(0, "src")
sys.modules["_black_version"] = types.SimpleNamespace(version="none")
import black

text = "names[\n" + "\n".join(f'    "part {number}"' for number in range(3000)) + "\n] = 1\n"
made = black.format_str(text, mode=black.Mode())
print(len(made), made[-30:])

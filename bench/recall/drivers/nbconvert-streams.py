"""A cell that printed thousands of lines with a progress bar between."""
import types

from coalescestreams import coalesce_streams


class Node(dict):
    def __getattr__(self, name):
        return self[name]

    def __setattr__(self, name, value):
        self[name] = value


outputs = [
    Node(output_type="stream", stream="stdout", text=f"line {number} of the output\n" if number % 9 else "50 %\rdone\n")
    for number in range(5200)
]
notebook = types.SimpleNamespace(worksheets=[types.SimpleNamespace(cells=[Node(outputs=outputs)])])
notebook, _ = coalesce_streams(notebook, {})
(output,) = notebook.worksheets[0].cells[0].outputs
print(len(output.text), output.text.count("\n"), output.text[:60].split("\n"))

"""Only some lines of a large file are to be laid out."""
from yapf.yapflib import pytree_unwrapper, pytree_utils, yapf_api

source = "".join(f"name{number} = {number}\n" for number in range(2200))
tree = pytree_utils.ParseCodeToTree(source)
lines = pytree_unwrapper.UnwrapPyTree(tree)
for turn in range(2):
    yapf_api._MarkLinesToFormat(lines, [(number, number + 1) for number in range(1, 2200, 2)])
print(len(lines), sum(line.disable for line in lines))

"""A trie of stacks: what was seen of the program's calls, each (caller, code, instruction) once."""

import os
import sys

from _hasten_positions import position_of

# Deeper stacks keep their innermost and outermost frames; the cut is told by a frame of its own.
INNERMOST = 192
OUTERMOST = 64
# A bound on memory (some 20 MB in the program's process); stacks beyond it count for the part of them that is known.
MOST_NODES = 100_000

CUT = 0
_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep


class Stacks:
    def __init__(self, add):
        self.add = add
        self.nodes = {}
        # By id; holding the code object keeps its id from coming to mean another one.
        self.codes = {}
        self.ids = {}
        self.positions = {}
        # Frames of ours that the program's own threads may stand in: at a collection, a fork, the end.
        self.hidden = set()
        self.add(["code", 0, "<cut>", "...", "<frames left out>", 0, ""])

    def walk(self, frame):
        """[code id, instruction, ...] from the innermost frame outwards. Keeps no frame: one that is held on to keeps
        its locals alive beyond its own end."""
        codes = self.codes
        path = []
        add = path.append
        while frame is not None:
            code = frame.f_code
            key = id(code)
            if key not in codes:
                self._learn(code, frame.f_globals)
            if key not in self.hidden:
                add(key)
                add(frame.f_lasti)
            frame = frame.f_back
        return path

    def node(self, path):
        """The trie's node of a walked stack; 0 is the root."""
        depth = len(path) >> 1
        if depth > INNERMOST + OUTERMOST:
            path = path[: 2 * INNERMOST] + [CUT, -1] + path[-2 * OUTERMOST:]
        nodes = self.nodes
        node = 0
        for at in range(len(path) - 2, -1, -2):
            key = (node, path[at], path[at + 1])
            found = nodes.get(key)
            if found is None:
                if len(nodes) >= MOST_NODES:
                    break
                found = self._grow(key)
            node = found
        return node

    def line_of(self, key, lasti):
        return self._position(key, lasti)[0]

    def is_user(self, key):
        return self.codes[key][1]

    def _grow(self, key):
        parent, code, lasti = key
        node = self.nodes[key] = len(self.nodes) + 1
        if code == CUT:
            self.add(["node", node, parent, 0, 0, None, None, None])
        else:
            self.add(["node", node, parent, self.ids[code]] + list(self._position(code, lasti)))
        return node

    def _position(self, key, lasti):
        position = self.positions.get((key, lasti))
        if position is None:
            position = self.positions[key, lasti] = position_of(self.codes[key][0], lasti)
        return position

    def _learn(self, code, names):
        file = code.co_filename
        if file.startswith(_HERE):
            self.hidden.add(id(code))
        module = dict.get(names, "__name__") if isinstance(names, dict) else None
        number = self.ids[id(code)] = len(self.ids) + 1
        module = module if type(module) is str else ""
        self.codes[id(code)] = (code, is_user_file(file), module)
        qualname = getattr(code, "co_qualname", code.co_name)
        self.add(["code", number, os.path.abspath(file) if is_path(file) else file, code.co_name, qualname,
                  code.co_firstlineno, module])


def is_path(file):
    return not file.startswith("<")


def is_user_file(file):
    """Not the standard library's, not an installed package's, not CPython's word for code without a file."""
    if not is_path(file) or "site-packages" + os.sep in file or "dist-packages" + os.sep in file:
        return False
    return not file.startswith(_LIBRARY)


def library_folders():
    """Folders of the standard library and of installed packages, as this interpreter has them now."""
    found = [_LIBRARY[:-1], os.path.join(_LIBRARY, "lib-dynload")]
    for entry in sys.path:
        if type(entry) is str and entry and entry not in found:
            if os.path.basename(entry) in ("site-packages", "dist-packages") or entry.endswith(".zip"):
                found.append(entry)
    return [entry for entry in found if os.path.exists(entry)]

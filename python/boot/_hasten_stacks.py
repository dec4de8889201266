"""A trie of stacks: what was seen of the program's calls, each (caller, code, instruction) once."""

from _hasten_files import HERE, absolute, is_user_file
from _hasten_positions import position_of

# Deeper stacks keep their innermost and outermost frames; the cut is told by a frame of its own.
INNERMOST = 192
OUTERMOST = 64
# A bound on memory (some 20 MB in the program's process); stacks beyond it count for the part of them that is known.
MOST_NODES = 100_000

CUT = 0


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
        if file.startswith(HERE):
            self.hidden.add(id(code))
        module = dict.get(names, "__name__") if isinstance(names, dict) else None
        number = self.ids[id(code)] = len(self.ids) + 1
        module = module if type(module) is str else ""
        self.codes[id(code)] = (code, is_user_file(file), module)
        qualname = getattr(code, "co_qualname", code.co_name)
        self.add(["code", number, absolute(file), code.co_name, qualname,
                  code.co_firstlineno, module])

"""Classes whose `__hash__` agrees with their `__eq__`, proven from the source of the two: no method of them is called.

Python asks every class for that agreement and holds none to it. Proven is: `__eq__` returns something true only where
certain attributes are equal, and `__hash__` is computed from such attributes alone. Nothing else of the class's code
matters then, unless the attributes change later.
"""

import abc
import sys

_FUNCTION = type(lambda: None)
_MEMBER = type(type("slotted", (), {"__slots__": ("one",)}).one)
_SETTING_UP = ("__init__", "__new__", "__post_init__", "__setstate__")
_MOST_FILES = 300


_names_of = type.__dict__["__dict__"].__get__
_mro_of = type.__dict__["__mro__"].__get__
_module_of = type.__dict__["__module__"].__get__


def hashed_attributes(kind, definer):
    """The names of the attributes that the hash is made of; None where nothing is proven."""
    global ast, re
    try:
        # Only now: the program's start is not to pay for them.
        import ast
        import re

        return _prove(kind, definer)
    except Exception:  # whatever the source has in store: not proven
        return None


def _prove(kind, definer):
    equal_by, equal = definer(kind, "__eq__")
    hash_by, hasher = definer(kind, "__hash__")
    if type(kind) not in (type, abc.ABCMeta) or definer(kind, "__getattribute__")[0] is not object:
        return None
    if equal_by is not hash_by or type(equal) is not _FUNCTION or type(hasher) is not _FUNCTION:
        return None
    # A base with an equality of its own may find its instances equal to these, by another measure.
    for base in _mro_of(equal_by)[1:]:
        if base is not object and "__eq__" in _names_of(base):
            return None
    generated = _generated_fields(equal_by, equal, hasher)
    names = _written_fields(equal, hasher) if generated is None else generated
    if not names or any(_is_computed(kind, name, definer) for name in names):
        return None
    return None if generated is None and _change_later(kind, names) else names


def _is_computed(kind, name, definer):
    base, on_class = definer(kind, name)
    is_plain = base is None or type(on_class) is _MEMBER
    return not is_plain and definer(type(on_class), "__get__")[0] is not None


def _generated_fields(kind, equal, hasher):
    """Of a frozen dataclass: both methods compare and hash its fields."""
    parameters = _names_of(kind).get("__dataclass_params__")
    codes = (equal.__code__.co_filename, hasher.__code__.co_filename)
    if parameters is None or not parameters.frozen or not parameters.eq or codes != ("<string>", "<string>"):
        return None
    fields = [field for field in _names_of(kind)["__dataclass_fields__"].values() if field._field_type.name == "_FIELD"]
    if any(field.hash and not field.compare for field in fields):
        return None
    return tuple(field.name for field in fields if field.compare)


def _written_fields(equal, hasher):
    compared = _compared(_definition(equal))
    hashed = _hashed(_definition(hasher))
    if compared is None or not hashed or not hashed <= compared:
        return None
    return tuple(sorted(hashed))


_trees = {}


def _tree(path):
    if path not in _trees:
        with open(path, "rb") as file:
            _trees[path] = ast.parse(file.read())
    return _trees[path]


def _definition(function):
    """The `def` of a function of a class body, undecorated, with exactly its own arguments."""
    code = function.__code__
    found = [
        node
        for node in ast.walk(_tree(code.co_filename))
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name and node.lineno == code.co_firstlineno
    ]
    return found[0] if len(found) == 1 and not found[0].decorator_list else None


def _arguments(definition, count):
    arguments = definition.args
    plain = [each.arg for each in getattr(arguments, "posonlyargs", []) + arguments.args]
    others = arguments.vararg or arguments.kwarg or arguments.kwonlyargs
    return plain if len(plain) == count and not others else None


def _compared(definition):
    """The attributes that are equal wherever `__eq__` says something true; None where it is not understood."""
    names = definition and _arguments(definition, 2)
    if not names:
        return None
    proof = _Equality(*names)
    return proof.attributes if proof.reads(definition.body) and proof.asks_class else None


class _Equality:
    """Reads the body of `__eq__`: guards that return False, then what is returned."""

    def __init__(self, own, other):
        self.own, self.other = own, other
        self.attributes = set()
        self.asks_class = False

    def reads(self, body):
        for at, statement in enumerate(body):
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue
            if isinstance(statement, ast.Return):
                return statement.value is not None and self.returns(statement.value)
            if not isinstance(statement, ast.If) or len(statement.body) != 1:
                return False
            value = getattr(statement.body[0], "value", None)
            rest = statement.orelse or body[at + 1 :]
            if not isinstance(statement.body[0], ast.Return) or value is None:
                return False
            if _is_no(value):
                self.denies(statement.test)
            elif not (_is_yes(value) and self.is_same(statement.test)):
                # `if isinstance(other, C): return …`, and below it only what says no.
                self.holds(statement.test)
                is_last = len(rest) == 1 and isinstance(rest[0], ast.Return) and _is_no(rest[0].value)
                return is_last and self.returns(value)
            if statement.orelse:
                return self.reads(statement.orelse)
        return False

    def denies(self, test):
        """What holds where the guard did not return."""
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            for each in test.values:
                self.denies(each)
        elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.holds(test.operand)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.NotEq, ast.IsNot)):
            self.pair(test.left, test.comparators[0])

    def returns(self, value):
        self.holds(value)
        return _is_yes(value) or not _may_be_yes_else(value)

    def holds(self, test):
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            for each in test.values:
                self.holds(each)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.Is)):
            self.pair(test.left, test.comparators[0])
        elif self.is_class_test(test):
            self.asks_class = True

    def pair(self, left, right):
        if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple) and len(left.elts) == len(right.elts):
            for one, two in zip(left.elts, right.elts):
                self.pair(one, two)
            return
        names = (_attribute_of(left, self.own), _attribute_of(right, self.other))
        if names[0] is None:
            names = (_attribute_of(right, self.own), _attribute_of(left, self.other))
        if names[0] is not None and names[0] == names[1]:
            if names[0] == "__class__":
                self.asks_class = True
            else:
                self.attributes.add(names[0])
        elif _is_type_of(left) and _is_type_of(right):
            self.asks_class = True

    def is_class_test(self, test):
        return (
            isinstance(test, ast.Call)
            and isinstance(test.func, ast.Name)
            and test.func.id == "isinstance"
            and len(test.args) == 2
            and isinstance(test.args[0], ast.Name)
            and test.args[0].id == self.other
        )

    def is_same(self, test):
        """`self is other`: the same object has the same hash."""
        sides = [test.left, *test.comparators] if isinstance(test, ast.Compare) else []
        names = sorted(side.id for side in sides if isinstance(side, ast.Name))
        return len(sides) == 2 and isinstance(test.ops[0], ast.Is) and names == sorted((self.own, self.other))


def _is_type_of(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type" and len(node.args) == 1


def _is_no(value):
    if isinstance(value, ast.Name):
        return value.id == "NotImplemented"
    return isinstance(value, ast.Constant) and value.value is False


def _is_yes(value):
    return isinstance(value, ast.Constant) and value.value is True


def _may_be_yes_else(value):
    """Could it be true without all of its `and`ed parts? Only comparisons and their conjunction are understood."""
    if isinstance(value, ast.BoolOp):
        return not isinstance(value.op, ast.And)
    if isinstance(value, ast.Compare):
        return len(value.ops) != 1 or not isinstance(value.ops[0], ast.Eq)
    return not isinstance(value, ast.Call)


def _attribute_of(node, name):
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
        return node.attr
    return None


def _hashed(definition):
    """The attributes that `__hash__` is made of; None where it is made of anything else."""
    names = definition and _arguments(definition, 1)
    body = [] if not names else [each for each in definition.body if not isinstance(each, ast.Expr)]
    if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
        return None
    found = set()
    return found if _made_of(body[0].value, names[0], found) else None


def _made_of(node, own, found):
    name = _attribute_of(node, own)
    if name is not None:
        found.add(name)
        return True
    if isinstance(node, ast.Tuple):
        return all(_made_of(each, own, found) for each in node.elts)
    if isinstance(node, ast.BinOp):
        return _made_of(node.left, own, found) and _made_of(node.right, own, found)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hash":
        return len(node.args) == 1 and not node.keywords and _made_of(node.args[0], own, found)
    return isinstance(node, ast.Constant)


def _change_later(kind, names):
    """Does the project's code set one of the attributes after the object has been made?"""
    own = _module_of(kind)
    module = sys.modules.get(own)
    path = getattr(module, "__file__", None)
    if path is None or _sets_outside(_tree(path), names):
        return True
    package = own.partition(".")[0]
    pattern = re.compile(
        r"(?<![\w.])(?!self\.)\w[\w.\[\]()]*\.(?:%s)\s*(?:[-+*/%%&|^@]|//|\*\*|<<|>>)?=(?!=)" % "|".join(map(re.escape, names))
    )
    paths = {
        getattr(each, "__file__", None)
        for name, each in list(sys.modules.items())
        if name == "__main__" or name.partition(".")[0] == package
    }
    paths = [each for each in paths if isinstance(each, str) and each.endswith(".py") and each != path]
    return len(paths) > _MOST_FILES or any(pattern.search(_text(each)) for each in paths)


def _text(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def _sets_outside(tree, names):
    open_nodes = [tree]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, ast.FunctionDef) and node.name in _SETTING_UP:
            continue
        if isinstance(node, ast.Attribute) and node.attr in names and not isinstance(node.ctx, ast.Load):
            return True
        open_nodes.extend(ast.iter_child_nodes(node))
    return False

"""Puts the bytecode that the user's own runs find into the empty cache of a copy.

Run in the user's environment as `python -B seed_bytecode.py CACHE COPY ROOT script FILE` (or `module NAME`). A copy's runs keep
their bytecode in CACHE. Were that empty, the first of them would compile each module of the standard library that
the program imports, and where PYTHONDONTWRITEBYTECODE is set every one would: that takes time, and what compiling leaves in
the heap decides whether large objects are mapped anew each time, which can be ten times slower. So that the copy's runs are
like the user's, what is imported is followed without running it, and its compiled form is copied where it is valid.
It is compiled where it is not, unless Python is told to write no bytecode: then the user's runs compile it, too.
"""
import importlib.machinery
import importlib.util
import marshal
import opcode
import os
import sys
import time

#: Processor time that this may take: what is left is compiled by the program's first run.
MOST_SECONDS = 2.0
IMPORT_NAME = opcode.opmap["IMPORT_NAME"]
EXTENDED_ARG = opcode.opmap["EXTENDED_ARG"]
#: Since 3.15 the lowest two bits of its argument say whether the import is lazy.
NAME_SHIFT = 2 if sys.version_info >= (3, 15) else 0
HEADER = 16


class Cache(object):
    """Where bytecode lies, for the user's runs and for those of the copy."""

    def __init__(self, folder, copy, root):
        self.folder = folder
        self.copy = copy
        self.root = root
        self.own = sys.pycache_prefix
        self.writes = not os.environ.get("PYTHONDONTWRITEBYTECODE")

    def path_of(self, prefix, source):
        """The name that Python gives the bytecode of a source."""
        sys.pycache_prefix = prefix
        try:
            return importlib.util.cache_from_source(source)
        finally:
            sys.pycache_prefix = self.own

    def original(self, source):
        """Where the user has what lies in the copy; any other place is the same."""
        return self.root + source[len(self.copy):] if source.startswith(self.copy + os.sep) else source

    def seed(self, source):
        """Puts the bytecode in its place, where there is any, and returns the module's code."""
        data = valid_bytecode(self.path_of(self.own, self.original(source)), source)
        if data is None and self.writes:
            data = compiled(source)
        if data is None:
            return code_of(source)
        place = self.path_of(self.folder, source)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as target:
            target.write(data)
        return marshal.loads(memoryview(data)[HEADER:])


def valid_bytecode(cached, source):
    """The bytes of a file of bytecode that Python would take for the source, or None."""
    try:
        with open(cached, "rb") as file:
            data = file.read()
    except OSError:
        return None
    if len(data) <= HEADER or data[:4] != importlib.util.MAGIC_NUMBER:
        return None
    # Python checks what is marked by a hash by itself.
    return data if data[4] & 1 or data[8:HEADER] == stamp_of(source) else None


def stamp_of(source):
    """Time and size of the source, as bytecode holds them."""
    state = os.stat(source)
    return (int(state.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (state.st_size & 0xFFFFFFFF).to_bytes(4, "little")


def compiled(source):
    """The bytes of a file of bytecode for the source."""
    return importlib.util.MAGIC_NUMBER + bytes(4) + stamp_of(source) + marshal.dumps(code_of(source))


def code_of(source):
    """What the source compiles to."""
    with open(source, "rb") as file:
        return compile(file.read(), source, "exec", dont_inherit=True)


def nested(code):
    """The code of functions and classes inside."""
    return [each for each in code.co_consts if isinstance(each, type(code))]


def imported_names(code):
    """The names that the code's own import statements begin with."""
    words = code.co_code
    at = words[::2].find(IMPORT_NAME)
    while at >= 0:
        argument = words[2 * at + 1]
        if at > 0 and words[2 * at - 2] == EXTENDED_ARG:
            argument |= words[2 * at - 1] << 8
        argument >>= NAME_SHIFT
        if argument < len(code.co_names):
            yield code.co_names[argument]
        at = words[::2].find(IMPORT_NAME, at + 1)


def taken_names(code):
    """The names after `from … import`, among others."""
    for each in code.co_consts:
        if isinstance(each, tuple):
            for name in each:
                if isinstance(name, str) and name.isidentifier():
                    yield name


class Search(object):
    """What is imported from what, as far as names say so."""

    def __init__(self, cache):
        self.cache = cache
        self.specs = {}
        self.waiting = []

    def find(self, name):
        """The module of that name, noted to be looked at; None where there is none."""
        if name in self.specs:
            return self.specs[name]
        parent, _, _ = name.rpartition(".")
        above = self.find(parent) if parent else None
        folders = getattr(above, "submodule_search_locations", None)
        spec = None
        if not parent or folders is not None:
            spec = importlib.machinery.PathFinder.find_spec(name, folders)
        self.specs[name] = spec
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            self.waiting.append(spec)
        return spec

    def follow(self, code, package, deep):
        """Looks for what the code imports; of functions too where it is the project's own."""
        around = package
        packages = [""]
        while around:
            packages.append(around + ".")
            around = around.rpartition(".")[0]
        taken = set(taken_names(code))
        for name in imported_names(code):
            found = [prefix + name if name else prefix[:-1] for prefix in packages if name or prefix]
            for each in found:
                spec = self.find(each)
                if spec is not None and spec.submodule_search_locations is not None:
                    for inner in taken:
                        self.find(each + "." + inner)
        for inner in nested(code):
            if deep or not inner.co_flags & 2:  # CO_NEWLOCALS: a function
                self.follow(inner, package, deep)

    def run(self):
        """Until nothing is left, or the time is used up."""
        while self.waiting and time.process_time() < MOST_SECONDS:
            spec = self.waiting.pop()
            try:
                code = self.cache.seed(spec.origin)
                package = spec.name if spec.submodule_search_locations is not None else spec.parent
                self.follow(code, package, spec.origin.startswith(self.cache.copy + os.sep))
            except Exception:
                # The program meets it, or does without.
                continue


def main(folder, copy, root, kind, name):
    """Seeds the cache in `folder` for a program."""
    search = Search(Cache(folder, copy, root))
    sys.path[0] = os.path.dirname(os.path.realpath(name)) if kind == "script" else os.getcwd()
    for started in list(sys.modules):
        search.find(started)
    if kind == "script":
        search.follow(code_of(name), "", True)
    else:
        search.find(name)
        search.find(name + ".__main__")
    search.run()


main(*sys.argv[1:])

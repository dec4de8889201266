"""Makes the program load the workspace's copy of its own modules, and notes which files of the copy were loaded.

Installed-in-place packages, `.pth` files and PYTHONPATH may still point at the original project, so every source module
found there is loaded from the same place in the copy, if it is there. Anything else (built-in, frozen, zipped,
extension and namespace modules) is left as it was found. The order, in HASTEN_REDIRECT or `<folder>/redirect`, is a
line each: the copy, how the project's folder is spelled, and after a "-" the folders in it that were not copied.
"""

import os
import sys

import _frozen_importlib_external as machinery

NOTED = set()


class Order:
    """What to move where; filled once, by `start`."""

    folder = ""
    copy = ""
    roots = ()
    kept = ()


def start(folder):
    """Installs the redirect that was ordered; notes files in `<folder>/loaded`."""
    lines = _lines(folder)
    if not lines:
        return
    Order.folder = folder
    Order.copy = os.path.join(lines[0], "")
    Order.roots = [os.path.join(line, "") for line in lines[1:] if not line.startswith("-")]
    Order.kept = [os.path.join(line[1:], "") for line in lines[1:] if line.startswith("-")]
    sys.path[:] = [_moved_folder(entry) for entry in sys.path]
    sys.meta_path.insert(0, Finder)
    if getattr(sys, "argv", None):
        note(os.path.abspath(sys.argv[0]))
    import atexit

    atexit.register(note_all)


def _lines(folder):
    text = os.environ.get("HASTEN_REDIRECT")
    if text is None:
        try:
            with open(os.path.join(folder, "redirect"), encoding="utf-8", errors="surrogateescape") as file:
                text = file.read()
        except OSError:
            return []
    return [line for line in text.split("\n") if line]


def moved(path):
    """The same place in the copy, where there is one; otherwise the path itself."""
    if not isinstance(path, str) or path.startswith(Order.copy):
        return path
    for root in Order.roots:
        if path.startswith(root):
            inner = path[len(root):]
            there = Order.copy + inner
            if any(inner.startswith(kept) for kept in Order.kept) or not os.path.exists(there):
                return path
            return there
    return path


def _moved_folder(entry):
    if not isinstance(entry, str) or not entry:
        return entry
    there = moved(os.path.join(entry, ""))
    return entry if there == os.path.join(entry, "") else there.rstrip(os.sep)


class Finder:
    """Asks the other finders first, then moves what they found."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """As the import system asks for it."""
        for finder in list(sys.meta_path):
            find = None if finder is Finder else getattr(finder, "find_spec", None)
            spec = None if find is None else find(name, path, target)
            if spec is not None:
                return _moved_spec(spec)
        return None

    @staticmethod
    def invalidate_caches():
        """Nothing is kept here."""


def _moved_spec(spec):
    if type(spec.loader) is not machinery.SourceFileLoader or not spec.has_location:
        return spec
    there = moved(spec.origin)
    if there != spec.origin:
        folders = spec.submodule_search_locations
        if folders is not None:
            folders = [_moved_folder(folder) for folder in folders]
        spec = machinery.spec_from_file_location(spec.name, there, submodule_search_locations=folders)
    note(spec.origin)
    return spec


def note(path):
    """Appends a file of the copy to `<folder>/loaded` the first time that this process meets it."""
    if path in NOTED or not path.startswith(Order.copy):
        return
    NOTED.add(path)
    try:
        if not os.path.isfile(path):
            return
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        handle = os.open(os.path.join(Order.folder, "loaded"), flags, 0o600)
        try:
            os.write(handle, (path + "\n").encode("utf-8", "surrogateescape"))
        finally:
            os.close(handle)
    except (OSError, ValueError):
        pass


def note_all():
    """At the end: what came in by loaders that never asked us (rewriting test runners, run_path)."""
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", None)
        path = names.get("__file__") if type(names) is dict else None
        if type(path) is str:
            note(os.path.abspath(path))

"""Found first on PYTHONPATH while hasten watches a program: starts what HASTEN_COLLECT orders, then steps aside.

HASTEN_COLLECT is a comma list of words; for each, `_hasten_<word>` beside this file gets `start(folder)`, where the
folder is HASTEN_DIR. This folder then leaves sys.path, and the user's own sitecustomize runs, if there is one, just as
site would have run it. It must parse on Python 2.7, where it only leaves a note.

What stays as it is: PYTHONPATH in os.environ keeps this folder in front, or children would go unwatched; a program that
prints PYTHONPATH shows it. -I and -E ignore PYTHONPATH and -S skips this file: such a Python is not watched (under -S this
folder stays in sys.path, with nothing in it but our own names). `-v` and `-X importtime` list our modules.
"""

import os
import sys


def _note(folder, text):
    """Leaves a sentence for the reader of the records; never fails, never prints."""
    try:
        path = os.path.join(folder, "%d.note" % os.getpid())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, (text + "\n").encode("utf-8", "replace"))
        finally:
            os.close(handle)
    except Exception:
        pass


def _refusal():
    """Why this interpreter cannot be watched; None when it can."""
    kind = getattr(getattr(sys, "implementation", None), "name", None)
    name = {None: "Python", "cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}.get(kind, kind)
    if name == "Python" and not hasattr(sys, "subversion"):
        name = "CPython"
    version = "%d.%d.%d" % tuple(sys.version_info[:3])
    if name not in ("CPython", "Python") or sys.version_info < (3, 8):
        return "%s %s ran unwatched: hasten needs CPython 3.8 or newer." % (name, version)
    if not _is_main_interpreter():
        return "A subinterpreter ran unwatched."
    return None


def _is_main_interpreter():
    """A subinterpreter must not be given a thread: Py_EndInterpreter aborts the process while one is left."""
    name = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    known = name in sys.modules
    try:
        module = __import__(name)
        current = module.get_current()
        return int(current[0] if isinstance(current, tuple) else current) == 0
    except Exception:
        return True
    finally:
        if not known:
            sys.modules.pop(name, None)


def _start(folder, words):
    refusal = _refusal()
    if refusal is not None:
        _note(folder, refusal)
        return
    for word in words.split(","):
        if not word:
            continue
        try:
            __import__("_hasten_" + word).start(folder)
        except Exception as error:
            _note(folder, "hasten could not start its %s: %s: %s" % (word, type(error).__name__, error))


def _step_aside():
    """Takes this folder and this module out of the program's sight."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if not _is_here(entry, here)]
    for entry in list(sys.path_importer_cache):
        if _is_here(entry, here):
            del sys.path_importer_cache[entry]
    sys.modules.pop("sitecustomize", None)


def _is_here(entry, here):
    try:
        # An empty entry is the working directory, and the program's.
        return bool(entry) and os.path.abspath(entry) == here
    except Exception:
        return False


if os.environ.get("HASTEN_DIR") and os.environ.get("HASTEN_COLLECT"):
    _start(os.environ["HASTEN_DIR"], os.environ["HASTEN_COLLECT"])
_step_aside()

# site ignores an ImportError that names "sitecustomize" and reports any other failure: both pass through here.
import sitecustomize  # noqa: E402,F401

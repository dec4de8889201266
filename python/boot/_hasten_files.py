"""Whose code a file is, and where it lies."""

import os
import sys

# Scripts have the path that they were started by (up to 3.8), and the program may change its folder.
try:
    _START = os.getcwd()
except OSError:
    _START = ""
HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep


def absolute(file):
    """The file's full path; CPython's words for code without a file (`<string>`) as they are."""
    return file if file.startswith("<") else os.path.normpath(os.path.join(_START, file))


def is_user_file(file):
    """Not the standard library's, not an installed package's, not code without a file."""
    if file.startswith(("<", _LIBRARY, HERE)):
        return False
    return "site-packages" + os.sep not in file and "dist-packages" + os.sep not in file


def library_folders():
    """Folders of the standard library and of installed packages, as this interpreter has them now."""
    found = [_LIBRARY[:-1], os.path.join(_LIBRARY, "lib-dynload")]
    for entry in sys.path:
        if type(entry) is str and entry and entry not in found:
            if os.path.basename(entry) in ("site-packages", "dist-packages") or entry.endswith(".zip"):
                found.append(entry)
    return [entry for entry in found if os.path.exists(entry)]

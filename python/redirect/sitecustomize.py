"""Makes packages that were installed from the project's folder (editable installs) load from the copy of it.

Found first on PYTHONPATH while fixes are tried on a copy. HASTEN_REDIRECT holds, a line each: the copy, how the
project's folder is spelled, and after a "-" the folders in it that were not copied. Then it gives way to the
user's own sitecustomize.
"""
import os
import sys


class Redirect(object):
    """Asks the other finders, then moves what they found in the project into the copy."""

    def __init__(self, lines):
        self.copy = lines[0]
        self.roots = [line for line in lines[1:] if not line.startswith("-")]
        self.kept = [line[1:] for line in lines[1:] if line.startswith("-")]

    def place(self, path):
        """Where `path` lies in the copy, or None."""
        if not isinstance(path, str):
            return None
        for root in self.roots:
            if path == root or path.startswith(root + os.sep):
                inner = path[len(root) + 1:]
                if any(inner == kept or inner.startswith(kept + os.sep) for kept in self.kept):
                    return None
                place = os.path.join(self.copy, inner) if inner else self.copy
                return place if os.path.exists(place) else None
        return None

    def find_spec(self, name, path=None, target=None):
        """As the import system asks for it."""
        for finder in list(sys.meta_path):
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find else None
            if spec is not None:
                return self.moved(spec)
        return None

    def moved(self, spec):
        """The same module, from the copy."""
        folders = spec.submodule_search_locations
        places = None if folders is None else [self.place(folder) or folder for folder in folders]
        origin = self.place(spec.origin) if spec.has_location else None
        if origin is not None:
            external = sys.modules["_frozen_importlib_external"]
            return external.spec_from_file_location(spec.name, origin, submodule_search_locations=places)
        if folders is not None and places != list(folders):
            spec.submodule_search_locations = places
        return spec


def give_way():
    """Takes this file out of the way and imports the user's own sitecustomize, if there is one."""
    own = sys.modules["sitecustomize"]
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    del sys.modules["sitecustomize"]
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        sys.modules["sitecustomize"] = own
        if getattr(error, "name", None) != "sitecustomize":
            raise


def main():
    """Installs the redirect where one was ordered."""
    order = os.environ.get("HASTEN_REDIRECT")
    if order and sys.version_info >= (3, 8):
        redirect = Redirect(order.split("\n"))
        sys.path[:] = [redirect.place(entry) or entry for entry in sys.path]
        sys.meta_path.insert(0, redirect)
    give_way()


main()

"""What a forked child does: makes one call and writes down everything that came out of it."""

import hashlib
import json
import os
import stat
import sys
import types

import _hasten_canon

try:
    import fcntl
except ImportError:  # Windows, where nothing is forked
    fcntl = None

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: Audit events of effects that would outlive the child (docs.python.org/3/library/audit_events.html).
_EFFECTS = (
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "os.chown",
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "os.killpg", "os.putenv",
    "subprocess.Popen", "socket.connect", "socket.bind", "socket.sendto", "sqlite3.connect", "shutil.move", "shutil.rmtree",
    "signal.pthread_kill", "ftplib.connect", "smtplib.connect", "urllib.Request", "pty.spawn", "webbrowser.open",
)
#: Text kept of one part for the reader; beyond it only the digest is compared.
MOST_TEXT = 200000


def perform(function, args, kwargs, path, most_items):
    """Calls, writes the dump to `path`, and gives the exit status."""
    printed = capture_output(path + ".out")
    close_effects()
    sys.dont_write_bytecode = True
    guard = Guard(path)
    sys.addaudithook(guard.look)
    result, error = None, None
    items = None
    guard.is_on = True
    try:
        result = function(*args, **kwargs)
        if isinstance(result, types.GeneratorType):
            items, result = consume(result, args, most_items)
    except BaseException as raised:
        error = raised
    finally:
        guard.is_on = False
    write_dump(path, parts_of(function, args, kwargs, result, error, items), printed)
    return 0


def consume(generator, args, most_items):
    """The items one by one, each with the arguments as they were then: laziness shows in what changed when."""
    items = []
    for item in generator:
        dump = _hasten_canon.Dump({})
        dump.add(item)
        if len(items) < 50:
            dump.add(args)
        items.append(dump.text())
        if len(items) >= most_items:
            break
    return items, None


def parts_of(function, args, kwargs, result, error, items):
    """(what, value) of everything that is compared, in the order of the report."""
    if items is not None:
        yield "yielded items", items
    if error is None:
        yield "return value", result
    else:
        chain = (type(error.__cause__), type(error.__context__))
        yield "exception", (type(error), error.args, str(error), chain)
    code = function.__code__
    for index, value in enumerate(args):
        yield "argument %s" % name_of(code, index), value
    for name in kwargs:
        yield "argument %s" % name, kwargs[name]
    for name, cell in zip(code.co_freevars, function.__closure__ or ()):
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if not callable(value):
            yield "variable %s" % name, value
    for name, value in reachable_globals(function):
        yield "global %s" % name, value


def name_of(code, index):
    return code.co_varnames[index] if index < code.co_argcount else "*%d" % index


def reachable_globals(function):
    """Module variables that the function, or functions of its module that it names, can touch."""
    names, todo, found = set(), [function.__code__], {}
    variables = function.__globals__
    while todo:
        code = todo.pop()
        todo.extend(const for const in code.co_consts if isinstance(const, types.CodeType))
        for name in code.co_names:
            if name in names or name not in variables:
                continue
            names.add(name)
            value = variables[name]
            inner = getattr(value, "__wrapped__", value)
            if isinstance(inner, types.FunctionType) and inner.__module__ == function.__module__:
                todo.append(inner.__code__)
            elif isinstance(value, type) and value.__module__ == function.__module__:
                found[name] = {key: item for key, item in vars(value).items() if is_data(key, item)}
            elif is_data(name, value) and not isinstance(value, types.ModuleType):
                found[name] = value
    return sorted(found.items())


def is_data(name, value):
    return not name.startswith("__") and not callable(value) and not hasattr(type(value), "__get__")


def write_dump(path, parts, printed):
    seen = {}
    written = []
    for what, value in parts:
        dump = _hasten_canon.Dump(seen)
        dump.add(value)
        written.append(describe(what, dump.text(), sorted(dump.opaque), dump.is_cut))
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass
    with open(printed, "rb") as output:
        text = output.read().decode("latin-1")
    written.append(describe("printed text", text, [], False))
    with open(path + ".new", "w") as record:
        json.dump(written, record)
    os.rename(path + ".new", path)


def describe(what, text, opaque, is_cut):
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"what": what, "digest": digest, "text": text[:MOST_TEXT], "opaque": opaque, "cut": is_cut}


def capture_output(path):
    """Sends file descriptors 1 and 2 to a file."""
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)
    return path


def close_effects():
    """Open sockets, and files open for writing, are shared with the program: the child must not reach them."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in open_descriptors():
        if number in (0, 1, 2, nothing):
            continue
        try:
            mode = os.fstat(number).st_mode
            access = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE
            if stat.S_ISSOCK(mode) or access == os.O_WRONLY:
                os.dup2(nothing, number)
        except OSError:
            continue


def open_descriptors():
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return range(3, 256)


class Guard:
    """Ends the child before an effect that would outlive it."""

    def __init__(self, path):
        self.path = path
        self.is_on = False

    def look(self, event, arguments):
        if not self.is_on:
            return
        if event == "open":
            name, mode, flags = (tuple(arguments) + (None, 0))[:3]
            is_writing = (flags or 0) & _WRITES or (isinstance(mode, str) and set(mode) & set("wax+"))
            if not is_writing or name == os.devnull:
                return
            self.stop("it opens a file for writing (%s)" % (name,))
        elif event in _EFFECTS:
            self.stop("it does something outside the process (%s)" % event)

    def stop(self, why):
        self.is_on = False
        with open(self.path + ".why", "w") as reason:
            reason.write(why)
        os._exit(71)

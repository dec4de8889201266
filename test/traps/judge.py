"""Runs versions of trap programs, each in a child of its own, and their probes.

Reads a JSON object a line, `{"folder", "size", "versions": {name: text}}`, and answers each with a line
`{name: {"run": printed, "probe": told}}`. The program as it is and with the trap's wrong edit are there by the names
`old` and `wrong`. The probe's answer is its `repr`, or the exception that it ended with.
"""

import contextlib
import io
import json
import os
import shutil
import signal
import sys
import tempfile
import types

SECONDS = 60


def told(call):
    """What a call came to, as text, with what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            result = "%r" % (call(),)
        except BaseException as error:
            result = "raises %s: %s" % (type(error).__name__, error)
    return printed.getvalue() + result


def load(path, name):
    module = types.ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)
    return module


def run(path, size):
    sys.argv = ["app.py", str(size)]
    load(path, "__main__")


def probe(path, probe_path):
    return load(probe_path, "probe").probe(load(path, "app"))


def in_child(call, folder):
    answer = os.path.join(folder, "answer")
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        os.chdir(folder)
        text = told(call)
        with open(answer, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        return "ended with %d" % status
    with open(answer, encoding="utf-8") as file:
        return file.read()


def textbook(path):
    """The program, and with the edit that everybody would make."""
    with open(os.path.join(path, "app.py")) as file:
        old = wrong = file.read()
    scope = {}
    with open(os.path.join(path, "probe.py")) as file:
        exec(file.read(), scope)
    for before, after in scope["WRONG"]:
        assert wrong.count(before) == 1, (path, before)
        wrong = wrong.replace(before, after)
    return {"old": old, "wrong": wrong}


def judge(job):
    answers = {}
    for name, text in {**textbook(job["folder"]), **job["versions"]}.items():
        folder = tempfile.mkdtemp()
        try:
            path = os.path.join(folder, "app.py")
            with open(path, "w") as file:
                file.write(text)
            answers[name] = {
                "run": in_child(lambda: run(path, job["size"]), folder),
                "probe": in_child(lambda: probe(path, os.path.join(job["folder"], "probe.py")), folder),
            }
        finally:
            shutil.rmtree(folder)
    return answers


for line in sys.stdin:
    print(json.dumps(judge(json.loads(line))), flush=True)

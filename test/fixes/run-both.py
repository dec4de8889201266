"""Runs the old and the new text of each case on the same calls and says what each gave: one JSON line a case."""
import contextlib
import io
import json
import sys


def outcome(text, setup, call):
    names = {"__name__": "case"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(text, "case.py", "exec"), names)
            exec(setup, names)
            given = eval(call, names)
            if hasattr(given, "__next__"):
                given = list(given)
            if hasattr(given, "send") or hasattr(given, "__await__"):
                given = drive(given)
            result = describe(given)
        except Exception as error:
            # `a < b` and `b > a` fail alike, but name the types the other way round.
            compared = "not supported between" in str(error)
            result = "%s: %s" % (type(error).__name__, "cannot be compared" if compared else error)
    return [result, printed.getvalue(), describe(names.get("SEEN"))]


def drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    return "suspended"


def describe(value):
    """Types, order and values: 1, 1.0 and True are told apart."""
    if type(value) in (list, tuple):
        return "%s(%s)" % (type(value).__name__, ", ".join(describe(each) for each in value))
    if type(value) is dict:
        return "{%s}" % ", ".join("%s: %s" % (describe(key), describe(value[key])) for key in value)
    return "%s %r" % (type(value).__name__, value)


for line in sys.stdin:
    case = json.loads(line)
    if list(sys.version_info[:2]) < case["python"]:
        print("[]")
        continue
    pairs = [[outcome(text, case["setup"], call) for text in (case["old"], case["new"])] for call in case["calls"]]
    print(json.dumps(pairs))

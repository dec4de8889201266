"""JSON for the records, without the imports that the json module brings into a user's process."""

import os


def quote(text):
    """A JSON string, ASCII only."""
    out = ['"']
    for char in text:
        code = ord(char)
        if char == '"' or char == "\\":
            out.append("\\" + char)
        elif 32 <= code < 127:
            out.append(char)
        elif code > 0xFFFF:
            code -= 0x10000
            out.append("\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF)))
        else:
            out.append("\\u%04x" % code)
    out.append('"')
    return "".join(out)


def dumps(value):
    """Plain data only: exact dict (str keys), list, tuple, str, int, float, bool, None."""
    kind = type(value)
    if kind is str:
        return quote(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is float:
        return repr(value) if value - value == 0.0 else "null"
    if value is None:
        return "null"
    if kind is dict:
        return "{" + ",".join([quote(key) + ":" + dumps(item) for key, item in value.items()]) + "}"
    return "[" + ",".join([dumps(item) for item in value]) + "]"


def write(path, value):
    """Replaces the file whole, so that a reader never sees half of it; a full disk is no fault of the program."""
    try:
        handle = os.open(path + ".part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            data = dumps(value).encode("ascii")
            while data:
                data = data[os.write(handle, data):]
        finally:
            os.close(handle)
        os.replace(path + ".part", path)
    except OSError:
        pass

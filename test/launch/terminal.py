"""Runs a command under a pseudo-terminal as a job-control shell would, types at it, prints what happened.

argv: a JSON list of steps [text to wait for, text to type or {"signal": n, "group": bool} or {"size": [rows, columns]}], then
the command. Prints {"output": .., "status": .., "restored": ..}; the status is that of waitpid, and restored whether the terminal's
modes are in the end what they were.
"""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
modes = termios.tcgetattr(terminal)
output = b""
position = 0
deadline = time.time() + 60
status = None
while time.time() < deadline:
    ready, _, _ = select.select([terminal], [], [], 0.05)
    if ready:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            part = b""
        if not part:
            break
        output += part
    # Every text is looked for behind the one before.
    if steps and output.find(steps[0][0].encode(), position) != -1:
        text, action = steps.pop(0)
        position = output.index(text.encode(), position) + len(text.encode())
        if isinstance(action, str):
            os.write(terminal, action.encode())
        elif "size" in action:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *action["size"], 0, 0))
        elif action["group"]:
            os.killpg(os.tcgetpgrp(terminal), action["signal"])
        else:
            os.kill(pid, action["signal"])
else:
    os.killpg(pid, signal.SIGKILL)
_, status = os.waitpid(pid, 0)
restored = termios.tcgetattr(terminal) == modes
print(json.dumps({"output": output.decode("utf-8", "replace"), "status": status, "restored": restored}))

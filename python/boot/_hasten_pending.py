"""Has something done by the program's main thread, between two of its instructions, without a signal.

Py_AddPendingCall is what signal handlers are run by. From there the main thread's frames can be read with their
locals, which from another thread cannot be done without keeping them alive (up to 3.12) or reading freed memory (from 3.11 on).
"""

import time

#: Seconds after which the main thread is taken to wait for something: then the asking thread does it itself.
LATE = 0.03


class Pending:
    def __init__(self):
        self.act = None
        self.asked = 0.0
        self.is_asked = False
        self.is_closed = False
        try:
            import ctypes

            self.callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(self._serve)
            self.add = ctypes.pythonapi.Py_AddPendingCall
        except Exception:
            self.add = None

    def ask(self, act):
        if self.act is not None or self.is_closed:
            return
        self.act, self.asked = act, time.perf_counter()
        # One that the main thread has not come to yet will serve this, too.
        if self.add is not None and not self.is_asked:
            self.is_asked = self.add(self.callback, None) == 0

    def serve_late(self):
        """From the asking thread."""
        act = self.act
        if act is not None and (self.add is None or time.perf_counter() - self.asked > LATE):
            self.act = None
            act(False)

    def close(self):
        self.is_closed = True
        self.act = None

    def _serve(self, _):
        self.is_asked = False
        act, self.act = self.act, None
        if act is not None:
            try:
                act(True)
            except Exception:
                pass
        return 0

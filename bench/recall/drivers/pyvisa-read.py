"""A long block is read from an instrument in small pieces."""
from contextlib import contextmanager

from pyvisa.constants import StatusCode
from pyvisa.resources.messagebased import MessageBasedResource

PIECES = 8_000


class Library:
    def __init__(self):
        self.left = PIECES

    def read(self, session, size):
        self.left -= 1
        return b"x" * 64, StatusCode.success_max_count_read if self.left else StatusCode.success

    @contextmanager
    def ignore_warning(self, session, *codes):
        yield


class Instrument(MessageBasedResource):
    def __init__(self):
        self.visalib = Library()
        self._resource_name = "TCPIP::instrument"
        self._session = 1

    def close(self):
        pass


print(len(Instrument().read_raw(64)))

"""Logs as somebody sees them who asks for everything: what a program's own levels hide must stay the same, too."""

import sys

_ASKED = {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "isEnabledFor"}


def logs(code):
    """May this code tell a logger something?"""
    return "logging" in sys.modules and not _ASKED.isdisjoint(code.co_names)


def enable():
    """Every logger takes every level, and the root one writes it to stdout. Done in the child alone."""
    logging = sys.modules["logging"]
    logging.disable(logging.NOTSET)
    for logger in [logging.getLogger()] + list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.setLevel(1)
            logger.disabled, logger.propagate = False, True
            logger.handlers[:] = []

    class Shown(logging.Handler):
        def emit(self, record):
            # The stream of that moment: it is another one by the time of the call.
            sys.stdout.write("%s %s %s\n" % (record.name, record.levelname, record.getMessage()))

    logging.getLogger().addHandler(Shown())

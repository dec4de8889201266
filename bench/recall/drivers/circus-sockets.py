"""The configuration of many sockets is loaded anew, and has not changed."""
from circus import arbiter as module
from circus.arbiter import Arbiter

COUNT = 5000
sockets = [{"name": "s%d" % number, "host": "localhost", "port": number} for number in range(COUNT)]
config = {"check_delay": 5, "sockets": sockets, "watchers": [], "plugins": []}


class Socket:
    def __init__(self, cfg):
        self.name = cfg["name"]
        self._cfg = cfg


module.get_config = lambda path: config
arbiter = Arbiter.__new__(Arbiter)
arbiter._cfg = Arbiter.get_arbiter_config(config)
arbiter.sockets = {cfg["name"]: Socket(cfg.copy()) for cfg in sockets}
arbiter.watchers = []
arbiter._watchers_names = {}
arbiter._exclusive_running_command = None
arbiter._restarting = False
future = arbiter.reload_from_config("circus.ini")
print(len(arbiter.sockets), future.exception())

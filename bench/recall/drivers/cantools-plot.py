"""Many signals are asked for, of which few come."""
import sys
from types import SimpleNamespace

sys.modules["matplotlib"] = SimpleNamespace(pyplot=None)  # nothing is drawn here

from cantools.subparsers.plot import Signals

wanted = [f"Engine{number}.Speed*" for number in range(400)]
signals = Signals(wanted, False, 0)
shown = 0
for turn in range(20):
    for number in range(60):
        shown += bool(signals.is_displayed_signal(f"Gearbox{number}.Temperature{turn}"))
        shown += bool(signals.is_displayed_signal(f"Engine{number * 5}.SpeedMin"))
print(shown)

"""An event that each of the many parallel states of a machine takes."""
from transitions.extensions.nesting import HierarchicalMachine

COUNT = 10_000
names = [f"part{number}" for number in range(COUNT)]
machine = HierarchicalMachine(states=[{"name": "whole", "parallel": names}], initial="whole", auto_transitions=False)
for name in names:
    machine.add_transition("tick", f"whole_{name}", None)
for turn in range(1):
    machine.tick()
print(len(machine.state))

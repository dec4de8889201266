"""The blocks of a long configuration are searched."""
from ciscoconfparse import CiscoConfParse

lines = []
for number in range(400):
    lines += [f"policy-map MAP{number}", f" class CLASS{number}", "  bandwidth percent 40", "  queue-limit 100", "!"]
config = CiscoConfParse(lines)
for turn in range(9):
    found = config.find_blocks("bandwidth percent")
    print(len(found), found[0], found[-1])

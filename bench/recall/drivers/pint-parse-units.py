"""Units that are written by their symbols, parsed again and again."""
import pint

registry = pint.UnitRegistry()
names = ["kg", "ms", "kWh", "mV", "cm", "mA"]
total = 0
for turn in range(2_500):
    for name in names:
        total += len(registry.parse_units(name)._units)
print(total)

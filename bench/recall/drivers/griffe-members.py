"""The functions of a large module, each looked up by its path."""
from griffe import Function, Module

COUNT = 8_000
package = Module("package")
module = Module("module")
package["module"] = module
for number in range(COUNT):
    module[f"function{number}"] = Function(f"function{number}")
found = 0
for number in range(COUNT):
    found += len(package[f"module.function{number}"].name)
    found += len(module[f"function{number}"].name)
print(found)

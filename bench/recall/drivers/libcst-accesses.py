"""The qualified names of eachthing that is accessed in a module."""
import libcst
from libcst.metadata import GlobalScope, MetadataWrapper, ScopeProvider

lines = ["import os"]
for number in range(300):
    lines.append(f"value{number} = os.path.join('a', 'b{number}')")
    lines.append(f"print(value{number})")
wrapper = MetadataWrapper(libcst.parse_module("\n".join(lines) + "\n"))
scopes = set(wrapper.resolve(ScopeProvider).values())
(scope,) = [scope for scope in scopes if isinstance(scope, GlobalScope)]
names = {}
accesses = list(scope.accesses)
for check in range(30):
    for access in accesses:
        for name in scope.get_qualified_names_for(access.node):
            names[name.name] = names.get(name.name, 0) + 1
print(len(names), sorted(names.items())[:3])

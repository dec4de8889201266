"""An inventory of thousands of hosts, each in three groups, given out as JSON."""
from ansible import context
from ansible.cli.inventory import InventoryCLI
from ansible.inventory.data import InventoryData
from ansible.utils.context_objects import CLIArgs

inventory = InventoryData()
for number in range(11_000):
    for group in (f"rack{number % 40}", f"role{number % 7}", "linux"):
        inventory.add_group(group)
        inventory.add_child("all", group)
        inventory.add_host(f"host{number}.example.org", group)
inventory.reconcile_inventory()


class Inventory:
    groups = inventory.groups

    @staticmethod
    def get_hosts(pattern):
        return inventory.groups[pattern].get_hosts()


context.CLIARGS = CLIArgs({"export": False})
cli = InventoryCLI.__new__(InventoryCLI)
cli.inventory = Inventory()
cli._get_host_variables = lambda host: {}
results = cli.json_inventory(inventory.groups["all"])
print(len(results), len(results["linux"]["hosts"]), results["rack7"]["hosts"][:3], len(results["role2"]["hosts"]))

"""An inventory of thousands of hosts in a few groups."""
from ansible.inventory.group import Group
from ansible.inventory.host import Host

everything = Group("all")
web = Group("web")
everything.add_child_group(web)
for number in range(6500):
    host = Host(f"host{number}.example.org")
    web.add_host(host)
    if number % 3 == 0:
        everything.add_host(host)
for host in list(web.hosts)[::50]:
    web.add_host(host)
print(len(web.hosts), len(everything.hosts), len(everything.get_hosts()), web.hosts[-1])

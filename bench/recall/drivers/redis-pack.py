"""Many values that are set at once."""
from redis.connection import Connection

values = []
for number in range(9_000):
    values += [f"user:{number}:name", f"name of user {number}"]
command = Connection().pack_command("MSET", *values)
print(len(command), command[:40], command[-20:])

"""A block list of neighbouring networks merged into as few as possible."""
from netaddr import IPNetwork, cidr_merge

networks = [IPNetwork(f"10.{n // 256 % 256}.{n % 256}.0/24") for n in range(120_000)]
merged = cidr_merge(networks)
print(len(merged), merged[0], merged[-1])

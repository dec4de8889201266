"""Which of many addresses lie in a set of networks?"""
from netaddr import IPNetwork, IPSet

networks = IPSet(IPNetwork(f"10.{number // 128}.{number % 128 * 2}.0/24") for number in range(1000))
count = sum(f"10.{number % 9}.{number % 251}.7" in networks for number in range(600))
print(count, len(networks.iter_cidrs()))

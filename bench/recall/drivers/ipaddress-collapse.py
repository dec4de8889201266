"""Addresses of a log collapsed into networks."""
import ipaddress

addresses = [ipaddress.ip_address(f"10.{n // 250 % 250}.{n % 250}.{n % 3 * 64}") for n in range(4500)]
networks = list(ipaddress.collapse_addresses(addresses))
print(len(networks), networks[0], networks[-1])

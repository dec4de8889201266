"""A pool of addresses read from text, twice over, as a resolver's cache merges answers."""
import dns.rrset

ADDRESSES = [f"10.{n // 256 % 256}.{n % 256}.{n % 7 + 1}" for n in range(520)]
first = dns.rrset.from_text_list("pool.example.", 300, "IN", "A", ADDRESSES)
second = dns.rrset.from_text_list("pool.example.", 300, "IN", "A", ADDRESSES[260:])
second.union_update(first)
print(len(first), len(second), sorted(rdata.to_text() for rdata in second)[:3])

"""Dates without a time zone are looked through for one."""
from dateparser.timezone_parser import pop_tz_offset_from_string

found = 0
for number in range(4_000):
    text, zone = pop_tz_offset_from_string(f"{number % 28 + 1} January 20{number % 90 + 10} at 10:{number % 60:02d}")
    found += zone is not None
print(found, text)

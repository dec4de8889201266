"""The calendar of a busy room: two hundred recurring bookings as one set of dates."""
from datetime import datetime

from dateutil.rrule import DAILY, WEEKLY, rrule, rruleset

bookings = rruleset()
for number in range(450):
    start = datetime(2024, 1, 1 + number % 28, number % 24, number % 60)
    bookings.rrule(rrule(WEEKLY if number % 3 else DAILY, dtstart=start, count=60))
dates = list(bookings)
print(len(dates), dates[0], dates[-1])

"""Writes new_york_transitions.csv and new_york_clocks.csv with zoneinfo (Python 3.11, tzdata 2026.6).

new_york_transitions.csv: the first hour (UTC) of each new offset of America/New_York, 1967 to 2060.
new_york_clocks.csv: what the clocks show, and the instant that is, fold=0; around every change and at random.
"""

import random
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
instant, end = datetime(1967, 1, 1, tzinfo=timezone.utc), datetime(2061, 1, 1, tzinfo=timezone.utc)
previous, changes = None, []
while instant < end:
    offset = instant.astimezone(NEW_YORK).utcoffset()
    if offset != previous:
        changes.append((instant, offset))
        previous = offset
    instant += timedelta(hours=1)

with open("new_york_transitions.csv", "w") as file:
    file.write("instant,offset_seconds\n")
    for instant, offset in changes:
        file.write(f"{instant:%Y-%m-%dT%H:%M:%SZ},{int(offset.total_seconds())}\n")

generator = random.Random(7)
shown = []
for instant, _ in changes[1:]:
    local = instant.astimezone(NEW_YORK).replace(tzinfo=None)
    shown += [local + timedelta(minutes=minutes) for minutes in range(-150, 151, 30)]
span = int((datetime(2060, 12, 31) - datetime(1967, 1, 1)).total_seconds())
shown += [datetime(1967, 1, 1) + timedelta(seconds=generator.randrange(span)) for _ in range(500)]
with open("new_york_clocks.csv", "w") as file:
    file.write("clock,instant\n")
    for local in shown:
        utc = local.replace(tzinfo=NEW_YORK).astimezone(timezone.utc)
        file.write(f"{local:%Y-%m-%dT%H:%M:%SZ},{utc:%Y-%m-%dT%H:%M:%SZ}\n")

"""Writes xnys_sessions.csv: every NYSE session with its open and close in UTC.

Made with exchange_calendars 4.13.2 (Apache-2.0), calendar XNYS, 1993 to 2026 as the package records it, from 2027 on
as its rules extend.
"""

import exchange_calendars

schedule = exchange_calendars.get_calendar("XNYS", start="1993-01-01", end="2035-12-31").schedule
with open("xnys_sessions.csv", "w") as file:
    file.write("session,open,close\n")
    for session, row in schedule.iterrows():
        assert row["open"].date() == row["close"].date() == session.date()
        file.write(f"{session:%Y-%m-%d},{row['open']:%H:%M},{row['close']:%H:%M}\n")

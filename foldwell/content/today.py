"""The calendar: the day on which it is asked whether an edition is past its review date."""

from __future__ import annotations

import datetime
import os


def today() -> datetime.date:
    """Today, or the day that FOLDWELL_TODAY names in the environment (2027-11-22): to see what will be said then.

    A day that cannot be read counts as not set.
    """
    named = os.environ.get("FOLDWELL_TODAY")
    try:
        return datetime.date.fromisoformat(named) if named else datetime.date.today()
    except ValueError:
        return datetime.date.today()

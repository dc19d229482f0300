"""The steps that an answer takes, a module each: functions of the turn and what surrounds it."""

"""What the worker does for people's privacy: forgets what is no longer needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.people import rules
from portal.schedule import InTransaction, Task


def forget_trials(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(lambda: rules.forget_trials(before=at - rules.TRIALS_LAST))


TASKS = (Task("forget_sign_in_trials", timedelta(days=1), forget_trials),)

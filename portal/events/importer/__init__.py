"""Taking in the calendars of others: read a file, compare it with what is here, let an editor look, write.

    read = reading.read(content, "lich.ics", at=now)            # outside any transaction
    import_ = sources.bring(source, read, name=…, by=person, at=now)
    report = comparing.check(import_, at=now)
    applying.apply(import_, report, by=person, at=now)

An event is known again by its UID, so that the same file twice changes nothing. README.md beside this file says what a
table must hold.
"""

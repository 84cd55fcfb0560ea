"""Plain tools for the trade of a Vietnamese city: its letters, money, days, numbers, places and codes.

Floor 0: pure functions. Nothing here reads a clock, a file, a database or a request; what a function needs
to know is passed in. A parser that cannot read its text raises `say.Refused` with a whole English sentence
(a msgid) that tells the person what to type instead.
"""

"""The benchmark: the portal with a thousand and with a hundred thousand listings, on both engines, beside a bare page.

`bin/bench` runs it. What is measured stands in `questions.py`, what must be reached in `targets.py`.
"""

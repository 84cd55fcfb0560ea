"""Panels of a design: looked at before they are kept, shown to jurors as clean pictures and never as they came.

Whatever opens a stranger's file is in `inside` and runs in a process of its own (`confined`).
"""

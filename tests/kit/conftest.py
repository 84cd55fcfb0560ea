"""Properties are tried on fifty cases each, leave no files behind and have no stopwatch."""

from hypothesis import settings

settings.register_profile("kit", max_examples=50, database=None, deadline=None)
settings.load_profile("kit")

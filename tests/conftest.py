"""Property tests draw the same examples at every run, so that a red run is red for everyone; HUNT=1 draws new ones."""

import os

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("hunt", deadline=None)
settings.load_profile("hunt" if os.environ.get("HUNT") else "repeatable")

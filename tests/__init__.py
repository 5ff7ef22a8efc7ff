"""The tests. With `CLAUSEBOOK_EXPLORE=1` they look at more: at new examples of each property, and at all of what otherwise is a sample."""

import os

EXPLORING = bool(os.environ.get("CLAUSEBOOK_EXPLORE"))

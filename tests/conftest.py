"""What all tests share: property tests look at the same examples each time, however busy the machine is.

`CLAUSEBOOK_EXPLORE=1` has them look for new ones.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite",
    deadline=None,
    derandomize=not os.environ.get("CLAUSEBOOK_EXPLORE"),
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("suite")

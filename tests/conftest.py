"""The fixtures that every test may use."""

import os
from pathlib import Path

# The processes that tests start share one cache of bytecode: compiling everything anew takes longer than most of them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")

pytest_plugins = [
    "tests.support.canaries",
    "tests.support.postgres",
    "tests.support.service",
    "tests.support.running",
    "tests.support.real_data",
    "tests.support.builders_directory",
    "tests.support.scenes_referrals",
    "tests.support.doors",
    "tests.support.consent_circle",
    "tests.support.audit",
    "tests.support.town",
]

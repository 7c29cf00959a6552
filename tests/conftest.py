"""The fixtures that every test may use."""

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.service",
    "tests.support.running",
    "tests.support.real_data",
    "tests.support.builders_directory",
    "tests.support.scenes_referrals",
    "tests.support.doors",
    "tests.support.town",
]

"""What the processes of a test run are forked from: all that any command would load, loaded once."""

import gc

gc.disable()

import app.adapters.postgres.migrate  # noqa: E402 - the collector is off first
import app.api.fhir.capabilities  # noqa: E402
import app.cli.auditing  # noqa: E402
import app.cli.commands  # noqa: E402
import app.cli.databases  # noqa: E402
import app.cli.fhir_files  # noqa: E402
import app.cli.founding  # noqa: E402
import app.cli.importing  # noqa: E402
import app.cli.projecting  # noqa: E402
import app.cli.running  # noqa: E402
import app.serving  # noqa: E402, F401

gc.freeze()
gc.enable()

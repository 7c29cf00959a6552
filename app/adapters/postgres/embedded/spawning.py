"""How the database's programs are started: under their account, with a clean environment, bound to our life."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from app.adapters.postgres.embedded.home import Home

PROGRAM = Path(__file__).with_name("child.py")


def spawn(home: Home, command: list[str], *, output: int | IO[str]) -> subprocess.Popen[str]:
    """Start a program that waits for `release`, in its own session so that a terminal's Ctrl-C does not reach it.

    The program ends with the thread that calls this, not only with the process.
    """
    account = home.account
    arguments = [str(account.uid), str(account.gid), str(home.area), *command]
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, "-I", "-S", str(PROGRAM), *arguments],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        start_new_session=True,
    )


def release(process: "subprocess.Popen[str]") -> None:
    """Let the waiting program become its command."""
    if process.stdin is not None:
        process.stdin.write("go\n")
        process.stdin.close()


def finish(process: "subprocess.Popen[str]") -> tuple[str, int]:
    """Let the program run to its end: what it said, and its exit code."""
    said, _ = process.communicate("go\n")
    return said, process.returncode

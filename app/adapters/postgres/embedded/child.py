"""The program between the service and PostgreSQL: gives up root, binds its life to its parent's, becomes the server.

A program and no function, since code between fork and exec of a threaded process may lock up; run it with the
interpreter's path while that is still readable: afterwards the account may not be able to read it.
Arguments: uid, gid, directory, command…; it starts the command when it reads a line, and ends when none can come.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1


def give_up_root(uid: int, gid: int) -> None:
    """Take on the account of the database, if that is not ours."""
    if uid == os.geteuid():
        return
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with_parent() -> None:
    """Ask the kernel for a fast shutdown when the parent's thread ends; where it cannot, the next start takes over."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


def main(uid: str, gid: str, directory: str, *command: str) -> None:
    """Become the command, under the account, in the directory."""
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    give_up_root(int(uid), int(gid))
    os.chdir(directory)
    die_with_parent()
    if not sys.stdin.readline():
        sys.exit("the parent ended before the server was started")
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])

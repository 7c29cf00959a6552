"""`throughline` for shells that tests run: a program that has it done by a process forked for each call."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from tests.support.forking import Forked

PATIENCE = 60
PROGRAM = """#!{python} -SE
import json, os, socket, sys
given = {{"arguments": sys.argv[1:], "environment": dict(os.environ), "directory": os.getcwd()}}
with socket.create_connection({address}) as line:
    line.sendall(json.dumps(given).encode() + b"\\n")
    said, complaints, code = json.loads(line.makefile().read())
sys.stdout.write(said)
sys.stderr.write(complaints)
sys.exit(code)
"""


class _Call(StreamRequestHandler):
    """One call of the program: what it was given in, what the process said and its exit code out."""

    def handle(self) -> None:
        given = json.loads(self.rfile.readline())
        environment, directory = given["environment"], given["directory"]
        with Forked(*given["arguments"], environment=environment, directory=directory) as process:
            try:
                said, complaints = process.communicate(PATIENCE)
            finally:
                process.kill()
        self.wfile.write(json.dumps([said, complaints, process.returncode]).encode())


@contextmanager
def a_program(path: Path) -> Iterator[None]:
    """Write the program; it works until the block ends."""
    with ThreadingTCPServer(("127.0.0.1", 0), _Call) as server:
        path.write_text(PROGRAM.format(python=sys.executable, address=server.server_address), encoding="utf-8")
        path.chmod(0o755)
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield
        finally:
            server.shutdown()
            serving.join()

"""Writes throughline_client/generated of openapi/openapi.json, by openapi-python-client."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "openapi" / "openapi.json"
GENERATED = HERE / "throughline_client" / "generated"


def main() -> None:
    """Generate anew what is there."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    for item in document["paths"].values():
        for operation in item.values():
            _take_one_kind_of_body(operation)
            _leave_out_rather_than_null(operation)
    shutil.rmtree(GENERATED, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        trimmed = Path(folder) / "openapi.json"
        trimmed.write_text(json.dumps(document), encoding="utf-8")
        _generate(trimmed)


def _take_one_kind_of_body(operation: Any) -> None:
    """Keep the first content type that a body may have: the generator would send the last one's name with all."""
    content = operation.get("requestBody", {}).get("content", {})
    for kind in list(content)[1:]:
        del content[kind]


def _leave_out_rather_than_null(operation: Any) -> None:
    """Let a body that may be null be left out only: the generator cannot do both."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if content["schema"].get("type") == ["object", "null"]:
            content["schema"]["type"] = "object"


def _generate(document: Path) -> None:
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]
    command += ["--config", str(HERE / "generator.yml"), "--path", str(document), "--output-path", str(GENERATED)]
    done = subprocess.run([*command, "--fail-on-warning"], check=False)  # noqa: S603 - a tool of our own environment
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()

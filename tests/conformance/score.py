"""Reads redocly's score from standard input and fails below the number given, naming the weakest operations."""

import json
import sys

WEAKEST = 5


def main() -> None:
    """Judge."""
    said = sys.stdin.read()
    score = json.loads(said[said.index("{") :])
    lost = (100 - score["discoverability"]) / 10
    print(f"{score['agentReadiness']} of 100; {lost} lost to the number of operations")  # noqa: T201
    weakest = sorted(score["operationScores"].items(), key=lambda item: item[1]["agentReadiness"])[:WEAKEST]
    for name, of_operation in weakest:
        print(f"  weakest: {name} {of_operation['agentReadiness']}")  # noqa: T201
    sys.exit(score["agentReadiness"] < float(sys.argv[1]))


if __name__ == "__main__":
    main()

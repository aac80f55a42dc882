"""`python -m tests.bench [which …]`: measure here; without a name, everything of `tests.bench.WHICH`."""

from __future__ import annotations

import argparse

from tests.bench import WHICH, run


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("which", nargs="*", metavar="which", help=", ".join(WHICH))
    parser.add_argument("--json", action="store_true", help="for programs")
    arguments = parser.parse_args()
    if unknown := set(arguments.which) - set(WHICH):
        parser.error(f"there is no {', '.join(sorted(unknown))}: choose from {', '.join(WHICH)}")
    run(arguments.which or WHICH, as_json=arguments.json)


if __name__ == "__main__":
    main()

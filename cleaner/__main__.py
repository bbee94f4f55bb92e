"""The process of the command. Ctrl-C ends it in one line from here on: while modules are loaded, too."""

import sys


def main() -> None:
    try:
        from cleaner.cli import main as command

        command()
    except KeyboardInterrupt:
        if sys.stderr:
            print("cleaner: stopped", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()

"""The command `treatykg`, also as `python -m kg`; Ctrl-C is one line from the first moment on."""

from __future__ import annotations


def main() -> None:
    """Read the commands in, which takes a moment, and run the one that was typed."""
    try:
        from kg.cli import main as command
    except KeyboardInterrupt:
        raise SystemExit("Aborted!") from None
    command()


if __name__ == "__main__":
    main()

"""Write data/raw anew: `python -m tests.samples`."""

from . import RAW, raw_files


def main() -> None:
    """Write every sample."""
    for name, content in raw_files().items():
        path = RAW / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(raw_files())} files in {RAW}")


if __name__ == "__main__":
    main()

"""Write data/raw and truth.json anew: `python -m tests.samples`."""

from . import HERE, RAW, raw_files, truth_json


def main() -> None:
    """Write every sample, and the truth about them."""
    for name, content in raw_files().items():
        path = RAW / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (HERE / "truth.json").write_text(truth_json(), encoding="utf-8", newline="\n")
    print(f"{len(raw_files())} files in {RAW}")


if __name__ == "__main__":
    main()

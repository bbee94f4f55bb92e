#!/usr/bin/env python3
"""Whole articles of invented sites: what a scraper left, and the clean article a careful editor would want.

fixtures/<domain>/<date>-<slug>/raw.txt or raw.html     what came in
                                clean.txt               what must come out: written by hand
                                article.json            its fields and flags, edits.json: who changed what

python tests/fixtures.py            where the cleaner differs from clean.txt, article.json and edits.json; exit 1 if it does
python tests/fixtures.py --write    write article.json and edits.json anew, to be read before they are committed
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "fixtures"
PASSING = ("measures", "cleaner_version", "rules_hash", "body")
"""Fields that change with every rule, and the body, which is in clean.txt."""


def fixtures() -> list[Path]:
    return sorted(p.parent for p in FOLDER.glob("*/*/raw.*"))


def name(fixture: Path) -> str:
    return fixture.relative_to(FOLDER).as_posix()


def raw_file(fixture: Path) -> Path:
    return next(fixture.glob("raw.*"))


def clean_text(fixture: Path) -> str:
    return (fixture / "clean.txt").read_text(encoding="utf-8").removesuffix("\n")


def cleaned(fixture: Path) -> Any:
    from cleaner import clean
    from cleaner.read import read_path

    return clean(read_path(raw_file(fixture)), source=fixture.parent.name)


def derived(result: Any) -> dict[str, str]:
    """article.json and edits.json as the cleaner would have them."""
    article = {k: v for k, v in asdict(result.article).items() if k not in PASSING}
    article["blocks"] = [[s["role"], result.article.body[s["start"] : s["end"]][:40]] for s in article["blocks"]]
    edits = [
        {"at": [e.start, e.end], "codes": sorted({r.code for r in e.reasons}), "before": e.before, "after": e.after} for e in result.edits
    ]
    lines = ",\n".join(json.dumps(e, ensure_ascii=False) for e in edits)
    return {"article.json": json.dumps(article, ensure_ascii=False, indent=1) + "\n", "edits.json": f"[\n{lines}\n]\n" if edits else "[]\n"}


def main() -> int:
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write article.json and edits.json anew")
    write = parser.parse_args().write
    differs = False
    for fixture in fixtures():
        result = cleaned(fixture)
        files = derived(result)
        for file, content in ({"clean.txt": result.text + "\n"} | files).items():
            path = fixture / file
            if write and file in files:
                path.write_text(content, encoding="utf-8")
            had = path.read_text(encoding="utf-8") if path.exists() else ""
            diff = list(
                difflib.unified_diff(
                    had.splitlines(), content.splitlines(), f"{name(fixture)}/{file}", "what the cleaner makes", "", "", 0, ""
                )
            )
            differs = differs or bool(diff)
            for line in diff:
                print(line)
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())

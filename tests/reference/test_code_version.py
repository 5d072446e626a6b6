"""What a stored interpretation depends on: nothing that takes part in it may change unnoticed."""

import subprocess
import sys
from pathlib import Path

from tasks.reference import INTERPRETING, ROOT

LOADED = """
import sys, tasks.interpret
print(*(module.__file__ for name, module in sys.modules.items() if name.startswith("tasks.")))
"""
NO_PART_IN_IT = {Path("tasks/reference.py")}


def test_every_module_that_interprets_a_report_counts_for_the_code_version() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules = {Path(name).relative_to(ROOT) for name in loaded.stdout.split()} - NO_PART_IN_IT
    rooms = [Path(name) for name in INTERPRETING]
    assert [m for m in modules if not any(m == room or room in m.parents for room in rooms)] == []

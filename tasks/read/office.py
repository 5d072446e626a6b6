"""Old and other word processor files (.doc, .wps, .rtf, .odt): LibreOffice makes a .docx of them first.

It runs without a display, with a profile of its own that is thrown away, with macros and links to outside
switched off, and inside the limits of the child process that started it.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from tasks.model import Document, Unreadable
from tasks.read import limits
from tasks.read.compound import check_compound
from tasks.read.parts import soffice
from tasks.read.sniff import sniff
from tasks.read.word import read_word

INSTALL = "apt-get install libreoffice-writer-nogui"
MISSING = f"missing: .doc, .wps, .rtf and .odt need LibreOffice; {INSTALL} (需安装 LibreOffice)"
DAMAGED = "damaged: LibreOffice cannot open the document (文档已损坏)"
ENDINGS = {"application/msword": "doc", "application/rtf": "rtf"}
# Macros never run, and nothing is fetched from where a document points to.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501


def read_office(data: bytes) -> Document:
    """What Word would print of the document, read from the .docx that LibreOffice makes of it."""
    media_type = sniff(data)
    if media_type == "application/msword":
        check_compound(data)
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        source = Path(folder) / f"document.{ENDINGS.get(media_type, 'odt')}"
        source.write_bytes(data)
        made = convert([source], "docx", Path(folder) / "made")
        if not made:
            raise Unreadable(DAMAGED)
        limits.check(limits.FILE_BYTES, made[0].stat().st_size)
        document = read_word(made[0].read_bytes())
    return replace(document, media_type=media_type)


def convert(sources: list[Path], ending: str, folder: Path) -> list[Path]:
    """The files that LibreOffice makes of `sources` in one run; those it cannot open are missing."""
    program = soffice()
    if program is None:
        raise Unreadable(MISSING)
    profile = _profile(folder)
    command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    command += [f"-env:UserInstallation={profile.as_uri()}", "--convert-to", ending, "--outdir", str(folder)]
    try:
        # It exits with 0 even where it failed: what it made is the only sign of success.
        subprocess.run(
            command + [str(source) for source in sources],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.SECONDS.most,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise limits.exceeded(limits.SECONDS) from None
    made = [folder / f"{source.stem}.{ending.split(':')[0]}" for source in sources]
    return [path for path in made if path.is_file() and path.stat().st_size]


def _profile(folder: Path) -> Path:
    """A profile of its own: two runs must not share one, and none must outlive the file."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    return profile

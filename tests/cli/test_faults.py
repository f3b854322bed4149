"""What the program says of its own faults."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from openstage.cli import main
from openstage.cli.voice import Voice


def test_a_fault_of_our_own_is_one_line_and_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(main, "_command", broken)
    monkeypatch.setattr("openstage.cli.options.SPEAKER", [Voice()])  # no earlier command's
    monkeypatch.setattr(main.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["openstage", "make"])
    with pytest.raises(SystemExit) as stopped:
        main.run()
    assert stopped.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("openstage: openstage itself is at fault (ZeroDivisionError")
    assert "Traceback" not in told
    report = Path(re.search(r"with (\S+\.log)", told.replace("\n", " "))[1])  # type: ignore[index]
    assert "in broken" in report.read_text()
    report.unlink()

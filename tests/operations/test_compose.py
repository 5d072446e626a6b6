"""The team's set-up says what the tests have shown to work."""

import yaml

from tests.operations.parts import PROJECT, SETTINGS


def test_everything_runs_with_the_settings_that_the_tests_use() -> None:
    services = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))["services"]
    for name in ("server", "worker", "deploy"):
        assert SETTINGS.items() <= services[name]["environment"].items()
    asked = ("-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false")
    assert all(option in services["store"]["command"] for option in asked)
    assert services["database"]["image"] == "postgres:15"


def test_no_secret_is_written_down_and_no_page_is_open_to_the_network() -> None:
    services = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))["services"]
    assert services["worker"]["environment"]["AWS_SECRET_ACCESS_KEY"].startswith("${")
    assert all(port.startswith("127.0.0.1:") for s in services.values() for port in s.get("ports", []))

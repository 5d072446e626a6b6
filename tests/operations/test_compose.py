"""The team's set-up as it is written; `test_team.py` starts what it says."""

from tests.operations.parts import COMPOSE, SETTINGS

SERVICES = COMPOSE["services"]


def test_everything_that_talks_to_the_scheduler_has_the_same_settings() -> None:
    for name in ("server", "worker", "deploy"):
        assert SETTINGS.items() <= SERVICES[name]["environment"].items()
    assert SERVICES["database"]["image"] == "postgres:15"


def test_no_secret_is_written_down_and_no_page_is_open_to_the_network() -> None:
    assert SERVICES["worker"]["environment"]["AWS_SECRET_ACCESS_KEY"].startswith("${")
    assert all(port.startswith("127.0.0.1:") for s in SERVICES.values() for port in s.get("ports", []))


def test_nothing_is_waited_for_or_mounted_that_is_not_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for needed, how in service.get("depends_on", {}).items():
            assert how["condition"] == "service_completed_successfully" or "healthcheck" in SERVICES[needed]
        named = {volume.partition(":")[0] for volume in service.get("volumes", [])} - {"."}
        assert named <= set(COMPOSE["volumes"])
        assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])

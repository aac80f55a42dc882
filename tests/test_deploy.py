"""The files to deploy with agree with the bot: paths, metrics, settings, and how long it takes to stop."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from pydantic import SecretStr

from bot import metrics
from bot.app import build_app
from bot.http.serving import CLOSE_SECONDS, REQUEST_SECONDS, STOP_SECONDS
from bot.settings import Settings
from docs.generate import ROOT

KUBERNETES = ROOT / "deploy/kubernetes"
DRAIN_SECONDS = 2 * REQUEST_SECONDS + STOP_SECONDS + CLOSE_SECONDS
PRE_STOP_SECONDS = 5


def documents(file: Path) -> list[dict[str, Any]]:
    """The YAML documents of a file."""
    return [document for document in yaml.safe_load_all(file.read_text(encoding="utf-8")) if document]


def pods() -> list[dict[str, Any]]:
    """The pods of all Kubernetes manifests."""
    found = [document for file in sorted(KUBERNETES.glob("*.yaml")) for document in documents(file)]
    return [document["spec"]["template"]["spec"] for document in found if "template" in document.get("spec", {})]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory, built: Path) -> set[str]:
    """The paths that the bot serves."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("s"),
        tips="off",
        data_dir=tmp_path_factory.mktemp("var"),
        content_seed=built,
    )
    app: web.Application = build_app(settings)
    return {resource.canonical for resource in app.router.resources()}


def test_pods_run_read_only_and_not_as_root() -> None:
    assert len(pods()) == 2
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "readOnlyRootFilesystem": True,
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["envFrom"] == [{"secretRef": {"name": "dragoman"}}]
        assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/data", "/tmp"}


def test_there_is_time_to_stop() -> None:
    (bot,) = [pod for pod in pods() if "terminationGracePeriodSeconds" in pod]
    assert bot["terminationGracePeriodSeconds"] >= PRE_STOP_SECONDS + DRAIN_SECONDS
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert int(compose["services"]["bot"]["stop_grace_period"].removesuffix("s")) >= DRAIN_SECONDS


def test_probes_and_routes_exist(paths: set[str]) -> None:
    (bot,) = [pod["containers"][0] for pod in pods() if "readinessProbe" in pod["containers"][0]]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert bot[probe]["httpGet"]["path"] in paths
    (ingress,) = [entry for entry in documents(KUBERNETES / "service.yaml") if entry["kind"] == "Ingress"]
    for rule in ingress["spec"]["rules"][0]["http"]["paths"]:
        exact = rule["pathType"] == "Exact"
        known = {*paths, "/teams/messages"}
        assert rule["path"] in known if exact else any(path.startswith(f"{rule['path']}/") for path in known)
    assert not {"/metrics", "/readyz"} & {rule["path"] for rule in ingress["spec"]["rules"][0]["http"]["paths"]}


def test_compose_upgrades_the_tables_first() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["bot"]["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert services["upgrade"]["command"] == "db upgrade"
    for name in ("bot", "upgrade"):
        assert services[name]["read_only"] is True
        assert set(services[name]["environment"]) <= {field.upper() for field in Settings.model_fields}


def test_the_image_gets_nothing_but_what_it_needs() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M)
    copied = [name for line in re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile, re.M) for name in line.split()]
    assert all((ROOT / name).exists() for name in copied)
    assert all(any(name.startswith(root) for root in allowed) for name in copied)
    variables = re.findall(r"\b([A-Z_]+)=", re.findall(r"^ENV (PATH.*?)\nWORKDIR", dockerfile, re.M | re.S)[0])
    own = set(variables) - {"PATH", "PYTHONPATH", "PYTHONUNBUFFERED"}
    assert own <= {field.upper() for field in Settings.model_fields}
    assert "USER 10001:10001" in dockerfile


@pytest.mark.parametrize("file", ["prometheus-rules.yaml", "grafana-dashboard.json"])
def test_monitoring_asks_for_metrics_that_exist(file: str) -> None:
    text = (ROOT / "deploy/monitoring" / file).read_text(encoding="utf-8")
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
    exported = {f"{family.name}{end}" for family in metrics.registry.collect() for end in suffixes[family.type]}
    used = set(re.findall(r"\bdragoman_[a-z_]+", text))
    assert used
    assert used <= exported
    for outcome in re.findall(r"outcome=~?\\?\"([a-z|]+)", text):
        assert set(outcome.split("|")) <= set(metrics.OUTCOMES)


def test_every_alert_says_what_to_do() -> None:
    (group,) = yaml.safe_load((ROOT / "deploy/monitoring/prometheus-rules.yaml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith(".")


def test_the_dashboard_can_be_imported() -> None:
    dashboard = json.loads((ROOT / "deploy/monitoring/grafana-dashboard.json").read_text(encoding="utf-8"))
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids))
    for panel in dashboard["panels"]:
        assert panel["targets"]
        assert panel["datasource"]["uid"] == "${source}"
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24


def test_shell_scripts_stop_at_the_first_error() -> None:
    for script in (*(ROOT / "deploy/image").iterdir(), ROOT / "dragoman"):
        text = script.read_text(encoding="utf-8")
        assert text.startswith("#!/bin/sh\n# ")
        assert "set -eu" in text or "|| exit" in text

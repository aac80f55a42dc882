"""The doctor behind the front page of admins, over the playground's wire."""

from __future__ import annotations

from bot.playground.workspace import Workspace


async def test_an_admin_checks_the_setup(workspace: Workspace) -> None:
    admin = workspace.personas[2]
    page = await workspace.open_home(admin)
    assert "For admins" in page.text
    seen = await workspace.press(admin, page, "Check the setup")
    assert "Setup: All is well" in seen.text
    assert "Slack accepts SLACK_BOT_TOKEN" in seen.text


async def test_nobody_else_sees_it(workspace: Workspace) -> None:
    assert "For admins" not in (await workspace.open_home(workspace.recruiter)).text
    seen = await workspace.dm(workspace.recruiter, "doctor")
    assert "Only admins of this workspace" in seen.text


async def test_an_admin_sees_what_is_wrong(workspace: Workspace) -> None:
    admin = workspace.personas[2]
    page = await workspace.open_home(admin)
    assert isinstance(workspace.registered.scopes, list)
    workspace.registered.scopes.remove("im:history")
    seen = await workspace.press(admin, page, "Check the setup")
    assert "Setup: 1 problem" in seen.text
    assert "lacks im:history: direct messages get no answer." in seen.text

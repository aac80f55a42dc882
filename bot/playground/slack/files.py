"""The host of uploaded files: like Slack's, it answers with a login page if the token may not open files."""

from aiohttp import web

from bot.playground.workspace import Workspace

PATH = "/files-pri/{file}/download/{name}"
SCOPE = "files:read"
LOGIN_PAGE = "<!DOCTYPE html>\n<html lang=en><head><title>Sign in | Slack</title></head><body>Sign in</body></html>"


class FileHost:
    """Serves the bytes of files to the bot."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Handle GET of a file's url_private_download."""
        workspace, file_id = self._workspace, request.match_info["file"]
        call = {"file": file_id}
        with (
            workspace.dispatcher.busy(),
            workspace.traffic.record(to_bot=False, name="file download", request=call) as exchange,
        ):
            token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
            scopes = workspace.registered.scopes
            granted = token in workspace.grants.tokens and workspace.installed and (scopes is None or SCOPE in scopes)
            file = workspace.files.get(file_id)
            if not granted:
                exchange.status, exchange.problem = "login page", True
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            if file is None:
                exchange.status, exchange.problem = "404", True
                return web.Response(status=404, text="Not found")
            exchange.status = f"{len(file.data):,} bytes"
            return web.Response(body=file.data, content_type="application/octet-stream")

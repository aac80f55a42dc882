"""The Web API methods that the bot calls or will soon call, each with its scope, arguments and errors."""

from bot.playground.slack.methods import blocks, canvases, chat, conversations, files, functions, people, views
from bot.playground.slack.methods.registry import METHODS, Method

__all__ = ["METHODS", "Method", "blocks", "canvases", "chat", "conversations", "files", "functions", "people", "views"]

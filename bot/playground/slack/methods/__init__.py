"""The Web API methods a bot like this one calls, each with its scope, its arguments and its refusals."""

from bot.playground.slack.methods import chat, conversations, people, views
from bot.playground.slack.methods.registry import METHODS, Method

__all__ = ["METHODS", "Method", "chat", "conversations", "people", "views"]

"""Generate the OpenAPI 3.1 document of the HTTP API from the tools."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from bot import __version__
from bot.agents.problems import MEDIA_TYPE
from bot.agents.tools import TOOLS, Tool

BASE: Final = "/api/v1"

_MODE: Final[JsonSchemaMode] = "validation"
_REFERENCE: Final = "#/components/schemas/{model}"
_REFUSALS: Final = {
    "400": "An argument is wrong, missing or unknown",
    "401": "No key, or one that isn't valid here",
    "403": "Called by a web page of another host",
    "405": "Another method is needed; Allow names it",
    "408": "The body took too long",
    "413": "The body is too large",
    "415": "The body is not application/json",
    "421": "Called under a host name that isn't allowed",
    "429": "Too many calls; Retry-After says how long to wait",
    "503": "Keys can't be checked right now",
}
_WITH_BODY: Final = {"408", "413", "415"}
_TOO_LONG: Final = {"schema": {"type": "string", "description": "The address is longer than 8,190 bytes"}}
"""The server refuses it before it knows what is asked."""
_PROBLEM: Final = {
    "type": "object",
    "description": "Why a request was not answered (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["argument", "message"],
                "properties": {"argument": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def document() -> dict[str, Any]:
    """The document. It is the same for every caller."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dragoman",
            "version": __version__,
            "summary": "Explains diplomacy to recruiters: reviewed, sourced answers.",
            "description": "The same answers as in chat and over MCP. Nothing that you send is stored.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": BASE}],
        "security": [{"key": []}],
        "paths": {f"/{tool.path}": {"post" if tool.reads_text else "get": _operation(tool)} for tool in TOOLS},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A key from `keys add`"}},
            "schemas": _schemas() | {"Problem": _PROBLEM},
            "headers": {"ETag": {"description": "Changes with the content", "schema": {"type": "string"}}},
        },
    }


def _operation(tool: Tool[Any]) -> dict[str, Any]:
    answer = {
        "description": "The answer; its outcome says whether there is one",
        "content": {"application/json": {"schema": _reference(tool.answer.__name__)}},
    }
    operation: dict[str, Any] = {
        "operationId": tool.name,
        "summary": tool.title,
        "description": tool.description,
        "responses": {"200": answer},
    }
    if tool.reads_text:
        content = {"application/json": {"schema": _reference(tool.arguments.__name__)}}
        operation["requestBody"] = {"required": True, "content": content}
    else:
        answer["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
        operation["responses"]["304"] = {"description": "The answer with the ETag in If-None-Match is current"}
        operation["parameters"] = _parameters(tool)
    for status, why in _REFUSALS.items():
        if tool.reads_text or status not in _WITH_BODY:
            content = {MEDIA_TYPE: {"schema": _reference("Problem")}}
            operation["responses"][status] = {"description": why, "content": content}
    if not tool.reads_text:
        operation["responses"]["400"]["content"]["text/plain"] = _TOO_LONG
    return operation


def _parameters(tool: Tool[Any]) -> list[dict[str, Any]]:
    schema = tool.schema
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": field.get("description", ""),
            "schema": _in_query(field, schema.get("$defs", {})),
        }
        for name, field in schema["properties"].items()
    ]


def _in_query(field: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a query parameter: it can be left out, but not null."""
    choices = [choice for choice in field.get("anyOf", [field]) if choice.get("type") != "null"]
    schema = {**choices[0], **{key: field[key] for key in ("examples",) if key in field}}
    if reference := schema.pop("$ref", ""):
        schema |= definitions[reference.rpartition("/")[2]]
    return {key: value for key, value in schema.items() if key not in ("title", "description", "default")}


def _schemas() -> dict[str, Any]:
    bodies = [tool.arguments for tool in TOOLS if tool.reads_text]
    kinds = [*(tool.answer for tool in TOOLS), *bodies]
    adapters = [(kind.__name__, _MODE, TypeAdapter[Any](kind)) for kind in dict.fromkeys(kinds)]
    _, generated = TypeAdapter.json_schemas(adapters, ref_template=_REFERENCE)
    schemas: dict[str, Any] = generated["$defs"]
    return schemas


def _reference(name: str) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=name)}

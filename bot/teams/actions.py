"""Render buttons, links, menus and forms as card actions, and read the command lines that they carry from a press.

Verbs of a press: "run" answers the line, "swap" answers in place of the card, "form" first replaces each {name} in the
line with the value of the input with that id. Teams sends the input values along. "undo" takes back a shared answer
(bot/teams/undo.py) and answers the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from bot.form_line import fill_template
from bot.teams import limits
from bot.teams.inputs import PICKER, choice_set, form_fields, new_id
from bot.teams.text import Json, clean, heading, label
from bot.urls import is_safe_url
from handlers.reply import Actions, Button, FormButton, LinkButton, Menu, Overflow

RUN, SWAP, FORM, UNDO = "run", "swap", "form", "undo"


def line_of(verb: str, data: Mapping[str, object]) -> str:
    """The command line of a press; empty for a menu without a choice. Raises ValueError for anything but a press."""
    line = data.get("line")
    if verb not in (RUN, SWAP, FORM, UNDO) or not isinstance(line, str):
        raise ValueError("not a press of a card")
    if verb != FORM:
        return line
    return fill_template(line, {name: value for name, value in data.items() if isinstance(value, str)})


def action_elements(actions: Actions, ids: Iterator[int]) -> list[Json]:
    """Render buttons, links and forms in a row, with menus below it. Empty and too long command lines are dropped."""
    buttons: list[Json] = []
    hidden: list[Json] = []
    menus: list[Json] = []  # each in a Container, so that truncation keeps or drops it as a whole
    for element in actions.elements:
        match element:
            case Button():
                buttons += _button(element)
            case LinkButton(label=title, url=url):
                buttons += _open_url(title, url)
            case FormButton():
                buttons += _form(element, ids)
            case Menu():
                menus += _menu(element, ids)
            case Overflow(options=options):
                hidden += [action for choice in options for action in _execute(choice.label, RUN, choice.command)]
            case _:
                assert_never(element)
    return [*_sets(buttons, hidden), *menus]


def button_elements(button: Button | LinkButton) -> list[Json]:
    """Render a button that belongs to the text above it."""
    actions = _button(button) if isinstance(button, Button) else _open_url(button.label, button.url)
    return [_action_set(actions) | {"spacing": "small"}] if actions else []


def _button(button: Button) -> list[Json]:
    return _execute(button.label, SWAP if button.replace else RUN, button.command, primary=button.primary)


def _open_url(title: str, url: str) -> list[Json]:
    """An action that opens an address; nothing if the address is unsafe."""
    safe = is_safe_url(url, limits.URL)
    return [{"type": "Action.OpenUrl", "title": label(title, limits.TITLE), "url": url}] if safe else []


def _execute(title: str, verb: str, line: str, *, primary: bool = False) -> list[Json]:
    """An action, or none if its line is empty or too long. Only a form's action submits the card's inputs."""
    line = clean(line)
    if not line.strip() or len(line) > limits.LINE:
        return []
    action: Json = {
        "type": "Action.Execute",
        "title": label(title, limits.TITLE),
        "verb": verb,
        "data": {"line": line},
        "associatedInputs": "Auto" if verb == FORM else "None",
    }
    return [action | {"style": "positive"}] if primary else [action]


def _menu(choice: Menu, ids: Iterator[int]) -> list[Json]:
    """A menu with a button, because choosing an option sends nothing in Teams."""
    name = new_id("choice", ids)
    menu = choice_set(name, choice.label, choice.options)
    if menu is None:
        return []
    button = _action_set(_execute("Show", FORM, f"{{{name}}}")) | {"spacing": "small"}
    return [{"type": "Container", "items": [menu, button]}]


def _form(form: FormButton, ids: Iterator[int]) -> list[Json]:
    """A button that unfolds the form in the card; a plain button if the form has no fields.

    A form that requires a channel is dropped, because Teams has no channel menu. In the channel itself, the same form
    has no such field.
    """
    if any(field.kind == PICKER and not field.optional for field in form.inputs):
        return []
    fields, names = form_fields(form, ids)
    line = fill_template(form.command, {name: f"{{{field}}}" for name, field in names.items()})
    if not fields:
        return _execute(form.label, RUN, line, primary=form.primary)
    submit = _execute(form.submit, FORM, line, primary=True)
    if not submit:
        return []
    body = [heading(label(form.title, limits.LABEL), large=False), *fields]
    card = {"type": "AdaptiveCard", "body": body, "actions": submit}
    action: Json = {"type": "Action.ShowCard", "title": label(form.label, limits.TITLE), "card": card}
    return [action | {"style": "positive"}] if form.primary else [action]


def _sets(actions: list[Json], hidden: list[Json]) -> Iterator[Json]:
    """Action sets of at most six visible actions; "…", which has the `hidden` ones, counts as one.

    Of more, five are visible and the other buttons are behind "…". Forms don't open from there, so those beyond five
    get a set of their own.
    """
    if not actions:  # a set needs a visible action
        actions, hidden = hidden[:1], hidden[1:]
    if len(actions) + bool(hidden) <= limits.ACTIONS_SHOWN:
        if actions:
            yield _action_set([*actions, *map(_secondary, hidden)])
        return
    forms = [at for at, action in enumerate(actions) if action["type"] == "Action.ShowCard"]
    buttons = [at for at, action in enumerate(actions) if action["type"] != "Action.ShowCard"]
    room = limits.ACTIONS_SHOWN - 1
    visible = sorted([*forms[:room], *buttons[: max(0, room - len(forms))]])
    overflow = [*(actions[at] for at in buttons if at not in visible), *hidden]
    yield _action_set([*(actions[at] for at in visible), *map(_secondary, overflow)])
    yield from _sets([actions[at] for at in forms[room:]], [])


def _secondary(action: Json) -> Json:
    return action | {"mode": "secondary"}


def _action_set(actions: list[Json]) -> Json:
    return {"type": "ActionSet", "actions": actions}

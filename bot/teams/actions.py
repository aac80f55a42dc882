"""What can be pressed: buttons, menus and forms as actions of a card, each carrying a command line.

A press comes back as a verb and its data. "run" and "swap" carry the line itself, "form" a line whose {names} are
the ids of inputs, which Teams sends along. Verbs: to answer, to answer in place of the card, to fill in and answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from bot.form_line import fill_template
from bot.teams import limits
from bot.teams.inputs import PICKER, choice_set, form_fields, new_id
from bot.teams.text import Json, clean, heading, label
from handlers.reply import Actions, Button, Form, Menu

RUN, SWAP, FORM = "run", "swap", "form"


def line_of(verb: str, data: Mapping[str, object]) -> str:
    """The command line of a press, "" for a menu where nothing was chosen. Raises ValueError for anything else."""
    line = data.get("line")
    if verb not in (RUN, SWAP, FORM) or not isinstance(line, str):
        raise ValueError("not a press of a card")
    if verb != FORM:
        return line
    return fill_template(line, {name: value for name, value in data.items() if isinstance(value, str)})


def action_elements(actions: Actions, ids: Iterator[int]) -> list[Json]:
    """Buttons and forms in one row, with menus below it; an empty or over-long command line is left out."""
    pressed: list[Json] = []
    menus: list[Json] = []  # each in a Container, which a card that is cut keeps or leaves out as a whole
    for element in actions.elements:
        match element:
            case Button(label=title, command=command):
                verb = SWAP if element.replace else RUN
                pressed += _execute(title, verb, command, primary=element.primary)
            case Form():
                pressed += _form(element, ids)
            case Menu():
                menus += _menu(element, ids)
            case _:
                assert_never(element)
    return [*_sets(pressed), *menus]


def _execute(title: str, verb: str, line: str, *, primary: bool = False) -> list[Json]:
    """One action, or none where its line is empty or too long. Only a form takes what stands in the card's inputs."""
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
    """A menu and its button: choosing alone sends nothing in Teams."""
    name = new_id("choice", ids)
    menu = choice_set(name, choice.label, choice.options)
    if menu is None:
        return []
    button = _action_set(_execute("Show", FORM, f"{{{name}}}")) | {"spacing": "small"}
    return [{"type": "Container", "items": [menu, button]}]


def _form(form: Form, ids: Iterator[int]) -> list[Json]:
    """A button that unfolds the form within the card; without any field it is a plain button.

    One that asks for a channel is left out: Teams has no menu of channels, and asked in the channel itself the same
    form comes without that field.
    """
    if any(field.kind == PICKER and not field.optional for field in form.inputs):
        return []
    fields, names = form_fields(form, ids)
    line = fill_template(form.command, {name: f"{{{field}}}" for name, field in names.items()})
    if not fields:
        return _execute(form.label, RUN, line)
    submit = _execute(form.submit, FORM, line, primary=True)
    if not submit:
        return []
    body = [heading(label(form.title, limits.LABEL), large=False), *fields]
    card = {"type": "AdaptiveCard", "body": body, "actions": submit}
    return [{"type": "Action.ShowCard", "title": label(form.label, limits.TITLE), "card": card}]


def _sets(pressed: list[Json]) -> Iterator[Json]:
    """Six show; of more, five do and the rest stands behind "…", but for forms, which open only where they show."""
    if len(pressed) <= limits.ACTIONS_SHOWN:
        if pressed:
            yield _action_set(pressed)
        return
    forms = [at for at, action in enumerate(pressed) if action["type"] == "Action.ShowCard"]
    buttons = [at for at, action in enumerate(pressed) if action["type"] != "Action.ShowCard"]
    room = limits.ACTIONS_SHOWN - 1
    shown = sorted([*forms[:room], *buttons[: max(0, room - len(forms))]])
    behind = [pressed[at] | {"mode": "secondary"} for at in buttons if at not in shown]
    yield _action_set([*(pressed[at] for at in shown), *behind])
    yield from _sets([pressed[at] for at in forms[room:]])


def _action_set(actions: list[Json]) -> Json:
    return {"type": "ActionSet", "actions": actions}

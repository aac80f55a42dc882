"""The set id of an interview kit: its arguments and a checksum of its content, in sixteen letters and digits.

Anyone who has the id gets the same kit again, on any machine with the same content, and nothing has to be stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Level, Role
from handlers.document import Document
from handlers.grade_cards import line_of

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, which people mistake for other characters (https://www.crockford.com/base32.html)."""
LENGTH = 16
_GROUP = 4
_BITS = {"role": 20, "level": 2, "minutes": 5, "panel": 3, "grade": 10, "drop": 8, "swap": 8, "content": 24}
"""The parts from left to right: 80 bits, five per character."""
MOST_INTERVIEWERS = 4
"""An id has a larger number for a panel in one room: its size and three more."""
_IN_ONE_ROOM = MOST_INTERVIEWERS - 1
STEP = 5
"""Minutes are stored in steps of five."""
_ID = re.compile(rf"(?<![\w-])(?:[{LETTERS}]{{{_GROUP}}}-){{3}}[{LETTERS}]{{{_GROUP}}}(?![\w-])", re.I)


@dataclass(frozen=True, slots=True)
class KitRequest:
    """What a kit is made for.

    `minutes` is the length of each interview; `grade` the pay grade that was named. `together`: the interviewers see
    the candidate together, in one room, instead of one after the other. `drop` and `swap` are the places,
    from 1, of questions to leave out and to replace by others. `own` is a question of the person's own; no id has it.
    """

    role: Role
    level: Level
    minutes: int
    panel: int
    grade: GradeReading | None = None
    drop: frozenset[int] = frozenset()
    swap: frozenset[int] = frozenset()
    own: str = ""
    together: bool = False

    def line(self, library: Library) -> str:
        """The command line that asks for the kit."""
        grade = f" {line_of(self.grade, library)}" if self.grade else ""
        size = size_in_words(self.panel, together=self.together)
        return f"kit {self.level} {self.role.name} {self.minutes} minutes {size}{grade}"


def size_in_words(panel: int, *, together: bool) -> str:
    """A number of interviewers as a command line has it: "panel of 3" in one room, "3 interviewers" each alone."""
    if together and panel > 1:
        return f"panel of {panel}"
    return f"{panel} interviewer{'s' if panel > 1 else ''}"


def set_id(request: KitRequest, content: Document, library: Library) -> str:
    """The id of the kit with this content: "7QK2-M4XR-9TZA-0B3C". `content` is the document before it has an id."""
    grades = _grades(library)
    values = {
        "role": _digest(request.role.name, _BITS["role"]),
        "level": list(Level).index(request.level),
        "minutes": request.minutes // STEP,
        "panel": request.panel + _IN_ONE_ROOM * request.together,
        "grade": grades.index(request.grade) if request.grade in grades else 0,
        "drop": _mask(request.drop),
        "swap": _mask(request.swap),
        "content": _digest(repr(content), _BITS["content"]),
    }
    number = 0
    for name, bits in _BITS.items():
        number = number << bits | values[name]
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(letters[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def find_id(text: str) -> tuple[str, str]:
    """The first set id in a text, in capitals, and what follows it; both are empty if there is none."""
    match = _ID.search(text)
    return (match[0].upper(), text[match.end() :].strip()) if match else ("", "")


def read_id(known_id: str, library: Library) -> KitRequest | None:
    """The request in a set id; None if this content has no such role, level or grade."""
    number = 0
    for letter in known_id.replace("-", ""):
        number = number << 5 | LETTERS.index(letter)
    values: dict[str, int] = {}
    for name, bits in reversed(_BITS.items()):
        values[name] = number & (1 << bits) - 1
        number >>= bits
    role = next((role for role in library.roles if _digest(role.name, _BITS["role"]) == values["role"]), None)
    levels, grades = list(Level), _grades(library)
    if role is None or values["level"] >= len(levels) or values["grade"] >= len(grades):
        return None
    minutes, panel, grade = values["minutes"] * STEP, values["panel"], grades[values["grade"]]
    drop, swap = _places(values["drop"]), _places(values["swap"])
    together = panel > MOST_INTERVIEWERS
    panel -= _IN_ONE_ROOM * together
    return KitRequest(role, levels[values["level"]], minutes, panel, grade, drop, swap, together=together)


def _grades(library: Library) -> list[GradeReading | None]:
    """No grade, then every grade under each of its names."""
    return [
        None,
        *(
            GradeReading(scheme, grade, name)
            for scheme in library.grades
            for grade in scheme.grades
            for name in grade.names
        ),
    ]


def _mask(places: frozenset[int]) -> int:
    return sum(1 << (place - 1) for place in places)


def _places(mask: int) -> frozenset[int]:
    return frozenset(place for place in range(1, mask.bit_length() + 1) if mask >> (place - 1) & 1)


def _digest(text: str, bits: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> (64 - bits)

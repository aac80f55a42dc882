"""Packs that an author has to mend: file, line, field and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import PackError
from content.models import Level, Role, YearBand
from content.packs import BUILT_IN, fingerprint, load_pack, load_packs

HEAD = "id: small\nname: A small pack\n"
TERM = "name: Widget\ndefinition: A thing.\n"


def write(root: Path, **files: str) -> Path:
    """Files by name, with "__" for "/" and without ".yaml"."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def problems(root: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(root)
    return [str(problem) for problem in caught.value.problems]


def test_a_name_and_a_definition_are_enough(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, pack=HEAD, terms__widget=TERM))
    assert [(entry.id, entry.pack, entry.name) for entry in pack.entries] == [("widget", "small", "Widget")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: Widget\n", "terms/widget.yaml:1: definition: is missing: add it"),
        (f"{TERM}alias: [w]\n", "terms/widget.yaml:3: alias: is not a field here; did you mean aliases?"),
        (f"{TERM}zzz: 1\n", "terms/widget.yaml:3: zzz: is not a field here: remove or rename it"),
        (
            "name: 12\ndefinition: A thing.\n",
            "terms/widget.yaml:1: name: must be text, not a number; quote it if it looks like a number or a date",
        ),
        (
            'name: ""\ndefinition: A thing.\n',
            "terms/widget.yaml:1: name: is empty: write something or remove the field",
        ),
        (f"{TERM}tip: {'x' * 281}\n", "terms/widget.yaml:3: tip: has 281 characters; at most 280"),
        (f"{TERM}name: Again\n", 'terms/widget.yaml:3: name: "name" stands twice'),
        (
            f"{TERM}related:\n  - fine\n  - 3\n",
            "terms/widget.yaml:5: related[1]: must be text, not a number; quote it if it looks like a number or a date",
        ),
        ("", "terms/widget.yaml:1: is empty or no mapping: write fields such as `name: …`"),
        ("- a\n", "terms/widget.yaml:1: is empty or no mapping: write fields such as `name: …`"),
        (
            f"{TERM}kind: role\n",
            "terms/widget.yaml:3: kind: input should be 'term'",
        ),
    ],
)
def test_a_problem_names_file_line_and_field(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(write(tmp_path, pack=HEAD, terms__widget=text)) == [expected]


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems(write(tmp_path, pack=HEAD, terms__widget="name: Widget\ndefinition: a: b\n"))
    assert found[0].startswith("terms/widget.yaml:2: is not valid YAML: ")
    assert "quote text that holds a colon" in found[0]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, terms__one="name: One\n", terms__two="name: Two\n", roles__three="x: y\n")
    assert {problem.split(":")[0] for problem in problems(root)} == {
        "terms/one.yaml",
        "terms/two.yaml",
        "roles/three.yaml",
    }


def test_a_question_level_that_does_not_exist(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, roles__clerk="name: Clerk\ndefinition: A job.\nlevels:\n  expert: {years: 1-2}\n")
    assert problems(root) == ["roles/clerk.yaml:4: levels.expert: must be one of 'junior', 'mid' or 'senior'"]


@pytest.mark.parametrize("years", ["soon", "5-2", "5-5", "-3"])
def test_years_that_cannot_be_read(tmp_path: Path, years: str) -> None:
    text = f'name: Clerk\ndefinition: A job.\nlevels:\n  mid: {{years: "{years}"}}\n'
    (found,) = problems(write(tmp_path, pack=HEAD, roles__clerk=text))
    assert found.startswith("roles/clerk.yaml:4: levels.mid.years: ")


def test_files_in_the_wrong_place_or_of_a_wrong_name(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, stray=TERM, terms__Bad_Name=TERM)
    assert problems(root) == [
        "stray.yaml: belongs into roles/, terms/ or comparisons/",
        "terms/Bad_Name.yaml: name the file in lower-case letters, digits and hyphens",
    ]


def test_what_others_leave_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, terms__widget=TERM)
    (root / "mkdocs.yml").write_text("[")
    before = fingerprint([root])
    for name in (
        *(".github/workflows/ci.yaml", ".pre-commit-config.yaml", ".git/x.yaml", "terms/._widget.yaml", "._pack.yaml"),
        *("terms/.widget.yaml.swp", "terms/widget.yaml~", "terms/widget.yaml.orig", "terms/#widget.yaml#"),
        *("__MACOSX/terms/widget.yaml", "terms.bak/old.yaml", "terms~/old.yaml", "terms/~$widget.yaml", ".idea/a.yaml"),
        *("README.md", "LICENSE", "Thumbs.db", "desktop.ini", ".DS_Store", "terms/.DS_Store", "x.yaml.bak"),
        *("lost+found/x.yaml", "@eaDir/x.yaml", "node_modules/a/b.yaml", "terms/.hidden/x.yaml"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"\xff: [")
    (root / "terms/.#widget.yaml").symlink_to("anna@host.1234:5678")
    assert [entry.name for entry in load_pack(root).entries] == ["Widget"]
    assert fingerprint([root]) == before


def test_a_folder_mounted_from_a_config_map(tmp_path: Path) -> None:
    root = tmp_path / "mounted"
    write(root / "..2026_11_28_09_00_00.1", pack=HEAD, terms__widget=TERM)
    (root / "..data").symlink_to("..2026_11_28_09_00_00.1")
    (root / "pack.yaml").symlink_to("..data/pack.yaml")
    (root / "terms").symlink_to("..data/terms")
    assert [entry.name for entry in load_pack(root).entries] == ["Widget"]
    before = fingerprint([root])
    write(root / "..2026_11_28_10_00_00.2", pack=HEAD, terms__widget=TERM + "tip: New.\n")
    (root / "..data").unlink()
    (root / "..data").symlink_to("..2026_11_28_10_00_00.2")
    assert fingerprint([root]) != before


def test_links_are_followed_and_may_lead_round(tmp_path: Path) -> None:
    root = write(tmp_path / "pack", pack=HEAD)
    write(tmp_path / "elsewhere", widget=TERM)
    (root / "terms").symlink_to(tmp_path / "elsewhere")
    (root / "back").symlink_to(root)
    (root / "terms/up").symlink_to(tmp_path)
    (root / "self").symlink_to("self")
    (root / "roles").mkdir()
    (root / "roles/clerk.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert problems(root) == ["roles/clerk.yaml: cannot be read: there is no such file or folder"]
    (root / "roles/clerk.yaml").unlink()
    assert [entry.name for entry in load_pack(root).entries] == ["Widget"]


def test_an_entry_with_the_other_ending_is_not_lost(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD)
    (root / "terms").mkdir()
    (root / "terms/widget.yml").write_text(TERM)
    (root / "terms/gadget.YAML").write_text(TERM)
    assert problems(root) == [
        "terms/gadget.YAML: end its name in .yaml",
        "terms/widget.yml: end its name in .yaml",
    ]


def test_two_entries_of_one_name(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, roles__widget=TERM, terms__widget=TERM)
    assert problems(root) == [
        'terms/widget.yaml:1: name: "Widget" is also the name of roles/widget.yaml: rename one, or make it an alias'
    ]


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    (found,) = problems(tmp_path)
    assert found.endswith(
        "pack.yaml: is missing: a pack is a folder with a pack.yaml and roles/, terms/ or comparisons/"
    )


def test_two_packs_of_one_id(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one", pack=HEAD), write(tmp_path / "two", pack=HEAD)
    with pytest.raises(PackError, match='"small" is also the id of'):
        load_packs([one, two])


def test_a_comparison_with_a_short_row(tmp_path: Path) -> None:
    text = "name: A and B\nentries: [A, B]\nsummary: s\nrows:\n  - {aspect: x, cells: [one]}\n"
    assert problems(write(tmp_path, pack=HEAD, comparisons__ab=text)) == [
        'comparisons/ab.yaml:1: row "x" has 1 cells for 2 entries'
    ]


def test_ambiguous_forms_are_read_beside_the_head(tmp_path: Path) -> None:
    root = write(
        tmp_path, pack=HEAD, ambiguous="- {form: PM, senses: [Widget], others: [prime minister]}\n- {senses: []}\n"
    )
    assert problems(root) == ["ambiguous.yaml:2: [1].form: is missing: add it"]
    write(tmp_path, ambiguous="- {form: PM, senses: [Widget], others: [prime minister]}\n")
    assert [form.form for form in load_pack(root).info.ambiguous] == ["PM"]


def test_the_fingerprint_follows_every_file(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, terms__widget=TERM)
    before = fingerprint([root])
    assert fingerprint([root]) == before
    write(tmp_path, terms__widget=TERM + "tip: New.\n")
    assert fingerprint([root]) != before


def test_years_fall_into_the_roles_own_bands() -> None:
    levels = {"junior": {"years": "5-10"}, "mid": {"years": "10-15"}, "senior": {"years": "15+"}}
    role = Role.model_validate({"id": "head", "name": "Head", "definition": "A job.", "levels": levels})
    found = {years: role.level_for(years) for years in (0, 5, 9, 10, 14.5, 15, 40)}
    assert found == {
        0: Level.JUNIOR,
        5: Level.JUNIOR,
        9: Level.JUNIOR,
        10: Level.MID,
        14.5: Level.MID,
        15: Level.SENIOR,
        40: Level.SENIOR,
    }
    assert str(YearBand.model_validate("2-5")) == "2–5"
    assert str(YearBand.model_validate("5 +")) == "5+"


def test_the_built_in_pack_loads() -> None:
    pack = load_pack(BUILT_IN)
    assert pack.info.id == "diplomacy"
    assert len({entry.name for entry in pack.entries}) == len(pack.entries)
    role = next(entry for entry in pack.entries if entry.name == "Consul")
    assert str(pack.problem(role, "questions.mid.1.probe", "x")).startswith("roles/consul.yaml:")

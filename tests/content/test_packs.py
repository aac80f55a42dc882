"""Loading packs, and the problems reported to their authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import PackError
from content.models import Level, Role, YearBand
from content.packs import BUILT_IN, fingerprint, load_pack, load_packs

HEAD = "id: small\nname: A small pack\n"
TERM = "name: Widget\ndefinition: A thing.\n"


def write(root: Path, **files: str) -> Path:
    """Write files given by name, with "__" for "/" and without ".yaml". Returns the folder."""
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
        (f"{TERM}name: Again\n", 'terms/widget.yaml:3: name: "name" appears twice; remove one'),
        (
            f"{TERM}related:\n  - fine\n  - 3\n",
            "terms/widget.yaml:5: related[1]: must be text, not a number; quote it if it looks like a number or a date",
        ),
        ("", "terms/widget.yaml:1: is empty or not a mapping: write fields such as `name: …`"),
        ("- a\n", "terms/widget.yaml:1: is empty or not a mapping: write fields such as `name: …`"),
        (
            f"{TERM}kind: role\n",
            "terms/widget.yaml:3: kind: input should be 'term'",
        ),
    ],
)
def test_a_problem_names_file_line_and_field(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(write(tmp_path, pack=HEAD, terms__widget=text)) == [expected]


def test_invalid_yaml_is_reported_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, pack=HEAD, terms__widget="name: Widget\ndefinition: a: b\n"))
    assert problem.startswith("terms/widget.yaml:2: is not valid YAML: ")
    assert "quote text that contains a colon" in problem


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, terms__one="name: One\n", terms__two="name: Two\n", roles__three="x: y\n")
    assert {problem.split(":")[0] for problem in problems(root)} == {
        "terms/one.yaml",
        "terms/two.yaml",
        "roles/three.yaml",
    }


def test_an_unknown_level_is_reported(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, roles__clerk="name: Clerk\ndefinition: A job.\nlevels:\n  expert: {years: 1-2}\n")
    assert problems(root) == ["roles/clerk.yaml:4: levels.expert: must be one of 'junior', 'mid' or 'senior'"]


@pytest.mark.parametrize("years", ["soon", "5-2", "5-5", "-3"])
def test_invalid_years_are_reported(tmp_path: Path, years: str) -> None:
    text = f'name: Clerk\ndefinition: A job.\nlevels:\n  mid: {{years: "{years}"}}\n'
    (problem,) = problems(write(tmp_path, pack=HEAD, roles__clerk=text))
    assert problem.startswith("roles/clerk.yaml:4: levels.mid.years: ")


def test_a_ladder_has_years_for_each_rank_or_none(tmp_path: Path) -> None:
    ladder = "ladders:\n  - {name: Ranks, entries: [Clerk, Chief], years: [0-2]}\n"
    (problem,) = problems(write(tmp_path, pack=HEAD + ladder, terms__widget=TERM))
    assert problem.startswith("pack.yaml:")
    assert problem.endswith("ladders[0]: has 1 year bands for 2 entries; write one for each")


def test_misplaced_and_misnamed_files_are_reported(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, stray=TERM, terms__Bad_Name=TERM)
    assert problems(root) == [
        "stray.yaml: belongs in roles/, terms/, comparisons/ or grades/",
        "terms/Bad_Name.yaml: name the file with lower-case letters, digits and hyphens",
    ]


def test_files_left_by_systems_and_editors_are_skipped(tmp_path: Path) -> None:
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


def test_a_mounted_config_map_is_read(tmp_path: Path) -> None:
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


def test_links_are_followed_even_in_circles(tmp_path: Path) -> None:
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


def test_an_entry_with_another_suffix_is_reported(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD)
    (root / "terms").mkdir()
    (root / "terms/widget.yml").write_text(TERM)
    (root / "terms/gadget.YAML").write_text(TERM)
    assert problems(root) == [
        "terms/gadget.YAML: rename it to end in .yaml",
        "terms/widget.yml: rename it to end in .yaml",
    ]


def test_two_entries_with_one_name_are_reported(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, roles__widget=TERM, terms__widget=TERM)
    assert problems(root) == [
        'terms/widget.yaml:1: name: "Widget" is also the name of roles/widget.yaml: rename one, or make it an alias'
    ]


def test_a_folder_without_a_pack_file_is_reported(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert problem.endswith(
        "pack.yaml: is missing: a pack is a folder with a pack.yaml and roles/, terms/, comparisons/ or grades/"
    )


def test_two_packs_with_one_id_are_reported(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one", pack=HEAD), write(tmp_path / "two", pack=HEAD)
    with pytest.raises(PackError, match='"small" is also the id of'):
        load_packs([one, two])


def test_a_comparison_row_with_missing_cells_is_reported(tmp_path: Path) -> None:
    text = "name: A and B\nentries: [A, B]\nsummary: s\nrows:\n  - {aspect: x, cells: [one]}\n"
    assert problems(write(tmp_path, pack=HEAD, comparisons__ab=text)) == [
        'comparisons/ab.yaml:1: row "x" has 1 cells for 2 entries'
    ]


def test_ambiguous_forms_are_read_from_their_own_file(tmp_path: Path) -> None:
    root = write(
        tmp_path, pack=HEAD, ambiguous="- {form: PM, senses: [Widget], others: [prime minister]}\n- {senses: []}\n"
    )
    assert problems(root) == ["ambiguous.yaml:2: [1].form: is missing: add it"]
    write(tmp_path, ambiguous="- {form: PM, senses: [Widget], others: [prime minister]}\n")
    assert [form.form for form in load_pack(root).info.ambiguous] == ["PM"]


def test_the_fingerprint_changes_with_any_file(tmp_path: Path) -> None:
    root = write(tmp_path, pack=HEAD, terms__widget=TERM)
    before = fingerprint([root])
    assert fingerprint([root]) == before
    write(tmp_path, terms__widget=TERM + "tip: New.\n")
    assert fingerprint([root]) != before


def test_years_are_mapped_to_the_bands_of_the_role() -> None:
    levels = {"junior": {"years": "5-10"}, "mid": {"years": "10-15"}, "senior": {"years": "15+"}}
    role = Role.model_validate({"id": "head", "name": "Head", "definition": "A job.", "levels": levels})
    assert {years: role.level_for(years) for years in (0, 5, 9, 10, 14.5, 15, 40)} == {
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

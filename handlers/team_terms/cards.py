"""A team's words as replies: what a term says, proposals with their buttons, forms."""

from __future__ import annotations

from collections.abc import Iterator

from content.models import Entry
from content.team_terms import TeamEntry
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Facts,
    FormButton,
    Heading,
    Input,
    LinkButton,
    Mention,
    Reply,
    Spans,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.team_terms.difference import LEGEND, differences
from handlers.team_terms.reading import line_of
from handlers.team_terms.terms import Conflict, Meaning, Proposal, ProposalState, TeamTerm, TermProblem
from handlers.topic import topic_of
from handlers.wording import format_date, short_answer

BADGE = "Your team’s own term"
TOLD_BY = "Your team taught me this; it isn’t one of my reviewed entries."
SHOWN = 5
"""Meanings of one word on a card."""
PROBLEMS = {
    TermProblem.OUTSIDER: "You can teach me words in your own company’s workspace, not in a channel of another one.",
    TermProblem.NO_OWNERS: "Nobody looks after your team’s words yet, so nobody could approve this. "
    "Ask whoever runs me to name owners (TEAM_OWNERS).",
    TermProblem.NOT_AN_OWNER: "Only an owner of your team’s words can do that. You can propose a change instead.",
    TermProblem.NOT_A_PROPOSER: "In your workspace, only some people may propose words. Ask one of your admins.",
    TermProblem.CHANGED: "Somebody changed this in the meantime, so I changed nothing. This is how it stands now:",
    TermProblem.GONE: "Somebody was faster: this has been decided or removed already.",
    TermProblem.DUPLICATE: "Your team has this meaning already:",
    TermProblem.FULL: "That’s as much as I can hold for your team at the moment. Ask an owner to clear up first.",
}


def team_card(entry: TeamEntry, reviewed: Entry | None) -> Reply:
    """A team's word with all of its meanings, and the reviewed entry of that name one press away."""
    several = len(entry.meanings) > 1
    return reply(
        Heading(entry.name),
        note(BADGE),
        *(
            text(Bold(short_answer(meaning.definition)), *_rest(meaning.definition))
            for meaning in entry.meanings[:1]
            if not several
        ),
        items([meaning.definition for meaning in entry.meanings[:SHOWN]], ordered=True) if several else None,
        _facts(entry),
        *_links(entry),
        text(Bold("Your team asks:")) if any(meaning.questions for meaning in entry.meanings) else None,
        items([question for meaning in entry.meanings for question in meaning.questions][:SHOWN]),
        actions(
            Button(f"Reviewed: {reviewed.name}", f"reviewed {reviewed.name}") if reviewed else None,
            *(
                Button(f"Change{_number(number, several)}", f"terms show {meaning.id}")
                for number, meaning in enumerate(entry.meanings[:SHOWN], 1)
            ),
        ),
        note(TOLD_BY),
        topic=topic_of(entry),
    )


def meaning_blocks(meaning: Meaning) -> Iterator[Block | None]:
    """What a term says, as an owner checks it."""
    yield Heading(meaning.name)
    if meaning.entry:
        yield text("means my reviewed entry ", Bold(meaning.entry), ".")
    else:
        yield text(meaning.definition)
    pairs: list[tuple[str, Spans]] = []
    for label, values in (("Also", meaning.aliases), ("Titles", meaning.titles), ("Questions", meaning.questions)):
        if values:
            pairs.append((label, (" · ".join(values),)))
    if meaning.link:
        pairs.append(("Link", (meaning.link,)))
    if meaning.owner:
        pairs.append(("Owner", (Mention(meaning.owner, "a colleague"),)))
    if meaning.review_by:
        pairs.append(("Review by", (format_date(meaning.review_by),)))
    yield Facts(tuple(pairs)) if pairs else None


def proposal_card(proposal: Proposal, *, is_owner: bool, before: Meaning | None = None) -> Reply:
    """A proposal; for an owner with what to do about it. `before` is the meaning that it changes."""
    if proposal.state is not ProposalState.OPEN:
        return decided(proposal)
    return reply(
        text(Mention(proposal.proposer, "A colleague"), " proposes a change:" if before else " proposes a word:"),
        *meaning_blocks(proposal.meaning),
        text(Bold("What changes")) if before else None,
        items(list(differences(before, proposal.meaning))) if before else None,
        LEGEND if before else None,
        _decisions(proposal) if is_owner else None,
        shareable=False,
    )


def decided(proposal: Proposal) -> Reply:
    """What became of a proposal."""
    approved = proposal.state is ProposalState.APPROVED
    return reply(
        text(
            Bold(proposal.meaning.name),
            " was approved" if approved else " was declined",
            *(" by ", Mention(proposal.decided_by, "an owner")) if proposal.decided_by else (),
            ".",
        ),
        text("Reason: ", proposal.reason) if proposal.reason else None,
        actions(Button("Show it", f"define {proposal.meaning.name}")) if approved else None,
        shareable=False,
    )


def announcement(term: TeamTerm, proposer: str) -> Reply:
    """What a channel hears, once, about a word that was proposed there."""
    return reply(
        text("A new word of ours, thanks to ", Mention(proposer, "a colleague"), ":"),
        *meaning_blocks(term.meaning),
        actions(Button("Show it", f"define {term.meaning.name}")),
        shareable=False,
    )


def review(term: TeamTerm) -> Reply:
    """The monthly reminder to an owner."""
    due = f" It was to be reviewed by {format_date(term.meaning.review_by)}." if term.meaning.review_by else ""
    return reply(
        text("Is this still right?", due),
        *meaning_blocks(term.meaning),
        term_actions(term),
        note("Set a new date with Edit. I ask once a month until then."),
        shareable=False,
    )


def live(term: TeamTerm, *, announced: bool = False) -> Reply:
    """The reply to whoever made a term live."""
    meaning = term.meaning
    return reply(
        text(Bold(meaning.name), " is live: everyone in your workspace finds it now."),
        note("I’ll say so once in the channel.") if announced else None,
        actions(
            Button("Show it", f"define {meaning.name}"),
            change_form(term),
            Button("Versions", f"terms versions {term.id}"),
        ),
        shareable=False,
    )


def waiting(proposal: Proposal) -> Reply:
    """The reply to whoever proposed a term."""
    return reply(
        text("Thanks. I’ve asked an owner about ", Bold(proposal.meaning.name), ", and I’ll tell you what they say."),
        shareable=False,
    )


def conflict(problem: Conflict, *, is_owner: bool = False) -> Reply:
    """Why nothing changed, and how things stand."""
    words = PROBLEMS[problem.problem]
    if problem.term is not None:
        return reply(text(words), *meaning_blocks(problem.term.meaning), term_actions(problem.term), shareable=False)
    if problem.proposal is not None and problem.proposal.state is ProposalState.OPEN:
        shown = proposal_card(problem.proposal, is_owner=is_owner)
        return reply(text(words), *shown.blocks, shareable=False)
    if problem.proposal is not None:
        return reply(text(words), *decided(problem.proposal).blocks, shareable=False)
    return reply(text(words), shareable=False)


def term_card(term: TeamTerm) -> Reply:
    """A live term with what can be done about it."""
    return reply(*meaning_blocks(term.meaning), note(BADGE), term_actions(term), shareable=False)


def term_actions(term: TeamTerm) -> Actions | None:
    """What can be done about a live term. Whoever may not is told so, or proposes it."""
    return actions(
        change_form(term),
        Button("Versions", f"terms versions {term.id}"),
        Button("Remove", f"terms remove {term.id} {term.version}"),
    )


def teach_form(label: str = "Teach a word", meaning: Meaning | None = None, *, primary: bool = False) -> FormButton:
    """The form for a new word."""
    return _form(label, "Teach a word", meaning or Meaning(""), "teach", primary=primary)


def change_form(term: TeamTerm) -> FormButton:
    """The form that changes a live term."""
    return _form("Edit", "Change a word", term.meaning, f"terms change {term.id} {term.version}")


def _decisions(proposal: Proposal) -> Actions | None:
    numbers = f"{proposal.id} {proposal.version}"
    reason = Input("reason", "Why not?", hint="Whoever proposed it reads this.")
    return actions(
        Button("Approve", f"terms approve {numbers}", primary=True, replace=True),
        Button("Approve and tell the channel", f"terms approve {numbers} announce", replace=True)
        if proposal.channel
        else None,
        _form("Edit", "Edit the proposal", proposal.meaning, f"terms edit {numbers}"),
        FormButton("Decline", "Decline", (reason,), f"terms decline {numbers} {{reason}}", submit="Decline"),
    )


def _form(label: str, title: str, meaning: Meaning, line: str, *, primary: bool = False) -> FormButton:
    """A form with the fields of a meaning; submitting it sends `line` with what `read_meaning` reads."""
    inputs = (
        Input("n", "Word or abbreviation", initial=meaning.name),
        Input("d", "What it means", initial=meaning.definition or meaning.entry),
        Input("a", "Other names", initial=", ".join(meaning.aliases), optional=True),
        Input("t", "Job titles", initial=", ".join(meaning.titles), optional=True),
        Input("q", "Questions to ask", initial=" ; ".join(meaning.questions), optional=True),
        Input("l", "Link", initial=meaning.link, optional=True),
        Input("o", "Owner (“me”, or a person’s id)", initial=meaning.owner, optional=True),
        Input("r", "Review by (2027-01-31)", initial=f"{meaning.review_by or ''}", optional=True),
    )
    fields = "{n} := {d} | aliases: {a} | titles: {t} | questions: {q} | link: {l} | owner: {o} | review: {r}"
    return FormButton(label, title, inputs, f"{line} {fields}", submit="Save", primary=primary)


def teach_line(meaning: Meaning) -> str:
    """The line of a button that teaches this meaning."""
    return f"teach {line_of(meaning)}"


def _facts(entry: TeamEntry) -> Facts | None:
    pairs: list[tuple[str, Spans]] = []
    if entry.aliases:
        pairs.append(("Also", (", ".join(entry.aliases),)))
    if entry.titles.same:
        pairs.append(("Titles to search", (", ".join(entry.titles.same),)))
    owners = [meaning.owner for meaning in entry.meanings if meaning.owner]
    if owners:
        pairs.append(("Owner", (Mention(owners[0], "a colleague"),)))
    return Facts(tuple(pairs)) if pairs else None


def _links(entry: TeamEntry) -> Iterator[Actions | None]:
    links = [meaning.link for meaning in entry.meanings if meaning.link]
    yield actions(*(LinkButton("Read more", link) for link in links[:2]))


def _rest(definition: str) -> tuple[str, ...]:
    rest = definition.removeprefix(short_answer(definition)).strip()
    return (f" {rest}",) if rest else ()


def _number(number: int, several: bool) -> str:
    return f" {number}" if several else ""

"""Recognize small talk: thanks, greetings, praise, complaints, yes and no, emoji, fillers.

A line is small talk only if each of its words belongs to a phrase below or to the words around them. Any other word,
such as the name of an entry, makes it a question: "thanks, and what is a consul".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from content.library import Library
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.normalize import normalize
from content.lookup.typography import plain

SHORTEST_STORY = 3  # words of a line that goes on after small talk
LONGEST_TALK = 14  # words; longer lines say more than this
SHORTEST_MISTYPED = 4  # letters; shorter words are too close to each other


class Talk(Enum):
    """A kind of small talk. If a line has several kinds, the first in this order counts."""

    COMPLAINT = "complaint"
    UNDO = "undo"
    STOP = "stop"
    RESTART = "restart"
    DROP = "drop"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    CONFUSED = "confused"
    HOW_ARE_YOU = "how are you"
    APOLOGY = "apology"
    SURPRISE = "surprise"
    PRAISE = "praise"
    GREETING = "greeting"
    LAUGH = "laugh"
    MOOD = "mood"
    NO = "no"
    YES = "yes"
    OK = "ok"
    FILLER = "filler"


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PHRASES: dict[Talk, str] = {
    Talk.COMPLAINT: """
        thumbs down, useless, worthless, lying, liar, stop lying, lies,
        rubbish, garbage, trash, crap, shit, bullshit, nonsense, stupid, dumb, silly, idiot,
        idiotic, moron, terrible, awful, horrible, dreadful, pathetic, lousy, bad, worse, worst, sucks, suck,
        hate, annoying, annoyed, boring, lame, ridiculous, frustrating, frustrated, slow, too slow, disappointing,
        disappointed,
        unhelpful, didnt help, did not help, doesnt help, does not help, not what i asked, not what i meant, not
        what i wanted, confusing, broken, fail, failed, disaster, joke, no use, no help, no good, waste of time,
        waste my time, makes no sense, no sense, nonsense, doesnt make sense, does not make sense, dont like,
        wtf, ffs, fuck, fuck off, fuck you, screw you, damn, shut up, boo, 👎, 😡, 🤬, 😠, 😤, 🙄, 😞,
        :thumbsdown:, :-1:, :rage:, :angry:, merde, scheisse, scheiße, blöd, nul, not good enough, not great,
        poor, bad answer, bad bot, wrong again, i give up, give up, this sucks, you suck, pointless, not
        working, not listening, dont listen, never listen, doesnt work, does not work
    """,
    Talk.UNDO: """
        undo, undo last, retract, hide it, hide this, hide that, unpost,
        unshare, unsend, take it back, take that back, revert, rückgängig
    """,
    Talk.STOP: """
        stop, stop it, quiet, silence, leave me alone, go away, enough, unsubscribe, opt out, pause, mute, stopp
    """,
    Talk.RESTART: """
        new search, new topic, next candidate, another candidate, new candidate, something else, different topic,
        start over, start again, start fresh, start anew, begin again, restart, reset, fresh start, new start
    """,
    Talk.DROP: """
        stop the quiz, stop quiz, end quiz, quit quiz, exit quiz, cancel quiz, leave quiz, stop quizzing, cancel
        the quiz, exit the quiz, leave the quiz, finish the quiz, no more quizzing, i dont want to play, no more
        quiz, no more quizzes, enough quiz, enough quizzes, quiz over, done with the quiz, enough quizzing,
        quit, quit the quiz, end the quiz, exit, no more questions, stop quizzing me,
        nevermind, never mind, nvm, cancel, forget it, forget that, forget about it, forget about that, skip it,
        found it, figured it out, scratch that, ignore that, disregard, drop it, leave it, doesnt matter, does
        not matter, dont bother, do not bother, not now, not important, no matter, wrong window, wrong chat,
        wrong channel, abort, egal, laisse tomber
    """,
    Talk.THANKS: """
        youre welcome, your welcome,
        thanks, thank, thankyou, thx, thnx, tnx, thks, tks, ty, tysm, tyvm, cheers, ta, appreciate, appreciated,
        grateful, much obliged, merci, danke, dankeschön, vielen dank, gracias, muchas gracias, grazie,
        obrigado, obrigada, bedankt, dank, tack, dziękuję, спасибо, شكرا, 谢谢, ありがとう, 🙏, 💐, :pray:, :bow:, ta
        very much, ta muchly, thanks a mil,
        thanks a mill, ta much, thanks muchly, thanks a bunch, thank you kindly, many thanks,
        youre a star, you are a star
    """,
    Talk.GOODBYE: """
        bye, byebye, goodbye, good bye, farewell, cya, see ya, see ya later, see ya tomorrow, see ya soon, see you,
        see you later, talk later, talk soon, talk to you later, ttyl, ttfn, cu, until tomorrow, tomorrow then, nite,
        night night, have a good rest, later, laters, take care, good night, goodnight, have a good day, have a nice
        day, have a great day, have a good one, have a good weekend, have a nice weekend, have a great weekend,
        good weekend, have a good evening, have a nice evening, tschüss, tschüs, auf wiedersehen, au revoir,
        adieu, adios, arrivederci, ciao ciao, im off, im done, thats all, thats all i need, thats all i needed,
        that is all, thats it, all the best, good luck, see you tomorrow, see you soon, see you around, see you
        next week, see you on monday, see you monday, have fun, signing off, gotta go, got to go, gtg, off now,
        gotta run, got to run, have to run, need to run, must run, gotta dash, must dash, off to a meeting,
        off to lunch, heading out, logging off, clocking off, until next time, till next time,
        catch you later, talk tomorrow, good evening then
    """,
    Talk.CONFUSED: """
        huh, i dont understand, i do not understand, dont understand, i dont get it, i dont get that, dont get
        it, im confused, not sure i get it, im not sure i get it, im not sure i get that, im not sure i
        understand, not sure i get that, not sure i understand, not sure i follow, not sure what that means,
        dont really get it, dont really get that, dont quite get it, dont quite get that, dont really
        understand, dont quite understand, didnt understand, didnt get it, didnt get that, still confused,
        still dont get it, not following, not clear, dont follow, do not follow, lost me, confused,
        im lost, unclear, come again, say again, what do you mean, eh, wie bitte, 😕, 🤷, 🤔,
        :shrug:, :thinking_face:, :confused:
    """,
    Talk.HOW_ARE_YOU: """
        how are you, how are you doing, how are things, how is it going, hows it going, how do you do,
        how you doing, are you busy, you busy, are you free, you free,
        hows life, how was your day, hows your day, hows things, whats up, what is up, sup,
        wassup, you ok, are you ok, you there, are you there, anyone there, anybody there, is anyone there, is
        anybody there, are you alive, still there, are you awake, are you online, wie gehts, ça va, comment ça
        va, que tal, come va, nice to meet you, pleased to meet you, hope youre well, hope you are well, hope
        youre good, hope all is well, hope you had a good weekend, how was your weekend
    """,
    Talk.APOLOGY: """
        sorry, sry, soz, apologies, i apologise, i apologize, my bad, my mistake, my fault, oops, ooops, whoops, pardon,
        pardon me, excuse me, typo, entschuldigung, désolé, desole, perdon, scusi,
        wrong button, wrong thread, wrong one,
        wrong message, wrong person, ignore me, ignore this
    """,
    Talk.PRAISE: """
        aw, aww, thats kind, how kind, so kind, very kind, too kind, kind of you, sweet of you, thats sweet,
        thumbs up, good question, great question, great, gr8,
        the best, cool, nice, nice one, perfect, awesome, brill, ace, excellent, amazing, brilliant, fantastic,
        wonderful, superb, super, splendid, terrific, lovely, neat, sweet, good, very good, fab, fabulous,
        outstanding, impressive, impressed, helpful, useful, handy, clever, smart, helped, helps, works, worked,
        wow, whoa, yay, hooray, bravo, kudos, congrats, congratulations, well done, good job, good work, good
        bot, good stuff, great stuff, love, loved, i like, like it, like that, liked, rock, legend, hero,
        lifesaver, life saver, genius, champion, interesting, fascinating, spot on, on point, exactly, bingo,
        not bad, not bad at all, just what i needed, what i needed,
        got what i needed, got what i need, awesome sauce, prima, toll, klasse, génial, parfait,
        genial, perfecto, perfetto, 🎉, 👏, 💯, 🔥, ⭐, 🌟, 🤩, 😍, 🥰, 💪, 🙌, 🏆, ❤, ♥, 💙, 💚, 💜, 🧡, :tada:,
        :clap:,
        :heart:, :fire:, :raised_hands:, :muscle:, :star-struck:, :heart_eyes:, :100:, love it, love this, much
        better, better, that works, nailed it, thats it exactly, just right, good answer, great answer, youre
        great, you are great, gold, magic, top, cool beans, quick, fast, that was quick, no complaints
    """,
    Talk.LAUGH: """
        omg, gosh, oh god, oh my god, oh wow, ok boomer, good one, thats funny, ha ha, ha, haha, hahaha, hehe, hihi,
        lol, lmao, rofl, funny, hilarious, 😂, 🤣, 😆, 😹, 😄, 😁, 😃, 🙂, 😀, 😊,
        😉, 😎, 😅, 🤗,
        ☺, :joy:, :rolling_on_the_floor_laughing:, :laughing:, :smile:, :smiley:, :grin:
    """,
    Talk.MOOD: """
        ugh, argh, aargh, urgh, sigh, yikes, ouch, blimey, crikey, jeez, geez, oof, phew, what a day, long day,
        busy day, rough day,
        bad day, long week, busy week, what a week, my head hurts, head hurts, headache, brain hurts, my brain hurts,
        its friday already, friday already,
        so tired, im tired, im stressed, stressed, exhausted, knackered,
        need coffee, need a coffee, need a break, is it friday yet, this client, my client, this job, my boss,
        this job market, the job market, this market, tough market, tough search,
        hard search, difficult search, tough one,
        slow market, slow week, hard week, tough week, tough day,
        bored, im bored, boring day, hate mondays, i hate mondays, kill me now, help me god, its late
    """,
    Talk.SURPRISE: """
        thats weird, how weird, so weird, weird, odd, thats odd, strange, thats strange, crazy, thats crazy, wild,
        thats wild, insane, thats insane, surprising, thats surprising, no kidding, you dont say, who knew, who would
        have thought, didnt know that, did not know that, i didnt know that, never knew that, i never knew, didnt
        expect that, didnt see that coming, news to me, thats new, thats new to me, learned something, learnt something,
        learned something new, learnt something new, you learn something every day, no wonder, that explains it, that
        explains a lot, i had no idea, had no idea, didnt realise, didnt realize, that makes more sense, mind blown,
        go figure
    """,
    Talk.GREETING: """
        hello, hi, hey, heya, hiya, hullo, helo, howdy, yo, greetings, good morning, good afternoon, good
        evening, gm,
        mornin, good day, gday, morning, afternoon, evening, hallo, guten morgen, guten tag, guten abend, moin,
        servus, grüezi, grüß gott, bonjour, bonsoir, salut, coucou, hola, buenos dias, buenas tardes, buenas
        noches, ciao, buongiorno, buonasera, olá, bom dia, boa tarde, hei, hej, goedemorgen, goedendag, salaam,
        salam, namaste, shalom, merhaba, привет, مرحبا, 你好, こんにちは, 👋, :wave:, happy monday, happy tuesday, happy
        wednesday, happy thursday, happy friday, happy new year, happy holidays, back now, im back now, im back,
        i am back, back again,
        tgif
    """,
    Talk.NO: """
        no, nope, nah, naw, nay, no thanks, no thank you, no thx, no ty, non, nein, ne, no way, not really, no
        need, ❌, ✖, 🚫, :x:
    """,
    Talk.YES: """
        yes, yep, yup, yeah, yea, yess, ya, sure, sure thing, of course, certainly, definitely, absolutely,
        indeed, yes please, please do, go ahead, lets go, ja, oui, da, why not, ✅, ✔, ☑, :white_check_mark:,
        :heavy_check_mark:
    """,
    Talk.OK: """
        ok, whatever, sounds great, okay, all set, okey, okie, oki, okidoki, oki doki,
        okie doke, okey dokey, okie dokie, k, kk, alright,
        alrighty, all right, all good, got it, gotcha, understood, i see, i understand, i get it, fine, im fine,
        noted, makes sense, that makes sense, right, fair enough, fair, roger, roger that, will do, no problem,
        no problems, no worries, np, no prob, good to know, sounds good, looks good, that will do, thatll do,
        +1, ah, ahh,
        aha, oh, ohh, ooh, verstanden, alles klar, daccord, vale, va bene, 👍, 👌, 🆗, 🤝, 🫡, :thumbsup:, :+1:,
        :ok_hand:, :saluting_face:, one moment, one sec, one second, one minute, just a sec, just a second, just
        a moment, a moment, brb, be right back, brb phone, brb call, brb meeting, phone ringing, phones ringing,
        on the phone, in a
        call, on a call, got a call, have a call, in a meeting, getting coffee, getting lunch, coffee first,
        one moment phone,
        back in 5, back in five, back in a bit, back in a minute, let me think,
        let me see, let me check, hold on, hang on, wait,
        wait a minute, thinking, give me a minute, give me a sec, good point, true, agreed, i agree, aight,
        sounds like a plan, not sure, im not sure, i guess, maybe, maybe later, perhaps, we will see, well see,
        no idea, no clue, idk, i dont know, dunno
    """,
    Talk.FILLER: """
        hm, finally, hmm, um, umm, uhm, uh, er, erm, mhm, meh,
        test test, testing 123, test 123, abc, asdf, qwerty, blah,
        bla, blah blah, lorem ipsum, foo, bar, just testing, this is a test, 👀, :eyes:
    """,
}
"""Phrases by kind, separated by commas, as people type them. Some chat apps write emoji as names between colons."""

_PHRASES[Talk.GOODBYE] += "".join(
    f", {opening} {when}"
    for opening in ("talk", "talk to you", "speak", "speak to you", "see you", "see ya", "catch you", "until", "till")
    for when in ("soon", "later", "then", "tomorrow", "next week", "next time", "monday", "tuesday", "friday")
)
_ALONE = {
    "what": Talk.CONFUSED,
    "wat": Talk.CONFUSED,
    "really": Talk.SURPRISE,
    "please": Talk.YES,
    "go on": Talk.YES,
    "do it": Talk.YES,
    "test": Talk.FILLER,
    "testing": Talk.FILLER,
    "ping": Talk.FILLER,
    "dragoman": Talk.GREETING,
}
"""Lines that are small talk only as a whole: "test me" asks for a quiz."""

_AROUND = _words_of(
    """
    a an the so very much really pretty quite totally super too also just only then now today again still once already
    i im ive we were you your youre u ur yours it its this that thats these those there here them one me my us our
    is was are am be been has have had do does did can could will would ll s t
    for of to at in on with and but or as about all any both every everything anything something nothing else
    lot lots ton tons bunch million many loads bit kind way day time help info information answer answers reply replies
    explanation explanations work job stuff thing things man mate dude buddy friend friends guys team all folks
    everybody everyone bot robot app dragoman lets please pls plz anyway though actually absolutely
    dir dich ihnen muy muchas beaucoup sehr gut bien viel vielen de la le et und y tout mille
    """
)
"""Words that small talk may also contain. On their own they say nothing."""

_DOUBTS = frozenset(("are you sure", "you sure", "are you sure about that", "are you certain", "sure about that"))
"""Questions about the bot, although their words are also those of a yes."""
_ASKS_IF = frozenset(("is it", "is that", "is this", "was it", "are they", "are these", "are those", "would it"))
_JOINS = frozenset(("and", "so", "but", "ok", "now", "then"))
"""Words between small talk and what follows it."""
_MAY_GO_ON = frozenset([Talk.THANKS, Talk.GOODBYE, Talk.APOLOGY, Talk.DROP, Talk.GREETING, Talk.LAUGH, Talk.MOOD])
_MAY_GO_ON_AFTER_A_STOP = frozenset([Talk.SURPRISE, Talk.PRAISE, Talk.OK, Talk.COMPLAINT, Talk.YES, Talk.NO])
"""The same, if a comma or a full stop stands between: "interesting, always thought they were spies"."""
_STOPS = re.compile(r"^\W*[\w'’]+(?:\s[\w'’]+){0,3}\s?[,.!–—-]+\s")
_ASKING = _words_of(
    "show give tell get find need want make list compare search explain help more next another title titles string ask"
    " delete remove undo erase share shared unshare posted take put send print export copy start set turn switch add"
)
"""Words after which a line asks for something."""
_QUESTION_WORDS = _words_of("who whom whose what which when where why how whos whats hows")
_ASKS_AGAIN = frozenset(("what", "wat", "huh", "eh"))
_BEFORE_ASKING_AGAIN = frozenset([Talk.OK, Talk.APOLOGY, Talk.SURPRISE, Talk.LAUGH, Talk.FILLER, Talk.MOOD, Talk.YES])
"""Small talk before a "what" that asks what was meant."""
_NOT = _words_of(
    "wont wouldnt shouldnt havent hasnt nor not isnt wasnt arent werent dont doesnt didnt cant cannot couldnt never"
    " hardly aint without"
)
_BETWEEN = _words_of("a an the so very really that this it even all too of any me at")
"""Words between a negation and the praise that it turns into a complaint: "not very helpful"."""

_SHORTCODE = re.compile(r":[a-z0-9_+'-]+:", re.I)
_SKIN = re.compile(rf":skin-tone-\d:|[{chr(0x1F3FB)}-{chr(0x1F3FF)}\uFE0F\u200D♀♂]")
_EMOJI = re.compile(rf"[\u2600-\u27BF\u2B50{chr(0x1F1E6)}-{chr(0x1F1FF)}{chr(0x1F300)}-{chr(0x1FAFF)}]")
_ANY_EMOJI = re.compile(f"({_SHORTCODE.pattern}|{_EMOJI.pattern})", re.I)
_EMOTICON = re.compile(r"(?<!\S)(?:[:;=]-?[)DdPp]|\^\^|<3)(?!\S)")
_SAD = re.compile(r"(?<!\S)[:=]['’]?-?[(/|](?!\S)")
_MENTION = re.compile(r"(?<!\S)@[\w.-]+")
_ARTICLE = re.compile(r"^(?:the|an?)\s", re.I)
_LAUGHTER = re.compile(r"\b(?:a?(?:ha){2,}h?|(?:he){2,}h?|lo+l+)\b", re.I)
_SIGNS = frozenset("@:;=^<")
"""Signs of emoticons, names of emoji and mentions."""
_SHORT_FORMS = {"u": "you", "r": "are", "ur": "your", "tmrw": "tomorrow", "tmr": "tomorrow", "2moro": "tomorrow"}
"""Words as people shorten them in chats."""
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")  # "sooo", "hmmmm": two letters are left


def small_talk_in(typed: str, library: Library) -> Talk | None:
    """The kind of small talk that a line is; None if it's anything else, or a name of the content."""
    words = list(_words(typed))
    if not words:
        return Talk.FILLER if _MENTION.sub("", typed).strip() else None
    talk = _kind(words)
    if talk is None and (talk := _beginning(typed, words)):
        greeted_and_asked = talk is Talk.GREETING and _names_something(words, library)
        if greeted_and_asked or library.match(typed).outcome == "answer":
            return None
    return None if talk is None or _is_name(typed, library) else talk


def _beginning(typed: str, words: list[str]) -> Talk | None:
    """The kind of small talk that a line begins with, if it goes on in everyday words: "thanks, I'll tell my boss"."""
    if not SHORTEST_STORY <= len(words) <= LONGEST_TALK or words[0] not in _opening_words() or "?" in typed:
        return None
    size, kind = _phrase_at(words, 0, asks=False)
    known = lexicon()
    rest = words[size:]
    is_known = known.is_english if kind is Talk.APOLOGY else known.is_common  # "sorry, my toddler typed that"
    everyday = all(is_known(word) or word in known.function or word in _AROUND for word in rest)
    at = size
    while at < len(words) and (more := _phrase_at(words, at, asks=False))[1] is not None:
        at += more[0]  # "nice one thanks, and who signs it"
    asked = next((word for word in words[at:] if word not in _JOINS), "")
    if asked in _QUESTION_WORDS or asked in INVERTED:
        return None
    goes_on = kind in _MAY_GO_ON or (kind in _MAY_GO_ON_AFTER_A_STOP and _STOPS.match(typed) is not None)
    if not goes_on or not everyday or not rest:
        return None
    return None if any(word in known.context or word in known.question or word in _ASKING for word in rest) else kind


def _names_something(words: list[str], library: Library) -> bool:
    """Whether a name of the content stands anywhere in a line: "hi, ladder protocol officer please"."""
    return any(library.leading_form(" ".join(words[start:])) for start in range(len(words)))


def _is_name(typed: str, library: Library) -> bool:
    """Whether the line is, or begins with, a name of the content. An ambiguous acronym must be in capitals: "NO"."""
    if library.match(typed).entry is not None:
        return True
    name = library.leading_form(_ARTICLE.sub("", plain(typed).strip()))
    if not name:
        return False
    ambiguous = library.match(name).ambiguous
    return ambiguous is None or not ambiguous.form.isupper() or name.isupper()


def _kind(words: list[str]) -> Talk | None:
    kinds: set[Talk] = set()
    if len(words) > LONGEST_TALK:
        return None
    if " ".join(words) in _DOUBTS:
        return None
    asks_again = len(words) > 1 and words[-1] in _ASKS_AGAIN and _kind(words[:-1]) in _BEFORE_ASKING_AGAIN
    if (alone := Talk.CONFUSED if asks_again else _ALONE.get(" ".join(words))) is not None:
        return alone  # "hang on, what?"
    asks = words[0] in INVERTED | COPULA or not _QUESTION_WORDS.isdisjoint(words)
    at = 0
    while at < len(words):
        size, kind = _phrase_at(words, at, asks=asks)
        if not size:
            return None
        if kind is Talk.PRAISE and " ".join(words[:2]) in _ASKS_IF:
            return None  # "is it a good job"
        if kind in (Talk.PRAISE, Talk.OK) and _is_negated(words, at):
            kind = Talk.COMPLAINT
        if kind is not None:
            kinds.add(kind)
        at += size
    return next((kind for kind in Talk if kind in kinds), None)


def _words(typed: str) -> Iterator[str]:
    """The line's normalized words; each emoji and each emoji name is a word of its own."""
    if typed.isascii() and _SIGNS.isdisjoint(typed):  # most lines: no emoji, no mention
        line = _LAUGHTER.sub("haha", _DRAWN_OUT.sub(r"\1\1", typed))
        yield from (_SHORT_FORMS.get(word, word) for word in normalize(line).split())
        return
    line = _SKIN.sub("", _MENTION.sub(" ", plain(typed)))
    line = _EMOTICON.sub(" 🙂 ", _SAD.sub(" 😞 ", line))
    line = _LAUGHTER.sub("haha", _DRAWN_OUT.sub(r"\1\1", line))
    for part in _ANY_EMOJI.split(line):
        if _ANY_EMOJI.fullmatch(part):
            yield part.casefold()
        else:
            yield from (_SHORT_FORMS.get(word, word) for word in normalize(part).split())


def _phrase_at(words: list[str], at: int, *, asks: bool) -> tuple[int, Talk | None]:
    """The longest phrase that begins at a word: its length in words (0 if the word is no small talk) and its kind.

    Any function word may stand around small talk, unless the line asks something: "does it work".
    """
    phrases, longest = _phrases()
    for size in range(min(longest, len(words) - at), 0, -1):
        if (kind := phrases.get(" ".join(words[at : at + size]))) is not None:
            return size, kind
    word = words[at]
    if word in _AROUND or word in _NOT or (not asks and word in lexicon().function):
        return 1, None
    if _ANY_EMOJI.fullmatch(word):
        return 1, Talk.LAUGH
    return (1, phrases[near]) if (near := _corrected(word)) else (0, None)


def _is_negated(words: list[str], at: int) -> bool:
    before = at - 1
    while before >= 0 and words[before] in _BETWEEN:
        before -= 1
    return before >= 0 and words[before] in _NOT


def _corrected(word: str) -> str:
    """The phrase of one word that a mistyped word means; empty if none is close or the word is English."""
    if len(word) < SHORTEST_MISTYPED or not word.isalpha() or lexicon().is_word(word):
        return ""
    near = extractOne(word, _single_words(), scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else ""


@cache
def _phrases() -> tuple[dict[str, Talk], int]:
    """All phrases in normalized words with their kinds, and the length of the longest."""
    phrases = {
        phrase if phrase.startswith(":") else normalize(phrase) or phrase: kind
        for kind, listed in _PHRASES.items()
        for phrase in re.split(r",\s+", listed.strip())
    }
    return phrases, max(len(phrase.split()) for phrase in phrases)


@cache
def _opening_words() -> frozenset[str]:
    """The first words of small talk after which a line may go on."""
    kinds = _MAY_GO_ON | _MAY_GO_ON_AFTER_A_STOP
    return frozenset(phrase.split()[0] for phrase, kind in _phrases()[0].items() if kind in kinds)


@cache
def _single_words() -> tuple[str, ...]:
    return tuple(phrase for phrase in _phrases()[0] if phrase.isalpha() and len(phrase) >= SHORTEST_MISTYPED)

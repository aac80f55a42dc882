"""Follow-ups without a word of the command that they mean: "why?", "shorter", "what's above that", "is it senior"."""

from __future__ import annotations

import re

from bot.follow_ups.words import pattern
from handlers.commands.search import OTHER_THAN
from handlers.left_out import names_nothing

_REASONS = pattern(
    r"""^\W* (?:and\ )? (?:but\ )? (?: why (?:\ (?:is\ that|so|not|that))? | how\ come
    | (?:so\ what\W+)?(?:so\ )?why\ (?:does|should|would|is|do|must)
      \ (?:it|that|this|i|we|you|(?:an?\ |the\ |my\ )?(?:recruiters?|clients?|candidates?|managers?)
        |any(?:one|body)|people)
      \ (?:(?:even|really|(?:need|have)\ to)\ )*
      (?:matter|care|bother|important|relevant|useful|know)(?:\ (?:for|to|in|when|about)\ [\w\ ]{2,30})? | so\ what
    | how\ do\ you\ know (?:\ that)?
    | (?:who\ )?says\ (?:who|so|that) | are\ you\ (?:really\ )?(?:sure|certain) (?:\ (?:about|of)\ (?:that|this|it))?
    | (?:when|who) (?:['’]?s|\ was|\ has|\ did) \ (?:you\ |this\ |it\ |that\ |last\ |anyone\ |someone\ |been\ ){1,3}
      (?:review|check|update|verif|chang|writ)\w*
    | who\ (?:wrote|reviewed|checked|updated)\ (?:this|it|that)
    | how\ (?:old|recent|up[ -]to[ -]date|reliable|sure)\ (?:is|are)\ (?:it|that|this|you)
    | is\ (?:it|that|this)\ (?:really\ |still\ )?(?:true|reliable|up[ -]to[ -]date|official)
    | (?:(?:give|send|show)\ me\ |(?:do|have)\ you\ (?:have|got)\ |is\ there\ |any\ |got\ )? (?:an?\ |the\ |any\ )?
      (?:links?|urls?|web\ ?page) (?:\ (?:to|for)\ (?:it|that|this))? (?:\ i\ can\ (?!send|share|forward)\w+)?
    | (?:the\ |your\ )? (?:sources?|references?|proof|evidence) | according\ to\ whom?
    | where (?:\ do\ you\ have|\ did\ you\ get|\ is|\ does)? \ (?:that|this|it) (?:\ come)?\ from )\b\W*
    (?:please\W*)?"""
)
_SHORTER = pattern(
    r"""^\W* (?:(?:can|could)\ you\ (?:be|make\ (?:it|that))\ | (?:the\ answer|that|it)\ (?:was|is)\ )?
    (?:make\ it\ |a\ bit\ |even\ |much\ )* (?: shorter | briefer | short\ version | in\ (?:short|brief)
    | briefly | tl;?dr | too\ long
    | (?:(?:hm+|ok|wow|uh|whoa|ugh|man|sorry|but)\W+)*
      (?:(?:that['’]?s|thats|it['’]?s|this\ is|that\ is|what)\ )?(?:(?:quite|such|just|way|so|rather|a\ bit)\ )?
      (?:a\ lot|lots|so\ much|too\ much|too\ many\ words|much|a\ wall|walls?|an?\ essay|a\ novel)
      (?:\ (?:of|to)\ (?:the\ )?(?:text|words|information|info|read|reading|take\ in)
      | \ (?:text|words|info|information))?
    | (?:in\ )?one\ (?:line|sentence) | summar(?:y|ise|ize) (?:\ (?:it|that|this))?
    | (?:an?\ )?(?:simpler|shorter|easier)\ (?:one|version|way) | simpler
    | (?:in|with|use)\ (?:plain|simpler?|easy|easier|normal|other|everyday)\ (?:words|terms|english|language)
    | (?:and\ )?in\ english | (?:explain\ )?(?:it\ |that\ |this\ )?like\ i['’]?\ ?a?m\ (?:five|5|a\ \w+|new\ \w+) | eli5
    | (?:can\ you\ )?(?:explain|say|put)\ (?:it|that|this)\ (?:more\ )?(?:simply|simpler|easier)
    | dumb\ (?:it|that)\ down
    | (?: (?:(?:that|this|it)(?:['’]?s|\ is)|still|way|far|a\ bit|bit|much|sounds|very)\ )* (?:too\ )?
      (?: complicated | complex | technical | abstract | academic | wordy | jargony | advanced\ for\ me ) (?:\ for\ me)?
    | (?:too\ much|without\ the|no|less)\ jargon
    | (?:(?:can|could)\ you\ )?(?:rephrase|reword|paraphrase)(?:\ (?:it|that|this))?
    | (?:(?:can|could)\ you\ )?(?:say|put|explain)\ (?:it|that|this)\ (?:differently|another\ way|in\ other\ words)
    )\b\W* (?:please\W*)?"""
)
_TO_OTHERS = pattern(
    r"""^\W* (?: (?: and | so | ok | but | then )\W+ )*
    (?: (?:how|what)\ (?:do|can|could|should|would|shall|might|to) \ (?:(?:i|we|you|one)\ )? | how\ to\
    | (?: can | could )\ you\ | (?=(?:rephrase|reword|explain|put|write|word|phrase|say)\b) )
    (?: (?: best | just | simply | actually )\ )?
    (?: explain | put | describe | tell | say | pitch | sell | present | phrase | rephrase | reword | write | word )
    (?: \ (?: it | that | this | them | these | those | about\ (?:it|that|this) ) )?
    (?: \ (?: simply | in\ plain\ (?:words|english) ) )? (?:\ (?:to|for|so(?:\ that)?))?
    \ (?: (?: my | our | the | a | an | some | his | her | their )\ )?
    (?: (?: hiring\ | line\ | busy\ | new\ | impatient\ )?managers? | boss | clients? | team | colleagues? | panel
    | business | stakeholders? | candidates? | customers? | ceo | cfo | founders? | board | kids? | child
    | (?:non[ -]?)?experts? | lay(?:man|person|men) | outsiders? | newbies? | beginners?
    | someone (?:\ (?:new|outside|without|not)\b[\w\ ]{0,30})? | somebody | people | them | him | her )
    (?: \ (?:can\ |will\ |would\ )?(?:gets?|understands?|follows?|likes?|sees?)\b[\w\ ]{0,12} )?
    (?: \ (?:about|for)\ (?:it|that|this|them|him|her) )? \W*$"""
)
"""Asks for words to repeat to others: "how do I put that to a client"."""
_LIKENED = pattern(
    r"""^\W* (?: (?: and | so | ok | please | can | could | you | give | me | us | is | there | got | have | do | an?
    | any | the | some | good | simple | easy | nice | another | everyday | use | with | by | in )\W+ )*
    (?: analog(?:y|ies) | metaphors? | pictures?\ to\ remember(?:\ it\ by)?
    | compar(?:e|ison)\ (?:(?:it|that|this)\ )?(?:to|with)\ something
      (?: \ (?:i|we|you)\ know | \ normal | \ everyday | \ familiar )? )
    (?: \ (?:for|of)\ (?:it|that|this|them) )? \W* (?:please|pls)? \W*$
    | ^\W* (?:and\ |so\ )?what(?:['’]?s|\ is)\ (?:it|that|this)\ (?:like|comparable\ to|similar\ to)
      (?: \ in\ (?:normal|real|everyday)\ life )? \W*$"""
)
"""Asks what the entry is like, in a picture."""
_NEXT_RANK = pattern(
    r"""^\W* (?:and\ |so\ |ok\ )* (?: (?:what|who)(?:'?s|\ is|\ comes)\ | (?:is\ there\ )?any(?:thing|one|body)\ )?
    (?:the\ )?
    (?: (?:next\ )?(?:one|rank|step|rung|level) | next )? \ ?
    (?: above | below | up | down | higher | lower | next\ in\ (?:rank|line) | after\ (?:that|it) | before\ (?:that|it)
    | next\ (?:rank|rung|step)(?:\ up)? | (?: over | on\ top\ of ) (?=\ (?:it|them|him|her|that)\b)
    ) (?:\ (?:for\ )?(?:that|it|them|him|her))? (?:\ in\ rank)? \W*$
    | ^\W* (?:and\ |so\ )? (?:which|what)\ (?:one\ |title\ |of\ (?:these|them|those)\ )*is\ (?:the\ )?
      (?: most\ (?:senior|junior) | highest | lowest ) (?:\ (?:one|title|rank))? \W*$
    | ^\W* (?:and\ |so\ )? what\ comes\ (?:next|after|before) (?:\ (?:that|it))? (?:\ in\ rank)? \W*$
    | ^\W* (?:and\ |so\ )? (?:what(?:['’]?s|\ is)\ )?(?:the\ )? (?: (?:next|usual|typical)\ )?
      (?: step|job|role|rank|title|post|move )
      \ (?:up\ )?after\ (?:that|this|it) (?:\ (?:job|role|one|rank|post))? \W*$
    | ^\W* (?:and\ |so\ )? what\ (?:do|would|can|does)\ (?:they|people|he|she|one|someone)\ (?:usually\ |normally\ )?
      (?: turn\ into | become | get\ promoted\ to | move\ (?:on\ |up\ )?to | grow\ into | end\ up\ as )
      (?:\ (?:next|later|after\ (?:that|this)|then))? \W*$"""
)
_HOW_SENIOR = pattern(
    r"""^\W* (?:and\ |so\ |but\ )? how\ (?:senior|junior|high(?:\ up)?|experienced)
      \ (?:is|are)\ (?:it|that|this|they|he|she|those) \W*$
    | ^\W* (?:and\ |so\ |but\ )? (?: is|are )\ (?: it|that|this|they|he|she|those|these )\ (?: an?\ )?
    (?:very\ |quite\ |really\ |still\ )? (?: senior | junior | mid | high | entry | experienced )
    (?:[\ -](?:level|ranking|rank|role|job|post|title|up|enough))? (?:\ or\ \w+)? \W*$
    | ^\W* (?:(?:and|so|but|ok|then|i\ think|maybe)\ )* (?:(?:is|are|would|was|isn['’]?t|aren['’]?t)\ )?
      (?: (?: it | that | this(?:\ (?:person|one|candidate))? | he | she | they | candidate
      | (?:my|the|our)\ (?:candidate|person|one|applicant) ) (?:['’]s)? \ )?
      (?:(?:is|are|be|seems?|looks?|might|still|just|a\ bit|way|far|maybe|perhaps|not)\ )*
      (?: too\ (?:junior|senior|experienced|inexperienced|green) | (?:over|under)-?qualified
      | (?:senior|junior|experienced|qualified)\ enough )
      (?:\ for\ (?:this|that|it|them|us|the)
      (?:\ (?:job|role|post|position|req|requisition|one|level|grade))?)?
      (?:\ (?:i\ (?:think|guess)|or\ not|then|right|you\ think))? \W*$
    | ^\W* (?:and\ |what\ )? (?:min(?:imum)?\ )?experience (?:\ (?:needed|required|level))? \W*$
    | ^\W* (?:is\ (?:it\ )?|and\ )? (?:an?\ )?entry[\ -]level (?:\ (?:possible|ok|fine|too))? \W*$
    | ^\W* so\ (?:it['’]?s\ |that['’]?s\ |quite\ |pretty\ |very\ |rather\ )? (?:an?\ )?
      (?:senior|junior|mid|entry)(?:[\ -]level)? \W* (?:then)? \W*$
    | ^\W* (?:and\ |so\ |but\ )? (?:what['’]?s\ |what\ is\ )? (?:the\ )?difference\ between\ (?:the\ levels
      | (?:junior|mid|senior)\ and\ (?:junior|mid|senior)) \W*$
    | ^\W* (?:and\ |so\ |but\ )? (?:is\ (?:it|that)\ )? (?:senior|junior)\ or\ (?:not|junior|senior|mid) \W*$"""
)
_LEVELS_APART = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )*
    (?: what\ (?:separates|distinguishes|divides|makes)
    | how\ (?:do|does|can|would)\ (?:i|you|we|one)\ (?:tell|know|distinguish)
    | what\ sets | where\ (?:does|is) )\ (?:an?\ |the\ )? (?:junior|mid|senior)s? \b [^?]{0,30}
    \b(?:junior|mid|senior|begin|start)s? (?:\ (?:apart|one))? \W*$
    | ^\W* (?:and\ )? (?:junior|mid|senior)\ (?:vs\.?|versus|against|or)\ (?:junior|mid|senior) \W*$
    | ^\W* (?: (?: and | so | but | ok )\W+ )* (?: (?:for|at|with|as)\ (?:an?\ |the\ )?(?:junior|mid|senior)s?
      (?:\ (?:one|level))? \W{1,3} what(?:['’]?s|\ is)?\ (?:different|the\ difference|changes)
    | what(?:['’]?s|\ is)?\ (?:different|the\ difference|changes)\ (?:for|at|with|in|as)\ (?:an?\ |the\ )?
      (?:junior|mid|senior)s? (?:\ (?:ones?|level))?
    | how(?:['’]?s|\ is|\ are)\ (?:an?\ |the\ )?(?:junior|mid|senior)s? (?:\ (?:ones?|level))?\ different ) \W*$"""
)
"""Asks what tells two levels apart: "what separates mid from senior"."""
_PUSHED_BACK = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?:how\ )?(?:can|could|should|may|do)\ (?:i|we)\ (?:even\ )?
    (?: push\ back | argue | negotiate | challenge | question )\ (?:(?:on|about|over|against)\ )?
    (?:the\ |their\ |his\ |her\ |so\ many\ |that\ many\ |all\ (?:the|those)\ )?
    (?:years|experience|level|seniority)(?:\ (?:of\ experience|asked\ for|required|requirement|they\ want))? \W*$"""
)
"""Asks whether less experience would do."""
_TESTED = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?:how|what)\ (?:do|can|should|could|would)\ (?:i|we|you)
    \ (?: test | check | verify | probe | ask )\ (?:for\ |about\ )? (?: that | this | it | them | those | these )
    (?: \ (?:quickly|best|fast|in\ an?\ (?:interview|call)) )? (?:\ (?:on|over|by)\ (?:the\ )?(?:phone|call|a\ call))
    \W*$"""
)
"""Asks what to ask on the phone."""
_WHO_ELSE = pattern(
    r"""^\W* (?:and\ |so\ |ok\ |but\ )* (?: (?:who|what)\ else\ (?: (?:should|can|could|do|would)\ (?:i|we|you) | to )
      \ (?:search|look)\b .*
    | who\ else (?:\ (?:then|there))?
    | who\ else\ (?: can | could | might | may | would | will | should )
      \ (?: do | fit | work | suit | match | fill | take | be | apply | i | we )\b [^?]{0,40}
    | (?: any | are\ there | what )\ other\ (?: people | profiles? | candidates? | backgrounds? )
      (?:\ (?:that|who|which|to|i|we|could|can|might|would)\b [^?]{0,40})? ) \W* $"""
)
"""Asks for people with other titles: "who else could do this job"."""
_BOSS = pattern(
    r"""^\W* (?:and\ |so\ |ok\ )? (?:who\ ?(?:['’]?s|\ is|se)\ )? (?:the\ |their\ |his\ |her\ |its\ |that\ one's\ )?
    (?:direct\ |line\ )? (?: (?<=\ )in\ charge | boss | manager | supervisor | superior )
    (?:\ (?:of|for)\ (?:it|that|this|them|him|her|one))? \W* (?:then|there)? \W*$
    | ^\W* (?:and\ |so\ |ok\ )? who\ (?:do|does|would|will)\ (?:it|that|this|they|he|she|one)\ answer\ to \W*$"""
)
_TRAPS = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?: what['’]?s\ | what\ are\ | where['’]?s\ | (?:is|are)\ there\ )?
    (?: the\ | an?\ | any\ )? (?: catch(?:es)? | traps? | pitfalls? | risks? | warnings? | concerns? | worries
    | (?:stop|warning|danger|alarm)\ (?:signs?|signals?|bells?) | deal[\ -]?breakers? )
    (?: \ (?: here | there | with\ (?:it|that|this|them|one) | to\ (?:know|check|avoid)(?:\ about)? ) )? \W*$
    | ^\W* (?:and\ |so\ )? what\ (?:should|would|could)\ (?:worry|concern|alarm|put\ off)\ (?:me|us) \W*$
    | ^\W* (?:and\ |so\ )? (?: what | anything\ that )
      \ (?:can\ |could\ |might\ |usually\ |often\ |typically\ )*
      (?: go(?:es)?\ wrong | trips?\ (?:them|people|candidates)\ up )
      (?:\ (?:with|for)\ (?:an?\ |the\ )?(?:these|those|such|this|them|it|people|candidates?|one|kind|sort|of|\ )+)?
      (?:\ (?:in|at|on|during)\ (?:an?\ |the\ )?
      (?:interviews?|screenings?|screens?|calls?|talks?|panels?|hiring|practice))? \W*$"""
)
_SPELT = pattern(
    r"""^\W* (?:and\ )? (?: (?:what['’]?s\ )?(?:the\ )?(?:correct\ |right\ )?spelling
    | how\ (?:is\ (?:it|that|this)|do\ (?:you|i)) \ spel(?:led|t|l) (?:\ (?:it|that|this))? ) \W*$"""
)
_OTHER_WORDS = pattern(
    r"""^\W* (?:and\ )? (?:(?:are|is)\ there\ |(?:do|have)\ (?:you|they|we)\ (?:have\ |know\ |got\ )?|what\ )?
    (?:any\ )?
    (?:other|another|different|better|alternative)\ (?:words?|names?|terms?|titles?)
    (?:\ (?:for|of)\ (?:it|that|this|them|the\ same))?
    (?:\ (?:can|could|should)\ (?:i|we)\ (?:use|search))? \W*$
    | ^\W* (?:and\ |any\ |the\ |what\ are\ )* synonyms? \W*$
    | ^\W* (?:and\ |any\ |the\ |what\ are\ |show\ me\ )* (?: similar | related | adjacent | neighbouring | comparable )
    \ (?:roles?|jobs?|titles?|positions?|posts?|profiles?) \W*$
    | ^\W* (?: (?: and | so | what | which | how\ many | are | is | there | any | the | other | different )\W+ )*
    (?:kinds|types|sorts|varieties|variants)
    (?:\ (?:are|is|of)\ (?:there|it|them|that|these) | \ exist | \ do\ you\ know)?
    \W*$
    | ^\W* (?: (?: and | so | ok )\W+ )* (?:which|what)\ (?:other\ )?ones
      \ (?:are\ there|exist|do\ you\ (?:have|know)) \W*$"""
)
_BEST_QUESTION = pattern(
    r"""^\W* (?: (?: and | so | any | the | an? | what's | whats | what | is | are | give | me | one | your | there
    | got )\W+ )*
    (?: (?: hardest | toughest | best | trick | tricky | killer | must[\ -]ask | key | most\ important )
      \ (?:questions?|ones?)
    | (?: good | great | smart | clever )\ questions | (?<=\ba\ )(?: good | great | smart | clever )\ question )
    (?:\ (?:to\ ask|for\ (?:it|that|them|him|her)))? \W*$"""
)
_SITES = pattern(
    r"""^\W*
    (?: (?: and | or | for | on | in | as | now | the | an? | just | only | show\ me | give\ me | what\ about
    | how\ about | same\ for | can\ i\ use | try | use | do | make\ it | shorter | short | simpler | simple | boolean
    | one | string | version | search )\W+ )*
    (?: (?: besides? | other\ than | apart\ from | except | instead\ of | not\ on | without )\ )?
    (?: google | xing | linkedin | indeed | stepstone | naukri | seek | glassdoor | monster
    | sales\ navigator | recruiter | x-?ray ) (?:\ (?:search|version|one|string))?
    (?:\ too|\ as\ well|\ instead|\ then|\ now)? \W* (?:please|pls)? \W*$
    | ^\W* (?:i\ (?:get|got|have|find|found)\ |(?:there\ are|it\ (?:finds|gives)(?:\ me)?)\ )?
    (?:far\ |way\ )? (?:too\ (?:many|few)|no|zero|not\ enough|hardly\ any)
    \ (?:results?|hits?|people|profiles|matches) \W*$
    | ^\W* (?: (?: and | ok | so )\W+ )* where\ (?:can|could|do|would|should|to)\ (?:(?:i|we|you|one)\ )?
    (?: find | look\ for | search\ for | get | source )\ (?: them | these | those | one | more
    | (?: people | somebody | someone | candidates | profiles )(?:\ like\ (?:that|this|these|them|him|her))? ) \W*$
    | ^\W* (?: and\ )? (?: where\ else | anywhere\ else | (?:on\ )?(?:any\ |which\ )?other\ (?:sites?|places?) )
    (?:\ (?:can|could|do|should|to|i|we|you|find|look|search|for|them|these|those|people|candidates|they|are))* \W*$
    | ^\W* (?:it|this|that|the\ string)\ (?:doesn['’]?t|does\ not|won['’]?t)\ (?:work|fit)\ (?:in|on|for|with)
    \ (?:google|xing|linkedin|indeed|sales\ navigator|recruiter) \W*$
    | ^\W* (?:it['’]?s\ |that['’]?s\ |make\ it\ |a\ bit\ |much\ )*
    (?: too\ (?:broad|narrow|wide|strict|tight|loose|vague)
    | broader | wider | narrower | tighter | stricter | looser | less\ strict
    | more\ (?:precise|specific|targeted|open) )
    \W* (?:please|pls)? \W*$"""
)
"""Where to search, and how well it went."""
_OTHER_SITE = pattern(r"\b(?:xing|stepstone|monster|naukri|seek|github|twitter|facebook|glassdoor)\b")
_UNWANTED_SITE = re.compile(
    rf"(?:{OTHER_THAN.pattern})(?P<site>linked\s?in|google|indeed|recruiter|sales\snav)|\b(?:where\selse|anywhere|other)\b",
    re.I,
)
"""A site that is not wanted; "where else" means besides LinkedIn, whose strings come first."""
_ALL = pattern(
    r"""^\W* (?: (?: and | ok | show | give | tell | me | us )\W+ )*
    (?: everything | (?:the\ )?(?:full|whole|long|longer|complete)\ (?:details?|entry|card|story|version|thing)
    | (?:all|everything)\ (?:of\ it|you\ (?:have|know|got)) | longer )
    (?:\ (?:about|on)\ (?:it|that|this))? \W* (?:please|pls)? \W*$"""
)
_REQUIRED = pattern(
    r"""^\W* (?: (?: and | so | what | are | is | the | any | their | whats | what's )\W+ )*
    (?: (?:must|nice\ to|need\ to)[\ -]ha(?:ve|s)s? | deal[\ -]?breakers? | required | mandatory
    | (?:minimum\ |formal\ )?(?:requirements?|qualifications?) )
    (?:\ (?:for\ (?:it|that|this|them)|there|here))? \W*$
    | ^\W* (?: (?: and | so | but | ok )\W+ )* what\ (?:do|does|would|must|should)
      \ (?:they|he|she|you|one|people|someone|somebody|candidates?)\ (?:usually\ |normally\ |really\ )?(?:need|have)
      (?:\ to\ (?:have|bring|be|qualify|apply|get\ (?:it|in|that)))?
      (?:\ (?:for|to\ do)\ (?:it|that|this|the\ job))? \W*$
    | ^\W* (?: (?: and | so | what | are | is | the | any | about | would | could | can | might | will )\W+ )*
      (?: (?:rules?|knocks?|screens?)\ (?:(?:someone|somebody|people|them|anyone|an?\ candidate|candidates?)\ )?
        out | knock[ -]?outs? | disqualif(?:y|ies) )
      (?:\ (?:someone|somebody|people|them|anyone|an?\ candidate|candidates?|criteria|checks?|questions?))?
      (?:\ (?:for|from)\ (?:it|that|this|the\ job))? \W*$"""
)
_GOOD = pattern(
    r"""^\W* (?:and\ |so\ )?
    (?: what\ makes | how\ (?:do|would|can|could)\ i\ (?:recogni[sz]e|spot|know|tell) )\ (?:an?\ )?
    (?:good|great|strong|real|solid|excellent)\ (?:one|candidate|person|profile) \W*$
    | ^\W* (?:and\ |so\ )? what\ (?:does\ (?:a\ )?)?good\ looks?\ like \W*$
    | ^\W* (?:and\ |so\ |but\ |ok\ )? (?: anything | something | what['’]?s | what\ is | any )\ (?:good|positive)
      (?:\ (?:signs?|points?|things?|to\ (?:look\ for|see|hear)|in\ there))? (?:\ (?:then|though|too))? \W*$
    | ^\W* (?: (?: and | so | any | what | are | the | is | there )\W+ )*
      (?:green\ flags?|(?:good|positive)\ signs?) \W*$"""
)
_BAD = pattern(
    r"""^\W* (?:and\ |so\ )?
    (?: what\ makes | how\ (?:do|would|can|could)\ i\ (?:recogni[sz]e|spot|know|tell) )\ (?:an?\ )?
    (?:bad|weak|poor|fake|wrong)\ (?:one|candidate|person|profile) \W*$
    | ^\W* (?: (?: and | so | but | ok )\W+ )*
      (?: (?:what|how)\ (?:would|does|do|should|might)\ | what(?:['’]?s|\ is)\ )?
      (?:an?\ )? (?: bad | weak | poor | fake | dodgy | suspicious )
      \ (?: cv | resume | résumé | profile | candidate | application | one )s? (?:\ looks? (?:\ like)?)? \W*$"""
)
_COMPARED = pattern(
    r"""^\W* (?: (?: and | so | what's | whats | what | is | the | that | it | an? | in | their )\W+ )*
    (?: corporate | private[\ -]sector | business | industry | commercial | civilian | normal )
    (?:\ (?:equivalent|terms|version|speak|world|sector|counterpart|language))+ \W*$
    | ^\W* (?:what['’]?s\ |what\ is\ )?(?:the\ )?(?:equivalent|counterpart)\ in
    \ (?:the\ |a\ )?(?:private\ sector|business|industry|company|companies|corporate(?:\ world)?) \W*$"""
)
_IN_A_SENTENCE = pattern(
    r"""^\W* (?: (?: and | so | ok | please | can | could | you | give | show | me | us | an? | the )\W+ )*
    (?: (?:example|sample)\ (?:sentences?|phrases?|lines?)
    | (?: used? | put | how\ (?:is|are|do\ (?:you|i|people))(?:\ use)? )
      \ (?:(?:it|that|this|them)\ )?(?:used\ )?in\ a\ (?:sentence|cv|resume)
    | (?:an?\ )?(?:real[ -]?(?:life|world)|concrete|practical)\ examples? ) \W* $
    | ^\W* (?: (?: and | so | but | ok )\W+ )* (?:what|how)\ (?:would|does|do|should|might)\ (?:an?\ |the\ |their\ )?
      (?: good | strong | typical | normal | ideal )\ (?: cv | resume | résumé | profile )s?
      \ looks? (?:\ like)? \W*$"""
)
_POLITE_END = pattern(r"\W{1,4}(?:please|pls|plz|thx|thanks|bitte|svp)\W*$")
_LAST_CLAUSE = pattern(r"[,;–—]\W{1,3}(?=[^,;–—]*$)")
_PAY = pattern(
    r"""^\W* (?: (?: and | so | what | whats | what's | about | the | any | are | is | their | do | they | get )\W+ )*
    (?: perks? | money | cash | wages?
    | (?:fringe\ )?benefits? | (?:day|daily|hourly|going)\ rate | rate | package | allowances? | budget
    | compensation | remuneration | (?:should|would|could|do)\ (?:i|we)\ offer ) \W*$
    | ^\W* (?: (?: and | so | but | ok )\W+ )* (?:is|are|do|does|which|who)
      (?:\ one|\ job|\ role)? (?:\ of\ (?:them|these|the\ two))?
      \ (?: (?: it | that | this | they | he | she | those | is | are | gets? | the )\ )*
      (?: (?:better|worse|more|well|best|most|less|least|higher)\ paid
      | paid\ (?:more|better|well|less|most|best|higher)
      | (?:pays?|earns?|makes?)\ (?:more|better|well|less|most|best|the\ most|higher)(?:\ money)? ) \W*$"""
)
_GET_IN = pattern(
    r"""^\W* (?: (?: and | so | ok )\W+ )* how\ (?:do|does|can|would|did)
    \ (?:they|people|you|one|someone|somebody|he|she|i|we)
    \ (?:usually\ |normally\ |even\ )? (?: get\ (?:in|into\ (?:it|that|this)|there|hired|started|recruited|the\ job)
    | start | enter | break\ in(?:to\ it)? ) \W*$"""
)
"""Asks how people come to the job on the screen."""
_DAILY = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?: what(?:['’]?s|\ is|\ does)?\ )?
    (?:an?\ |the\ |their\ |his\ |her\ )?
    (?: (?:typical|normal|usual|average|working)\ (?:day|week) (?:\ (?:look\ )?like)? | (?:day|week)\ (?:look\ )?like
    | day[\ -]to[\ -]day (?:\ (?:look\ )?like)? )
    (?:\ (?:for|of)\ (?:them|him|her|one|that|this|it) | \ in\ (?:the|that|this)\ (?:job|role|post) )? \W*$"""
)
"""Asks what the work is like."""
_HAPPENS = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )*
    (?: what\ happens (?:\ (?:next|then|now|after(?:wards)?(?:\ (?:that|this))?))?
    | (?: then\ what | what\ then | (?:what\ )?(?:if|when)\ not ) (?:\ happens)? )\W*$"""
)
"""Asks how it goes on, which is on the card."""
_MEANINGS = (
    (_GET_IN, "career"),
    (_REASONS, "details"),
    (_BOSS, "chart"),
    (_DAILY, "define"),
    (_HAPPENS, "define"),
    (_SHORTER, "short"),
    (_TO_OTHERS, "short"),
    (_LIKENED, "define"),
    (_IN_A_SENTENCE, "examples"),
    (_NEXT_RANK, "ladder"),
    (_HOW_SENIOR, "levels"),
    (_LEVELS_APART, "levels"),
    (_PUSHED_BACK, "levels"),
    (_TESTED, "screen"),
    (_WHO_ELSE, "titles"),
    (_OTHER_WORDS, "titles"),
    (_SITES, "search"),
    (_BEST_QUESTION, "questions"),
    (_PAY, "pay"),
    (_ALL, "details"),
    (_REQUIRED, "requirements"),
    (_GOOD, "levels"),
    (_BAD, "flags"),
    (_COMPARED, "details"),
    (_TRAPS, "flags"),
    (_SPELT, "short"),
)


def other_site(typed: str) -> str:
    """The site that is not wanted, or one that no string is for, so that the answer names it; empty without one."""
    if unwanted := _UNWANTED_SITE.search(typed):
        return f"besides {unwanted['site'] or 'linkedin'}"
    site = _OTHER_SITE.search(typed)
    return site[0] if site else ""


def without_its_word(typed: str) -> str | None:
    """The name of the command that a line means beside the entry on the screen; None if it is no such line."""
    asked = _POLITE_END.sub("", typed)
    found = next((command for pattern_, command in _MEANINGS if pattern_.fullmatch(asked)), None)
    if found is None and (clause := _LAST_CLAUSE.search(asked)) and names_nothing(asked[: clause.start()]):
        return without_its_word(asked[clause.end() :])  # "sorry, what did you mean, simpler please"
    return found

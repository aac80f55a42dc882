"""Names of languages that people add to a search: "arabic", "français", "Mandarin-speaking"."""

from __future__ import annotations

from content.lookup.normalize import normalize

_NAMES = """
Albanian; Amharic; Arabic, arabe, arabisch, árabe; Armenian; Azerbaijani, Azeri; Bengali, Bangla; Bosnian
Bulgarian; Burmese; Catalan; Chinese, chinois, chinesisch, chino; Mandarin; Cantonese; Creole; Croatian; Czech
Danish; Dari; Dutch, néerlandais; English, anglais, englisch, inglés; Estonian; Farsi; Persian; Filipino
Finnish; French, français, französisch, francés; Georgian; German, allemand, deutsch, alemán; Greek; Gujarati
Hausa; Hebrew; Hindi; Hungarian; Icelandic; Igbo; Indonesian; Irish Gaelic
Italian, italien, italienisch, italiano; Japanese, japonais, japanisch; Kazakh; Khmer; Kinyarwanda; Kirundi
Korean; Kurdish; Kyrgyz; Lao; Latvian; Lingala; Lithuanian; Macedonian; Malagasy; Malay; Maltese; Mongolian
Nepali; Norwegian; Pashto; Polish; Portuguese, portugais, portugiesisch, português; Punjabi; Romanian
Russian, russe, russisch, ruso; Serbian; Sinhala; Slovak; Slovene, Slovenian; Somali
Spanish, espagnol, spanisch, español; Swahili, Kiswahili; Swedish; Tagalog; Tajik; Tamil; Tetum; Thai
Tigrinya; Turkish; Turkmen; Ukrainian; Urdu; Uzbek; Vietnamese; Welsh; Wolof; Xhosa; Yoruba; Zulu
"""

LANGUAGES = {
    **{"ar": "Arabic", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "ja": "Japanese"},
    **{"nl": "Dutch", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "zh": "Chinese"},
}
"""Names of the languages that titles are given in; others show their code."""

_BY_NAME = {
    normalize(name): group.split(",")[0].strip()
    for line in _NAMES.strip().splitlines()
    for group in line.split(";")
    for name in group.split(",")
}


def known_language(word: str) -> str | None:
    """The English name of a language, or None: "arabe" → "Arabic", "French-speaking" → "French"."""
    return _BY_NAME.get(normalize(word).removesuffix(" speaking").removesuffix(" speaker"))

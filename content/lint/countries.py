"""Count the countries and organisations that a pack names, by region.

A page counts once for each country whose name, adjective or foreign ministry occurs in its prose, names, titles or
employers. Cities don't count, since examples are set anywhere, and neither do publishers of sources. Adjectives that
are mostly names of languages ("French", "Chinese") are left out. Being listed says nothing about statehood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from content.lint.prose import own_names, prose_of
from content.models import Entry, Role
from content.packs import Page

REGIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "North America": {
        "United States": (
            "US", "U.S.", "USA", "American", "State Department", "Department of State", "USAID", "FBI", "Pentagon",
        ),
        "Canada": ("Canadian", "Global Affairs Canada"),
    },
    "Western Europe": {
        "United Kingdom": (
            "UK", "Britain", "British", "England", "Scotland", "Wales", "FCDO", "Foreign Office", "Whitehall",
            "Foreign, Commonwealth and Development Office", "Foreign, Commonwealth & Development Office",
        ),
        "France": ("Quai d'Orsay", "Business France"),
        "Germany": ("Bundeswehr", "Auswärtiges Amt", "Auswärtigen Amt", "Federal Foreign Office", "BAFA", "GTAI"),
        "Italy": ("Farnesina",),
        "Spain": ("Asuntos Exteriores",),
        "Portugal": (),
        "Netherlands": ("the Dutch",),
        "Belgium": ("Belgian",),
        "Luxembourg": (),
        "Switzerland": ("Swiss", "Swissnex", "FDFA"),
        "Austria": ("Austrian",),
        "Ireland": ("Irish",),
        "Holy See": ("Vatican",),
    },
    "Nordic states": {
        "Denmark": ("Danish",),
        "Sweden": ("Swedish",),
        "Norway": ("Norwegian",),
        "Finland": ("Finnish",),
        "Iceland": (),
    },
    "Eastern Europe and the Caucasus": {
        "Poland": ("Polish",),
        "Czech Republic": ("Czechia", "Czech"),
        "Slovakia": (),
        "Hungary": ("Hungarian",),
        "Romania": ("Romanian",),
        "Bulgaria": ("Bulgarian",),
        "Greece": ("Greek",),
        "Cyprus": (),
        "Malta": (),
        "Croatia": (),
        "Slovenia": (),
        "Serbia": (),
        "Kosovo": (),
        "Bosnia and Herzegovina": ("Bosnia",),
        "Montenegro": (),
        "North Macedonia": (),
        "Albania": (),
        "Estonia": (),
        "Latvia": (),
        "Lithuania": (),
        "Ukraine": ("Ukrainian",),
        "Belarus": (),
        "Moldova": (),
        "Russia": ("Soviet Union", "Soviet"),
        "Georgia": (),
        "Armenia": (),
        "Azerbaijan": (),
    },
    "Central Asia": {
        "Kazakhstan": ("Kazakh",),
        "Kyrgyzstan": ("Kyrgyz",),
        "Tajikistan": ("Tajik",),
        "Turkmenistan": (),
        "Uzbekistan": ("Uzbek",),
        "Mongolia": (),
    },
    "Gulf and Middle East": {
        "Saudi Arabia": ("Saudi",),
        "United Arab Emirates": ("UAE", "Emirati"),
        "Qatar": ("Qatari",),
        "Kuwait": ("Kuwaiti",),
        "Bahrain": (),
        "Oman": ("Omani",),
        "Yemen": (),
        "Iraq": ("Iraqi",),
        "Iran": ("Iranian",),
        "Israel": ("Israeli",),
        "Palestine": ("Palestinian",),
        "Lebanon": ("Lebanese",),
        "Jordan": ("Jordanian",),
        "Syria": ("Syrian",),
        "Turkey": ("Türkiye",),
    },
    "Africa": {
        "Algeria": (),
        "Egypt": ("Egyptian",),
        "Libya": ("Libyan",),
        "Morocco": ("Moroccan",),
        "Tunisia": (),
        "Burkina Faso": (),
        "Cameroon": (),
        "Central African Republic": (),
        "Chad": (),
        "DR Congo": ("Democratic Republic of the Congo", "Congo"),
        "Djibouti": (),
        "Eritrea": (),
        "Ethiopia": ("Ethiopian",),
        "Ghana": ("Ghanaian",),
        "Guinea": (),
        "Ivory Coast": ("Côte d'Ivoire",),
        "Kenya": ("Kenyan",),
        "Liberia": (),
        "Madagascar": (),
        "Malawi": (),
        "Mali": (),
        "Mauritania": (),
        "Mozambique": (),
        "Namibia": (),
        "Niger": (),
        "Nigeria": ("Nigerian",),
        "Rwanda": ("Rwandan",),
        "Senegal": (),
        "Sierra Leone": (),
        "Somalia": ("Somali",),
        "South Africa": ("South African", "DIRCO"),
        "South Sudan": (),
        "Sudan": (),
        "Tanzania": (),
        "Uganda": (),
        "Zambia": (),
        "Zimbabwe": (),
    },
    "South Asia": {
        "India": ("Indian", "Ministry of External Affairs", "UPSC"),
        "Pakistan": ("Pakistani",),
        "Bangladesh": ("Bangladeshi",),
        "Sri Lanka": ("Sri Lankan",),
        "Nepal": ("Nepali",),
        "Bhutan": (),
        "Maldives": (),
        "Afghanistan": ("Afghan",),
    },
    "East and South-East Asia": {
        "China": ("CCPIT",),
        "Japan": ("JETRO",),
        "South Korea": ("Korea", "KOTRA"),
        "Taiwan": (),
        "North Korea": (),
        "Indonesia": ("Indonesian",),
        "Malaysia": ("Malaysian",),
        "Singapore": ("Singaporean",),
        "Philippines": ("Philippine", "Filipino"),
        "Thailand": ("Thai",),
        "Vietnam": ("Viet Nam", "Vietnamese"),
        "Myanmar": (),
        "Cambodia": (),
        "Laos": (),
        "Brunei": (),
        "Timor-Leste": ("Timor",),
    },
    "Pacific": {
        "Australia": ("Australian", "DFAT", "Austrade"),
        "New Zealand": (),
        "Fiji": (),
        "Papua New Guinea": (),
        "Tonga": (),
        "Tuvalu": (),
    },
    "Latin America and the Caribbean": {
        "Argentina": ("Argentine",),
        "Bolivia": (),
        "Brazil": ("Brazilian", "Itamaraty", "ApexBrasil"),
        "Chile": ("Chilean",),
        "Colombia": ("Colombian",),
        "Costa Rica": (),
        "Cuba": ("Cuban",),
        "Ecuador": (),
        "El Salvador": (),
        "Guatemala": (),
        "Haiti": ("Haitian",),
        "Honduras": (),
        "Jamaica": (),
        "Mexico": ("Mexican",),
        "Panama": (),
        "Paraguay": (),
        "Peru": ("Peruvian",),
        "Trinidad and Tobago": (),
        "Uruguay": (),
        "Venezuela": (),
    },
    "Organisations": {
        "United Nations": ("UN", "Nations Unies", "Naciones Unidas"),
        "European Union": ("EU", "European Commission", "EEAS"),
        "NATO": ("North Atlantic Treaty Organization",),
        "OSCE": ("Organization for Security and Co-operation in Europe",),
        "Council of Europe": (),
        "Commonwealth": ("Commonwealth of Nations",),
        "Francophonie": (),
        "OECD": ("Organisation for Economic Co-operation and Development",),
        "World Bank": (),
        "IMF": ("International Monetary Fund",),
        "WTO": ("World Trade Organization",),
        "ICRC": ("International Committee of the Red Cross", "Red Cross"),
        "African Union": (),
        "ECOWAS": ("Economic Community of West African States",),
        "SADC": ("Southern African Development Community",),
        "East African Community": ("EAC",),
        "IGAD": (),
        "Arab League": ("League of Arab States",),
        "OIC": ("Organisation of Islamic Cooperation",),
        "GCC": ("Gulf Cooperation Council",),
        "ASEAN": ("Association of Southeast Asian Nations",),
        "SAARC": ("South Asian Association for Regional Cooperation",),
        "SCO": ("Shanghai Cooperation Organisation",),
        "Pacific Islands Forum": (),
        "OAS": ("Organization of American States",),
        "Mercosur": (),
        "CARICOM": ("Caribbean Community",),
        "BRICS": (),
        "G7": ("Group of Seven",),
        "G20": ("Group of Twenty",),
    },
}  # fmt: skip
"""Regions, their countries, and other forms that name one: adjectives and ministries. Case matters."""

_OTHERS = (
    "Foreign, Commonwealth", "Latin American", "South American", "Inter-American", "British Columbia", "New Guinea",
    "Guinea-Bissau", "Equatorial Guinea", "Commonwealth of Independent States",
)  # fmt: skip
"""Forms that hold a name without naming that country."""

_NAMED = {form: name for names in REGIONS.values() for name, more in names.items() for form in (name, *more)}
_FORMS = sorted((*_NAMED, *_OTHERS), key=len, reverse=True)  # the longest form wins: "South Sudan" isn't "Sudan"
_FORM = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _FORMS))})(?!\w)")


def count_countries(pages: tuple[Page, ...]) -> dict[str, dict[str, int]]:
    """The number of pages that name each country, by region; the most often named first. Unnamed ones are left out."""
    pages_of = Counter(name for page in pages for name in {_NAMED[form] for form in _forms(page) if form in _NAMED})
    counted = {
        region: {name: pages_of[name] for name in sorted(names, key=lambda name: -pages_of[name]) if pages_of[name]}
        for region, names in REGIONS.items()
    }
    return {region: names for region, names in counted.items() if names}


def _forms(page: Page) -> Iterator[str]:
    for text in _texts(page):
        yield from _FORM.findall(text)


def _texts(page: Page) -> Iterator[str]:
    yield page.name
    for _, text in prose_of(page):
        yield text
    if isinstance(page, Entry):
        yield from (form for _, form in own_names(page))
        yield from page.titles
    if isinstance(page, Role):
        yield from page.search.companies

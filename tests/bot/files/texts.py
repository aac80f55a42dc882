"""An invented résumé and an advert, from which the documents of these tests are made."""

from __future__ import annotations

LEFT = (
    "Deputy Permanent Representative",
    "Permanent Mission to the United Nations, Geneva, 2018–2022. Led the office of the chargé d'affaires "
    "a.i. during three vacancies and coordinated the efficient flow of demarches and notes verbales.",
    "Consul General",
    "Consulate General, Marseille, 2014–2018. Supervised twelve vice-consuls and locally engaged staff in "
    "visa, notarial and protection work, and negotiated the host state's exequatur.",
    "First Secretary (Political)",
    "Embassy in Nairobi, 2010–2014. Drafted reporting cables, accompanied official delegations and "
    "represented the ambassador in difficult negotiations about diplomatic immunity.",
)
RIGHT = (
    "Education",
    "Master of International Relations, Graduate Institute, Geneva. Diplomatic academy, two years, with "
    "distinction in protocol and in consular law.",
    "Languages",
    "French and English fluent; Arabic at an intermediate level; Portuguese for everyday conversation.",
    "Clearances and other",
    "Holds a security clearance that was confirmed in 2021, and is an accredited mediator. Available "
    "after a cooling-off period; references from two former heads of mission on request.",
)
TITLE = "Curriculum vitae of Jordan Example"
RESUME = "\n".join((TITLE, *LEFT, *RIGHT))


def words(text: str) -> list[str]:
    """The words of a text, which are compared without regard to white space."""
    return text.split()

"""What a free text had better not say of somebody: health, religion, crime (GDPR article 9 and 10).

A list of words in the languages people write here, held to whole words, so that a nurse, a street by the church and
Troels are let through. It is a hand on the arm, not a wall: a sentence can always be put another way.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Delicate(StrEnum):
    health = "health"
    religion = "religion"
    crime = "crime"


# A word ends where it ends; `+` takes the endings of Danish and English nouns and verbs along, `*` whatever follows.
_WORDS = {
    Delicate.health: """
        depression depressionen depressioner depressiv* deprimeret angst angsten angstanfald ptsd traume traumer
        traumet traumatiser* psykisk psykiske psykisksyg psykose psykotisk* psykiater psykiatri* psykolog psykologen
        psykologhjælp skizofren* bipolar borderline adhd autist* autisme demens diabetes diabetiker sukkersyge kræft
        kræften kræftsyg* kræftbehandling cancer hiv aids epilepsi astma gigt sclerose sklerose hepatitis tuberkulose
        gravid gravide graviditet* abort aborten aborter misbrug misbruger* alkoholiker* alkoholisme afhængighed
        selvmord* selvskade* selvmordstanker syg syge sygt sygdom sygdomme sygdommen sygemeldt sygemelding
        sygemeldinger diagnose diagnosen diagnoser diagnosticer* medicin medicinen handicap handicappet handicappede
        handikap handikappet helbred helbredet helbredsproblemer indlagt hospitalsindlagt behandlingskrævende
        spiseforstyrrelse* anoreksi bulimi blind døv kørestolsbruger
        depressed anxiety trauma traumatised traumatized psychosis psychotic psychiatrist
        psychologist schizophren* autism autistic dementia diabetic asthma epilepsy pregnant pregnancy abortion addict
        addicted addiction alcoholic suicide suicidal sick illness disease diagnosis diagnosed medication disabled
        disability hospitalised hospitalized
        مريض مريضة مرض حامل اكتئاب سرطان السكري إعاقة хворий хвора хвороба вагітна депресія рак інвалідність діабет
        بیمار بیماری افسردگی سرطان باردار دیابت معلول jirran cudur xanuun uur kansar
    """,
    Delicate.religion: """
        muslim muslimer muslimen muslimsk* islam islamisk* islamist* kristne kristendom katolik katolikker
        katolsk* protestant* ortodoks* jøde jøder jødisk* jødedom hindu hinduer hinduistisk* hinduisme buddhist*
        buddhisme ateist* ateisme jehova jehovas mormon mormoner sunni sunnimuslim* shia shiamuslim* shiit* sufi
        religiøs religiøse religiøst religion religionen troende tørklæde tørklædet hijab niqab burka ramadan halal
        kosher bederum konverteret konvertit*
        muslims christians christianity catholic catholics jew jews jewish hinduism buddhism atheist
        atheism religious headscarf sunnite shiite
        مسلم مسلمة مسيحي مسيحية سني شيعي ملحد мусульман* християн* православн* католик* іслам атеїст*
        مسلمان مسیحی سنی شیعه kiristaan
    """,
    Delicate.crime: """
        dømt dømte straffet straffedom straffesag* fængsel fængslet fængsler* fængslede
        afsonet afsoner afsoning kriminel kriminelle kriminelt kriminalitet* sigtet sigtede sigtelse* tiltalt tiltalte
        anholdt anholdte varetægt* voldsdom voldsdømt voldtægt* voldtog vold voldelig voldelige voldsofre
        hæleri narko narkotika narkohandel hash hashen bande banden bandemedlem* bandekriminel*
        prøveløsladt tilhold polititilhold terrorist* hvidvask straffeblad
        convicted conviction convictions prison prisoner jail jailed criminal criminals felony arrested indicted
        rape raped rapist terrorist violent violence probation
        مجرم سجن السجن مسجون سرقة злочинець злочин вʼязниця судимість засуджений تبهکار زندان زندانی xabsi dembiile
    """,
}
_MARKS = {0x2019: "'", 0x02BC: "'", 0x2018: "'"}


def _pattern(words: str) -> re.Pattern[str]:
    said = (
        re.escape(_plain(word.removesuffix("*"))) + (r"\w{0,20}" if word.endswith("*") else "")
        for word in words.split()
    )
    # A name is written large within a sentence; folded, `Syge` and `syge` are one: the list holds no names.
    return re.compile(rf"(?<![\w-])(?:{'|'.join(said)})(?![\w-])")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_MARKS)


_PATTERNS = {kind: _pattern(words) for kind, words in _WORDS.items()}

# What holds such a word and is about something else: trades, studies, societies, sayings.
_INNOCENT = re.compile(
    r"(?<!\w)(?:(?:som|uddannet|er|en) (?:psykolog|psykiater)|(?:læse[rt]?|studere[rt]?|læst) medicin|blind (?:date|vinkel)"
    r"|kræftens bekæmpelse|dømt ude|as an? psychologist|syg efter at|bandens? koncert)(?!\w)"
)
# What is also a name, and tells a faith only as somebody's.
_NAMES = re.compile(r"(?<!\w)(?:er|var|blev|som|is|was|am|a) (?:troende )?(?:kristen|christian)(?!\w)")


def delicate(text: str) -> Delicate | None:
    """What a text seems to say of somebody; None for nothing. Linear in the length of the text."""
    plain = _INNOCENT.sub(" ", _plain(text))
    if _NAMES.search(plain):
        return Delicate.religion
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(plain)), None)

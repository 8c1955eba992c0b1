"""The words by which titles say what an agreement does to another, and which words name an agreement, by language.

All are matched in titles as `kg.lineage.days.plain` gives them: without case and accents.
"""

from __future__ import annotations

import re
from functools import cache

# Past participles ("as amended", "revised convention") say what was done before, and are no verbs of the title.
_VERBS = {
    "en": {
        "amends": r"additions?|amend(?:ing|ments?|s)?|modif(?:ying|y|ies|ications?)|revising|revisions?|alter(?:ing|ations?)|var(?:ying|iations?)"
        r"|correct(?:ing|ions?)|rectif(?:ying|ications?)|adjustments?",
        "extends": r"extend(?:ing|s)?|extensions?|prolong(?:ing|s|ations?|ment)?|continu(?:e|ing|ance|ation|ed operation)",
        "renews": r"renew(?:ing|s|als?)?|reviv(?:e|es|ing|al)",
        "supersedes": r"supersed(?:e|es|ing)|replac(?:e|es|ing|ement)|in substitution (?:of|for)|substituting|in (?:lieu|place) of",
        "terminates": r"terminat(?:e|es|ing|ion)|abrogat(?:e|es|ing|ion)|annul(?:ling|ment)?|cancel(?:ling|lation|s)?"
        r"|denounc(?:e|es|ing)|denunciation|rescind(?:s|ing)?|revok(?:e|es|ing)|revocation",
        "suspends": r"suspend(?:s|ing)?|suspension",
        "implements": r"implement(?:ing|ation)?|(?:for|in|relative to) the execution of|application|carry(?:ing)? (?:out|into effect)"
        r"|giv(?:e|ing) effect to|pursuant to|in accordance with|(?:provided for|set out) in|under|in pursuance of",
        "interprets": r"interpret(?:s|ing|ation)?|explanatory|clarif(?:y|ies|ying|ication)|explain(?:s|ing)?",
        "protocolTo": r"supplement(?:s|ary|al|ing)?|additional|completing|addend(?:um|a)|complementary",
    },
    "pt": {
        "amends": r"emendas?|emendar|emendando|alterac(?:ao|oes)|altera[rm]?|alterando|modific\w+|revisao|revis(?:a|ar)|retific\w+"
        r"|termos? aditivos?|aditivos?|corrige|correcao|reforma",
        "extends": r"prorrog\w+|prolong\w+|estend\w+|extensao",
        "renews": r"renov\w+|revalid\w+",
        "supersedes": r"substitu\w+",
        "terminates": r"denuncia\w*|denunciar?|extincao|encerr\w+|termin(?:o|a|acao|ando)|rescisao|revog\w+|ab-rog\w+",
        "suspends": r"suspen\w+",
        "implements": r"ajustes?(?: \w+)? complementar(?:es)?|complementar(?:es)?|programas?(?: \w+)? executivos?|programas? de trabalho|execucao"
        r"|ajustes? administrativos?|regulamenta\w*|aplicacao|fundad[oa]s?|fundamentad[oa]s?|no ambito|ao amparo|em conformidade"
        r"|implementacao|implementar|previst[oa]s?|decorrentes?|nos termos",
        "interprets": r"interpreta\w*|esclarec\w+",
        "protocolTo": r"adiciona(?:l|is)|suplementar(?:es)?|anexos?",
    },
    "es": {
        "amends": r"enmiendas?|modific\w+|reforma\w*|revision|correccion",
        "extends": r"prorrog\w+|extension|extiende",
        "renews": r"renov\w+|renueva\w*",
        "supersedes": r"sustitu\w+",
        "terminates": r"denuncia|terminacion|pone fin|deroga\w*",
        "suspends": r"suspen\w+",
        "implements": r"ejecucion|aplicacion|implementacion|en el marco",
        "interprets": r"interpreta\w*|aclara\w*",
        "protocolTo": r"adiciona(?:l|les)|complementari[oa]s?|suplementari[oa]s?|anexos?",
    },
    "ru": {
        "amends": r"изменени\w+|дополнени\w+|поправ\w+",
        "extends": r"продлени\w+|продлева\w+|пролонгаци\w+",
        "renews": r"возобновлени\w+",
        "supersedes": r"замен\w+",
        "terminates": r"прекращени\w+|денонсаци\w+",
        "suspends": r"приостанов\w+",
        "implements": r"выполнени\w+|осуществлени\w+|реализаци\w+|применени\w+",
        "interprets": r"толковани\w+",
        "protocolTo": r"дополнительн\w+|приложени\w+",
    },
}
_NOUNS = {
    "en": r"exchanges? of (?:notes|letters)|notes exchanged|agreed minutes?|memorand(?:um|a)(?: of (?:understanding|agreement))?|modus vivendi|articles of agreement"
    r"|agreements?|treat(?:y|ies)|conventions?|protocols?|declarations?|arrangements?|understandings?|notes|letters|pact|charter|statutes?"
    r"|regulations?|code|contract|settlement|covenant|constitution",
    "pt": r"trocas? de notas|notas reversais|memorando(?: de entendimento)?|ajustes?(?: complementar(?:es)?)?|programa executivo|acordos?(?:[- ]quadro)?"
    r"|convenios?|convencao|convencoes|tratados?|protocolos?|notas|declaracao|estatutos?|contratos?",
    "es": r"canjes? de notas|memorandos?(?: de entendimiento)?|acuerdos?|convenios?|convencion|tratados?|protocolos?|notas|declaracion|contratos?",
    "ru": r"обмен\w* нотами|меморандум\w*|соглашени\w+|договор\w*|конвенци\w+|протокол\w*|деклараци\w+|контракт\w*",
}
# Where the name of a parent ends and the child's own subject, place or day begins.
_STOPS = {
    "en": r"signed|done (?:at|on)|dated|concluded|opened for|adopted|in so far|so as|in order|for the (?:period|year|purpose)|until|regarding|concerning"
    r"|with respect|relating to|respecting|by which|to (?:provide|extend|include|cover)|as (?:amended|modified|extended|prolonged|revised)|with",
    "pt": r"para|sobre o projeto|no tocante|relativ[oa]s?|referentes?|na area|no (?:setor|campo)|que |fixando|assinad[oa]|firmad[oa]|celebrad[oa]|conclui\w+"
    r"|por troca|em materia|sobre|visando|com vistas|entre",
    "es": r"para|relativ[oa]s?|sobre|suscrit[oa]|firmad[oa]|celebrad[oa]|entre",
    "ru": r"между|подписан\w*|в области",
}
_DEFINITE = {
    "en": r"(?:the|said|existing|to|of|his|her)",
    "pt": r"(?:ao|a|aos|as|do|da|dos|das|o|os|no|na|pelo|pela)",
    "es": r"(?:al|a la|del|de la|el|la|los|las|en)",
    "ru": r"(?:к|в|о|об|от)",
}
PAST = re.compile(
    r"\b(?:as|was|were|been|already|previously|further|subsequently)? ?(?:\w+ )?(?:amended|modified|prolonged|extended|renewed|revised|supplemented) by\b"
)
CHANGED = re.compile(
    r"\W*(?:(?:as|and)\W+)*(?:amended|modified|prolonged|extended|renewed|revised|supplemented)\W+(?:(?:at|on|by|in|the|notes?|\w+)\W+){0,3}"
)
UNTIL = re.compile(
    r"\b(?:until|till|up to|as from|from|with effect from|expir\w+(?: on)?|period (?:of|from)|not later than|ate|a partir de|hasta|до)\W+(?:the )?$"
)
PLURAL = re.compile(r"(?:treaties|conventions|agreements|protocols|acordos|convenios|tratados|convencoes|acuerdos)\b")
SIGNED = re.compile(
    r"\b(?:signed|done|dated|concluded|adopted|assinad[oa]|firmad[oa]|celebrad[oa]|suscrit[oa]|подписан\w*)\b"
)
TERRITORY = re.compile(r"\bto\W+(?:the |certain |his |her |other |various )*")
PLACES = re.compile(r"(?:\w+ ){0,3}(?:territor|protectorate|coloni|colony|island|possession|dominion)")
ATTACHED = re.compile(r"\W*(?:annexed|attached|appended|additional|supplementary)\W+to\b")
PROTOCOL_TO = re.compile(
    r"(?<!relating )(?<!relative )(?<!respect )(?<!accession )(?<!related )\bto the (?:[\w'’-]+\W+){0,4}$"
)


def language(lang: str) -> str:
    """The language whose words are looked for in a title: its own, else English."""
    return lang if lang in _VERBS else "en"


@cache
def verbs(lang: str) -> re.Pattern[str]:
    """What is done to another agreement; the group that matches is the type of link."""
    return re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _VERBS[lang].items()))


@cache
def nouns(lang: str) -> re.Pattern[str]:
    """Words for an agreement."""
    return re.compile(rf"\b(?:{_NOUNS[lang]})\b")


@cache
def stops(lang: str) -> re.Pattern[str]:
    """Words at which the name of a parent ends."""
    return re.compile(rf"\b(?:{_STOPS[lang]})\b|[“”\"`;()\[\]]|''| [-–] |, [\w-]+ (?:session|meeting)\b")


@cache
def definite(lang: str) -> re.Pattern[str]:
    """Words right before a noun, adjectives between, that point at one agreement."""
    return re.compile(rf"\b{_DEFINITE[lang]}\W+(?:(?!and\b|e\b|y\b)[\w'’.-]+\W+){{0,4}}$")

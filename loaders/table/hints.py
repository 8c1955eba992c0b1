"""Words by which a column shows what it holds: in headers, in titles, in cells. All are hints, none is a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.polities import fold

# What a header says by the beginning of one of its words, in en, es, pt, fr, de, ru; folded as names are.
_HEADERS = {
    "title": "titl titul titre titel name nom nazvanie bezeichn назван наименован заголов",
    "party": "part parceir contrapart counterpart signator member memb countr pais pays land laender staat state "
    "estado vertragspartner стран сторон контрагент государств участник",
    "place": "place loc locat lug lugar local lieu ort city ciudad cidade ville celebr место город sede",
    "id": "id ids number numer nummer num no nr nro key code cod ref reference serial uuid kennung aktenzeichen "
    "номер код шифр iea",
    "kind": "type typ tipo kind form forma instrumento art тип вид форма doctype doc",
    "status": "status state estado situac situation stand etat состоян статус vigencia",
    "topic": "topic tema temas subject matter materia sujet theme thema area field issue область тема предмет sachgeb",
    "note": "note notes nota notas remark comment observ obs anmerk bemerk примечан",
    "register": "unts onu un registro registr registration оон регистр",
    "gazette": "gazette gaceta diario fundstelle bgbl journal publicac publicat publikation публикац",
    "year": "year ano anio año annee jahr год date data fecha datum дата",
    "url": "url link href web",
    "cow": "cow ccode",
    "gw": "gw gwno",
}
_ACTS = {  # the first that fits counts
    "entryIntoForce": "force vigor vigueur vigenc kraft eif силу вступл entry",
    "ratification": "ratif ратиф",
    "accession": "accession adhes adhesi beitritt присоедин",
    "signature": "sign assin firm suscri подпис unterzeich celebra conclu abschl",
    "termination": "termin expir venc end fim fin ablauf ausser прекращ оконч истеч",
    "denunciation": "denunc denoun denonc kundig денонс",
    "withdrawal": "withdr",
    "registration": "regist",
}
_STOP_WORDS = {
    "en": "the of and between for on to with",
    "es": "el los las del y entre para sobre la",
    "pt": "do da dos das e entre para sobre ao o",
    "fr": "le les des et entre pour sur du la",
    "de": "der die das und zwischen uber zur des dem den",
    "it": "il della di tra del e per sulla",
    "ru": "и о между в по на об",
}
DESIGNATIONS = {  # in a title, by language -> kind
    "es": {
        "Canje de (notas|cartas)": "exchangeOfNotes",
        "Memor[aá]ndum": "memorandum",
        "Protocolo": "protocol",
        "Tratado": "treaty",
        "Convenci[oó]n": "convention",
        "Acuerdo|Convenio": "agreement",
        "Declaraci[oó]n": "declaration",
        "Programa": "programme",
    },
    "pt": {
        "Troca de (notas|cartas)": "exchangeOfNotes",
        "Memorando": "memorandum",
        "Protocolo": "protocol",
        "Tratado": "treaty",
        "Conven[cç][aã]o": "convention",
        "Acordo|Conv[eê]nio": "agreement",
        "Ajuste": "arrangement",
        "Declara[cç][aã]o": "declaration",
        "Programa": "programme",
    },
    "fr": {
        "[EÉ]change de (notes|lettres)": "exchangeOfNotes",
        "M[eé]morandum": "memorandum",
        "Protocole": "protocol",
        "Trait[eé]": "treaty",
        "Convention": "convention",
        "Accord": "agreement",
        "Arrangement": "arrangement",
        "D[eé]claration": "declaration",
    },
    "de": {
        "Notenwechsel": "exchangeOfNotes",
        "Memorandum": "memorandum",
        "Protokoll": "protocol",
        "[\\w-]*vertrag": "treaty",
        "[UÜ]bereinkommen": "convention",
        "[\\w-]*abkommen": "agreement",
        "Vereinbarung": "arrangement",
        "Erkl[aä]rung": "declaration",
    },
    "ru": {
        "Обмен (нотами|письмами)": "exchangeOfNotes",
        "Меморандум": "memorandum",
        "Протокол": "protocol",
        "Договор": "treaty",
        "Конвенция": "convention",
        "Соглашение": "agreement",
        "Декларация": "declaration",
        "Программа": "programme",
    },
}
_STATUS = (  # part of a status word, folded -> what it says; the first that fits counts
    (r"not (yet )?in force|no vigente|nao vigente|не вступ|noch nicht", "not entryIntoForce"),
    (r"in force|\bvigente|em vigor|en vigor|en vigueur|in kraft|деиству", "[entryIntoForce, not termination]"),
    (r"denunc|denoun|denonc|gekundigt|денонс", "denunciation"),
    (r"suspen|приостан", "suspension"),
    (r"supersed|replaced|substitu|sustitu|remplac|ersetzt|замен", "supersession"),
    (r"terminat|termina|beendet|прекращ", "termination"),
)
MISSING = (
    *("NA", "N/A", "n/a", "N.A.", "n.a.", "#N/A", "#VALUE!", "#REF!", "NaN", "nan", "NULL", "null"),
    *("-", "--", "---", "–", "—", "?", "??", ".", "..", "...", "n/d", "N/D", "n.d.", "s/d", "S/D", "s/f"),
    *("sin datos", "sem dados", "k.A.", "k. A.", "o. A.", "н/д", "б/д", "нет данных"),
)


def meanings(header: str) -> frozenset[str]:
    """What the words of a header hint at: title, party, place, id ..."""
    words = _words(header)
    return frozenset(meaning for meaning, stems in _HEADERS.items() if _begins(words, stems))


def act_of(header: str) -> str | None:
    """The act that a header of dates names."""
    words = _words(header)
    joined = " ".join(word for word in words if len(word) > 12)  # dateofsignature
    found = (act for act, stems in _ACTS.items() if _begins(words, stems) or _within(joined, stems))
    return next(found, None)


def is_bare(header: str) -> bool:
    """Whether a header says "date" and nothing else."""
    return all(_begins([word], _HEADERS["year"]) for word in _words(header))


def _words(header: str) -> list[str]:
    apart = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])|[_.\d]+", " ", header)
    return fold(apart).casefold().split()  # № folds to No


def _within(text: str, stems: str) -> bool:
    return any(len(stem) > 3 and stem in text for stem in fold(stems).split())


def _begins(words: Iterable[str], stems: str) -> bool:
    """Whether a word begins with a stem; short stems must be whole words."""
    whole = fold(stems).split()
    return any(word == stem or (len(stem) > 3 and word.startswith(stem)) for word in words for stem in whole)


def status_of(word: str) -> str | None:
    """What a status word says, where it is plain."""
    return next((says for pattern, says in _STATUS if re.search(pattern, fold(word))), None)


def language_of(texts: Iterable[str]) -> tuple[str, int, int]:
    """The language of most texts by its small words, the number of texts that hold one, and the number of texts."""
    stop = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
    hits, total = dict.fromkeys(stop, 0), 0
    for text in texts:
        total += 1
        words = fold(text).split()
        found = {language: sum(word in small for word in words) for language, small in stop.items()}
        best = max(found, key=lambda language: found[language])
        hits[best] += found[best] > 0
    language = max(hits, key=lambda one: hits[one])
    return (language, hits[language], total) if total and hits[language] > total / 3 else ("und", 0, total)

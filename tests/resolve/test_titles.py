"""Titles as they are compared: words of four languages, names of parties left out, numbers that part sisters."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter

import pytest

from kg.resolve.vocabulary import LANGUAGES, VOCABULARY, meaning
from kg.resolve.words import likeness, lines_named, names_of, read_title

NOBODY: frozenset[str] = frozenset()
PAIR = names_of(("BRA", "GBR"), ())


def _words(title: str, lang: str = "en", names: frozenset[str] = PAIR) -> set[str]:
    return set(read_title(title, lang, names).words)


def test_the_vocabulary_gives_each_word_one_meaning() -> None:
    with VOCABULARY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [name for name, number in Counter(row["concept"] for row in rows).items() if number > 1] == []
    for lang in LANGUAGES:
        words = Counter(word for row in rows for word in row[lang].split())
        assert [word for word, number in words.items() if number > 1] == []
    assert all(0 <= float(row["weight"]) <= 1 for row in rows)


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("Agreement between the Government of the United Kingdom and the Government of Brazil on Extradition", "en"),
        ("Tratado de Extradição entre o Governo do Reino Unido e o Governo da República Federativa do Brasil", "pt"),
        ("Tratado de extradición entre el Reino Unido y el Brasil", "es"),
        ("Договор между Соединённым Королевством и Бразилией о выдаче", "ru"),
    ],
)
def test_form_and_parties_are_left_out_in_any_language(title: str, lang: str) -> None:
    names = names_of(("BRA", "GBR"), ("Соединённым Королевством", "Бразилией"))
    assert _words(title, lang, names) == {"extradition"}


def test_a_river_named_after_a_party_is_no_party() -> None:
    names = names_of(("SEN", "MLI"), ())
    assert _words("Convention on the Status of the Senegal River", names=names) >= {"senegal", "river"}
    assert "senegal" not in _words("Convention between Senegal and Mali on Fisheries", names=names)


def test_a_bilateral_investment_treaty_is_what_its_initials_say() -> None:
    initials = read_title("Brazil - United Kingdom BIT (1994)", "en", PAIR, "1994-07-19")
    spelled = read_title("Agreement for the Promotion and Protection of Investments", "en", PAIR)
    found = likeness(initials, spelled)
    assert found is not None and found.like >= 0.8
    assert initials.numbers == {}, "the year of its own signature tells nothing"


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Loan Agreement (No. 2) 1975", {"number": {"2"}}),
        ("Protocol III to the Convention", {"number": {"3"}}),
        ("Third Agreement on Fish", {"number": {"3"}}),
        ("Terceiro Acordo", {}),
        ("Quota for the year 1968", {"year": {"1968"}}),
        ("Loan of £5,000,000", {"amount": {"5000000"}}),
        ("Loan of 5.5 million pounds", {"amount": {"5500000"}}),
        ("Notes extending the Agreement of 26 March 1941", {"date": {"1941"}}),
        ("Signed on 18 July 1975", {}),
    ],
)
def test_numbers_by_kind(title: str, numbers: dict[str, set[str]]) -> None:
    assert read_title(title, "en", NOBODY, "1975-07-18").numbers == numbers


def test_ordinals_are_read_in_the_language_of_the_title() -> None:
    assert read_title("Terceiro Acordo", "pt", NOBODY).numbers == {"number": {"3"}}


def test_lines_are_named_by_their_longest_names() -> None:
    assert lines_named("agreement of great britain and northern ireland with new zealand") == {"GBR", "NZL"}
    assert "IRL" in lines_named("agreement with ireland")


def test_short_words_stand_for_themselves_and_beginnings_for_all_they_begin() -> None:
    seas = meaning("seas", "en")
    assert seas is not None and seas.concept == "sea"
    assert meaning("seasonal", "en") is None
    fishing = meaning("fisheries", "en")
    assert fishing is not None and fishing.concept == "fish"


def test_initials_stand_for_the_words() -> None:
    short, long = read_title("SAFTA", "en", NOBODY), read_title("South Asian Free Trade Area (SAFTA)", "en", NOBODY)
    found = likeness(short, long)
    assert found is not None and found.like >= 0.8
    nothing = likeness(read_title("Brazil", "en", PAIR), long)
    assert nothing is None


REASONS = """
from kg.resolve.titles import Pair, titles
from kg.resolve.words import likeness, read_title
words = "for harbours, railways, wagons, sugar mills and telegraphs"
one, other = (
    read_title(f"Loan No. {number} of {amount} dollars {words} of {year}", "en", frozenset())
    for number, amount, year in ((2, 45000, 1950), (3, 78000, 1960))
)
like = likeness(one, other)
print(like.common, [*titles(None, None, Pair(like, one, other))])
"""


def test_reasons_come_in_one_order_and_sums_are_the_same_in_every_process() -> None:
    """The order of a set of words is another in each process; a release is to be the same."""
    seeds = ("1", "2", "3", "4")
    told = {
        subprocess.run(
            [sys.executable, "-c", REASONS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in seeds
    }
    (said,) = told
    assert said.index("another amount") < said.index("another number") < said.index("another year")

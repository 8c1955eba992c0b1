"""What a sheet does not know, with numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.sheet import words
from kg.sheet.model import Agreement

FIELDS: tuple[tuple[str, Callable[[Agreement], bool]], ...] = (
    ("no day of signature", lambda one: one.signed is None or one.signed_from is None),
    ("no entry into force", lambda one: one.since is None),
    ("no duration or end", lambda one: not one.term and one.ended is None),
    ("no place of signature", lambda one: not any(act.place for act in one.acts)),
    ("form of the instrument not stated", lambda one: not one.kind.records),
    ("legal nature not determined", lambda one: not one.nature.records),
    ("no subject", lambda one: not one.topics),
    ("no title in another language", lambda one: not one.originals),
    ("no reference to a published text", lambda one: not one.citations),
)


def missing(states: Sequence[Agreement]) -> tuple[str, ...]:
    """Fields that are missing, with how often, the most frequent first."""
    numbers = [(sum(1 for one in states if lacks(one)), name) for name, lacks in FIELDS]
    return tuple(
        f"{name}: {number:,} of {len(states):,}"
        for number, name in sorted(numbers, key=lambda item: (-item[0], item[1]))
        if number
    )


def not_joined(lists: int, joined: int, proposed: int) -> tuple[str, ...]:
    """What readers must know of the numbers where several data sets list agreements of the pair.

    `joined`: agreements that two or more of them list; `proposed`: pairs of entries that may be of one agreement.
    """
    if lists < 2:
        return ()
    sentences = [f"{lists} data sets list agreements here; {_listed_by_several(joined)}."]
    if proposed:
        may = f"{words.plural(proposed, 'more pair')} of entries may be of one agreement each"
        sentences.append(f"{may}, which no editor has decided yet: until then they are counted apart.")
    return tuple(sentences)


def _listed_by_several(joined: int) -> str:
    if not joined:
        return "no entry of one was found to be surely of the same agreement as an entry of another"
    return f"{words.plural(joined, 'agreement')} {words.are(joined)} listed by two or more of them, and counted once"


def gaps(found: Sequence[Agreement], many_sided: int, documents: int, held_back: Sequence[str]) -> tuple[str, ...]:
    """What else is not known or not counted."""
    sentences = []
    if many_sided:
        sentences.append(
            f"{words.plural(many_sided, 'other agreement')} that {_name(many_sided)} both countries, multilateral or "
            f"with a third party, {words.are(many_sided)} not counted here (section 9)."
        )
    if held_back:
        sentences.append(
            f"{words.plural(len(held_back), 'record')} that {_name(len(held_back))} both countries "
            f"{words.are(len(held_back))} not published, for reasons in the validation report of the release: "
            f"{', '.join(held_back)}."
        )
    if unread := sum(1 for one in found if one.status.answer == "unknown"):
        sentences.append(
            f"Of {words.plural(unread, 'entry', 'entries')} neither signature nor entry into force is recorded: "
            "announced, discussed or drawn up only, as far as the sources tell."
        )
    if flagged := sum(1 for one in found if one.how == "flaggedBilateral"):
        sentences.append(
            f"{words.plural(flagged, 'agreement')} marked bilateral by the source {_name(flagged)} "
            "more than two parties or territories; who stands on which side is not said."
        )
    if documents:
        sentences.append(
            f"The data sets of this release also hold {words.plural(documents, 'document')} (scans, papers of "
            f"parliaments) that {_name(documents)} no parties; whether any of them concerns these two countries is "
            "not known."
        )
    return tuple(sentences)


def _name(number: int) -> str:
    return "names" if number == 1 else "name"

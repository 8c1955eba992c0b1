"""One row of a list to one record, as its mapping says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from kg.records import Citation, Link, Record, Text
from loaders.table import model
from loaders.table.acts import Said, Status, dated_acts, day_of_conclusion, with_actors, with_place
from loaders.table.check import columns
from loaders.table.coded import KindReader, TermReader, coded
from loaders.table.parties import PartyReader
from loaders.table.row import Row, RowError
from loaders.table.values import last_found, plain

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Interpreter:
    """Reads rows by a mapping; what can be made ready once is made ready here. `path` is the mapping's file."""

    def __init__(self, mapping: model.Mapping, path: Path) -> None:
        self.mapping, self.missing = mapping, frozenset(map(plain, mapping.missing))
        folder = path.parent
        horizon = mapping.source.horizon or mapping.source.retrieved
        self._titles = mapping.title if isinstance(mapping.title, tuple) else (mapping.title,)
        self._parties = PartyReader.of(mapping.parties, folder)
        self._status = Status(mapping.status, horizon) if mapping.status else None
        self._same_topics = [one for one in mapping.topics if isinstance(one, str)]
        self._topics = [(one, coded(one, folder)) for one in mapping.topics if isinstance(one, model.TopicsOf)]
        self._kind = KindReader(mapping.kind, folder)
        self._nature = coded(mapping.legal_nature) if isinstance(mapping.legal_nature, model.NatureOf) else None
        self._flag = coded(mapping.bilateral) if isinstance(mapping.bilateral, model.Flag) else None
        self._term = TermReader(mapping.term) if mapping.term else None
        self._mapped = [name for name, place in columns(mapping).items() if not place.startswith("ignore[")]

    def records(self, row: Row) -> tuple[Record, ...]:
        """The record of a row, and with it those of what its status says against its dates.

        RowError if nothing names the agreement, or it has no title.
        """
        mapping, local_id = self.mapping, self._id(row)
        titles = tuple(self._titles_of(row))
        if not titles:
            columns = ", ".join(spec.column for spec in self._titles)
            raise RowError("no title", "is blank; an agreement has a title", row.fields, columns)
        dated = dated_acts(mapping.dates, row)
        parties = self._parties.read(row, day_of_conclusion(dated))
        acts = with_actors(dated, parties)
        acts = with_place(mapping.place, row, acts) if mapping.place else acts
        said = self._status.read(row, acts) if self._status else Said()
        record = Record(
            source=mapping.source.name,
            id=local_id,
            kind="agreementRecord",
            file=row.fields.file,
            row=row.fields.number,
            as_given=row.fields.as_given(),
            says=said.says,
            titles=titles,
            instrument_kind=self._kind.read(row),
            legal_nature=self._nature.read(row) if self._nature else _same(mapping.legal_nature),
            topics=tuple(dict.fromkeys((*self._same_topics, *self._topics_of(row)))),
            stated_bilateral=self._bilateral(row),
            parties=parties,
            acts=(*acts, *said.acts),
            term=self._term.read(row) if self._term else None,
            links=tuple(link for spec in mapping.links for link in _links(spec, row)),
            citations=tuple(citation for spec in mapping.citations for citation in _citations(spec, row)),
            urls=tuple(url for column in mapping.urls if (url := _url(row, column))),
            note=_note(mapping.note, row) if mapping.note else None,
        )
        return (record, *self._against(record, said))

    def _against(self, record: Record, said: Said) -> Iterator[Record]:
        """What the status says against the dates of its own row: records of their own, so that both stand."""
        for acts, stance, name in ((said.contrary, "asserts", "status"), (said.denied, "denies", "status-not")):
            if acts and self._status:
                yield Record(
                    source=record.source,
                    id=f"{record.id}/{name}",
                    kind="evidenceRecord",
                    about=record.id,
                    file=record.file,
                    row=record.row,
                    as_given={self._status.column: record.as_given[plain(self._status.column)]},
                    stance=stance,
                    says=said.says,
                    acts=acts,
                )

    def _id(self, row: Row) -> str:
        spec = self.mapping.id
        if spec is None:
            return self._of_the_row(row)
        if not isinstance(spec, model.Id):
            spec = model.Id(columns=(spec,) if isinstance(spec, str) else spec)
        cells = [row.text(column) for column in spec.columns]
        found = "-".join(cells) if all(cells) else ""
        if spec.pattern and found:
            found = last_found(spec.pattern, found) or ""
        if not found and not spec.otherwise_row:
            text = " ".join(cells).strip()
            why = f"found {text!r}, in which the pattern {spec.pattern} finds nothing" if text else "is blank"
            raise RowError("no id", f"{why}; nothing names the agreement", row.fields, ", ".join(spec.columns))
        return found or self._of_the_row(row)

    def _of_the_row(self, row: Row) -> str:
        """A name made of what stands in the mapped columns: the same row has the same name in the next edition."""
        cells = "\x1f".join(row.text(column) for column in self._mapped)
        return "row-" + blake2b(cells.encode(), digest_size=8).hexdigest()

    def _titles_of(self, row: Row) -> Iterator[Text]:
        for spec in self._titles:
            if title := row.text(spec.column):
                lang = row.text(spec.lang_column) or spec.lang
                if not _LANGUAGE.fullmatch(lang):
                    row.problem("unknown-word", spec.lang_column or "", lang, "is no code of a language such as en, de")
                    lang = spec.lang
                yield Text(value=title, lang=lang)

    def _topics_of(self, row: Row) -> Iterator[str]:
        for spec, words in self._topics:
            for word in row.parts(spec.column, spec.separator):
                if word not in words and spec.skip and re.fullmatch(spec.skip, word):
                    continue
                if topic := words.concept(row, word, "unknown-subject"):
                    yield topic

    def _bilateral(self, row: Row) -> bool | None:
        if self._flag is None:
            return self.mapping.bilateral if isinstance(self.mapping.bilateral, bool) else None
        found = self._flag.read(row)
        return None if found is None else found == str(True)


def _same(value: object) -> str | None:
    """A value that is the same for every row."""
    return value if isinstance(value, str) else None


def _citations(spec: model.CitationOf, row: Row) -> Iterator[Citation]:
    url = _url(row, spec.url_column) if spec.url_column else None
    for part in row.parts(spec.column, spec.separator):
        for piece in spec.remove:
            part = part.replace(piece, "")
        yield Citation(text=spec.prefix + part, register=spec.register, url=url)


def _links(spec: model.LinkOf, row: Row) -> Iterator[Link]:
    for part in row.parts(spec.column, spec.separator):
        to = last_found(spec.pattern, part) if spec.pattern else part
        if to is None:
            row.problem("unknown-word", spec.column, part, f"the pattern {spec.pattern} finds no id in it")
        else:
            yield Link(type=spec.type, to=to)


def _url(row: Row, column: str) -> str | None:
    text = row.text(column).replace(" ", "%20")
    try:
        usable = urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).hostname)
    except ValueError:
        usable = False
    if text and not usable:
        row.problem("unread-url", column, text, "is no web address; it is left out")
    return text if usable else None


def _note(spec: model.Note, row: Row) -> Text | None:
    text = row.text(spec.column)
    return Text(value=text, lang=spec.lang) if text else None

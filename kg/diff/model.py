"""What differs between two releases: plain values, the same in text, JSON and HTML."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("added", "gone", "merged", "split", "renumbered", "changed")  # of changes of agreements, as they are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """One of the two releases."""

    id: str
    created: str  # ISO time; empty if it does not say
    treatykg: str  # version that made it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a source's own row that differs; None where the row has no such cell."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something differs.

    `kind` is record, judgement, violation, source (what is said of a source as a whole), agreement (one that is linked
    to was merged) or rules (no record changed). `change` of a record: new, gone, changed, joined, parted; of a
    judgement: new, gone, changed; of a violation: new, resolved.
    """

    kind: str
    change: str
    words: str  # one sentence for a reader
    source: str = ""
    names: tuple[str, ...] = ()  # records as SOURCE/ID, the judgement, the rule
    cells: tuple[Cell, ...] = ()  # of a single changed record


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A value as a release shows it."""

    value: str  # a date in EDTF, a concept by its name, else the text
    words: str  # the same for a reader
    level: str | None = None  # single, concordant, compatible, conflicting, judged; None: not a field that is resolved
    against: tuple[str, ...] = ()  # what others say instead
    records: tuple[str, ...] = ()  # who speaks of it, for or against


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """One field of an agreement, or of an act of it, before and after; None: nothing was, or is, shown."""

    field: str  # title, date, placeName, topic, party, records ...
    part: str = ""  # language of a title
    act: str = ""  # type of the act whose field it is
    actor: str = ""  # polity of a one-sided act
    label: str  # "entry into force, date"
    before: Shown | None
    after: Shown | None
    causes: tuple[Cause, ...] = ()

    @property
    def only_level(self) -> bool:
        """Whether the value stands and only how far the sources agree has changed."""
        return self.before is not None and self.after is not None and self.before.value == self.after.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An agreement by its identifier and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementChange:
    """What became of one agreement; `kind` is one of KINDS.

    `others`: of a merged one, the agreements that are now this one; of a split one, those that were parted from it; of
    a renumbered one, the identifier it had. `sources`: names of the data sets that caused it.
    """

    kind: str
    id: str
    title: str
    between: tuple[str, ...]
    signed: str  # in words, empty if not known
    others: tuple[Named, ...] = ()
    values: tuple[ValueChange, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the data sets that caused it, sorted."""
        every = [*self.causes, *(cause for value in self.values for cause in value.causes)]
        return tuple(sorted({cause.source for cause in every} - {""}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherChange:
    """An alliance, a stated count or an event that is new, gone or changed."""

    kind: str  # alliance, count, event
    change: str  # added, gone, changed
    id: str  # SOURCE/ID
    before: str  # in words; empty for what is new
    after: str
    causes: tuple[Cause, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The data set that it is of."""
        return (self.id.split("/", 1)[0],)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """A finding of validation that is new or resolved."""

    change: str  # new, resolved
    rule: str
    title: str  # of the rule
    severity: str
    message: str
    value: str
    place: str  # "uk-treaties, treaties.json, row 12"
    source: str
    focus: str  # what breaks the rule, without the base address


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChange:
    """What changed in the records of one data set, and in what is said of it as a whole."""

    source: str
    title: str
    change: str  # loaded, unloaded, changed
    version_before: str
    version_after: str
    records_new: int
    records_gone: int
    records_changed: int
    described: tuple[Cell, ...] = ()  # version, horizon, tier ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementChange:
    """An editor's decision that is new, gone or changed."""

    id: str
    change: str  # new, gone, changed
    decision: str  # prefer, reject, join, apart
    about: tuple[str, ...]  # what is judged: agreement/ID, act/ID/TYPE, record/SOURCE/ID
    field: str
    reason: str
    editor: str
    decided_on: str

    @property
    def records(self) -> frozenset[str]:
        """The records it is on, as SOURCE/ID."""
        return frozenset(name.removeprefix("record/") for name in self.about if name.startswith("record/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """All that differs from one release to another."""

    before: Which
    after: Which
    sources: tuple[SourceChange, ...] = ()
    judgements: tuple[JudgementChange, ...] = ()
    agreements: tuple[AgreementChange, ...] = ()
    others: tuple[OtherChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    reference: bool = False  # ontology, polities or codes differ
    parts_read: int = field(default=0, compare=False)  # parts that had to be opened

    @property
    def same(self) -> bool:
        """Whether nothing differs that a reader is shown."""
        found = (self.sources, self.judgements, self.agreements, self.others, self.findings)
        return not any(found) and not self.reference

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind; kinds without any are there with 0."""
        found = {f"agreements {kind}": sum(one.kind == kind for one in self.agreements) for kind in KINDS}
        found["values changed"] = sum(len(one.values) for one in self.agreements)
        for kind, plural in (("alliance", "alliances"), ("count", "stated counts"), ("event", "events")):
            for change in ("added", "gone", "changed"):
                found[f"{plural} {change}"] = sum((one.kind, one.change) == (kind, change) for one in self.others)
        for change in ("new", "resolved"):
            found[f"findings {change}"] = sum(one.change == change for one in self.findings)
        return found

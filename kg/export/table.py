"""The agreements of a pair as a table for a spreadsheet: one row an agreement, with who says so."""

from __future__ import annotations

import csv
import io

from pyoxigraph import Literal, QuerySolutions, Store

from kg.names import PREFIXES, pair_iri

COLUMNS = (
    "agreement",
    "title",
    "kind",
    "nature",
    "topics",
    "signed",
    "entered_into_force",
    "ended",
    "how",
    "concluded_by",
    "who_says_so",
    "note",
)

_ACTS = {"signed": "signature", "entered_into_force": "entryIntoForce", "ended": "termination"}
_QUESTION = """
SELECT ?agreement (SAMPLE(?name) AS ?title) ?kind ?nature
  (GROUP_CONCAT(DISTINCT ?topicName; SEPARATOR="; ") AS ?topics) %(dates)s
  ?how (GROUP_CONCAT(DISTINCT ?polity; SEPARATOR="+") AS ?concluded_by)
  (GROUP_CONCAT(DISTINCT ?saying; SEPARATOR="; ") AS ?who_says_so) (SAMPLE(?words) AS ?note)
WHERE {
  ?pairing tkg:ofPair %(pair)s ; tkg:ofAgreement ?node ; tkg:how/skos:prefLabel ?how .
  ?pairing tkg:concludedBy/skos:prefLabel ?polity . FILTER(LANG(?polity) = "en" && LANG(?how) = "en")
  ?node tkg:instrumentKind/skos:prefLabel ?kind ; tkg:legalNature/skos:prefLabel ?nature ; tkg:title ?name .
  ?node tkg:statedIn ?record . ?record tkg:fromSource ?source ; tkg:locator ?place .
  ?source dcterms:title ?source_title .
  FILTER(LANG(?kind) = "en" && LANG(?nature) = "en")
  FILTER(LANG(?name) = "en" || NOT EXISTS { ?node tkg:title ?other FILTER(LANG(?other) = "en") })
  OPTIONAL { ?node tkg:topic/skos:prefLabel ?topicName FILTER(LANG(?topicName) = "en") }
  OPTIONAL { ?node tkg:signedEarliest ?first }
  OPTIONAL { ?node tkg:note ?words }
  %(acts)s
  BIND(CONCAT(?source_title, " (", ?place, ")") AS ?saying)
  BIND(STRAFTER(STR(?node), "/agreement/") AS ?agreement)
}
GROUP BY ?agreement ?kind ?nature ?how ?first ORDER BY (!BOUND(?first)) ?first ?agreement
"""


def pair_table(store: Store, pair: str) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read it right; two-sided agreements, oldest first."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    solutions = store.query(_question(pair), use_default_graph_as_union=True)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("not a SELECT query")
    for row in solutions:
        rows.writerow([value.value if isinstance(value := row[name], Literal) else "" for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _question(pair: str) -> str:
    dates = " ".join(f"(SAMPLE(?{name}Date) AS ?{name})" for name in _ACTS)
    acts = "\n  ".join(
        f"OPTIONAL {{ ?{name}Act tkg:actOn ?node ; tkg:actType at:{kind} ; tkg:date ?{name}Date }}"
        for name, kind in _ACTS.items()
    )
    prologue = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    return prologue + _QUESTION % {"dates": dates, "acts": acts, "pair": pair_iri(pair)}

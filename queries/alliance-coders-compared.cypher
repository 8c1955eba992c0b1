// Twin of alliance-coders-compared.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
MATCH (:Country {id: $one})<-[:IN_LINE]-(:Polity)-[by:OWES|TO]-(c:Commitment)-[to:OWES|TO]-(:Polity)-[:IN_LINE]->(:Country {id: $other})
WHERE type(by) <> type(to) AND ($kind = 'all' OR c.commitmentKind = $kind)
MATCH (pact:Alliance)-[:COMMITS]->(c)-[:STATED_IN]->(:Record)-[:IN_DATASET]->(source:Source)
WITH DISTINCT c.commitmentKind AS kind, source.id AS by, substring(pact.id, size('alliance/')) AS pact,
     coalesce(toString(c.startEarliest), '') AS opens, coalesce(toString(c.startLatest), '~') AS opened,
     coalesce(toString(c.endEarliest), '') AS closes, coalesce(toString(c.endLatest), '~') AS closed
ORDER BY pact
WITH kind, collect({by: by, pact: pact, opens: opens, opened: opened, closes: closes, closed: closed}) AS spans
CALL (spans) { // the days on which something may begin or end
  UNWIND spans AS span
  UNWIND [span.opens, span.opened] + CASE span.closes WHEN '' THEN [] ELSE [span.closes] END + [span.closed] AS day
  WITH DISTINCT day WHERE day <> '~' ORDER BY day
  RETURN collect(day) AS days
}
UNWIND range(0, size(days) - 1) AS place
WITH kind, days[place] AS day, coalesce(days[place + 1], '~') AS next, spans
CALL (kind, day, next, spans) {
  MATCH (cover:Coverage)-[:OF_SOURCE]->(set:Source) WHERE 'allianceRecord' IN coalesce(cover.coversKind, [])
  WITH set, [span IN spans WHERE span.by = set.id AND span.opens <= day AND day < span.closed] AS held,
       coalesce(toString(cover.coversFrom) < next AND toString(coalesce(cover.coversTo, set.horizon)) >= day, false)
         AND kind IN coalesce(set.codesKind, []) AS could
  WITH substring(set.id, size('source/')) AS name, held,
       CASE WHEN any(span IN held WHERE span.opened <= day AND day < span.closes) THEN 0 WHEN held <> [] THEN 1 WHEN could THEN 2 ELSE 3 END AS state
  ORDER BY name
  WITH collect({name: name, state: state, pacts: [span IN held | span.pact]}) AS told
  RETURN [number IN range(0, 3) | reduce(text = '', one IN told | text + CASE one.state WHEN number THEN '+' + one.name ELSE '' END)] AS names,
         reduce(text = '', pact IN reduce(all = [], one IN told | all + one.pacts) |
                text + CASE WHEN text + '+' CONTAINS '+' + pact + '+' THEN '' ELSE '+' + pact END) AS under
}
WITH * WHERE names[0] + names[1] <> ''
RETURN kind, CASE WHEN day <> '' THEN day END AS since, CASE WHEN next <> '~' THEN next END AS until,
       CASE WHEN names[1] <> '' THEN 'uncertain' WHEN names[2] <> '' THEN 'differ' WHEN substring(names[0], 1) CONTAINS '+' THEN 'alike'
            ELSE 'one only' END AS compared,
       CASE WHEN names[0] <> '' THEN substring(names[0], 1) END AS coded, CASE WHEN names[1] <> '' THEN substring(names[1], 1) END AS possibly,
       CASE WHEN names[2] <> '' THEN substring(names[2], 1) END AS silent, CASE WHEN names[3] <> '' THEN substring(names[3], 1) END AS cannot_tell,
       substring(under, 1) AS alliances
ORDER BY kind, day

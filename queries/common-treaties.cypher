// Twin of common-treaties.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
      <-[twin:PARTY_TO {role: 'contracting'}]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
WHERE part.countsFor = mine.id AND twin.countsFor = theirs.id AND NOT EXISTS { (a)-[:BETWEEN]->(:Pair {id: $pair}) }
  AND ($topic IS NULL OR EXISTS { (a)-[:ABOUT]->(:Topic)-[:BROADER*0..]->(:Topic {id: $topic}) })
WITH DISTINCT a
CALL (a) {
  UNWIND [$one, $other] AS line
  MATCH (:Country {id: line})<-[:IN_LINE]-(state:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a) WHERE part.countsFor = state.id
  OPTIONAL MATCH (state)-[:DID]->(act:Act)<-[:HAS_ACT]-(a)
  WITH DISTINCT line, state.id AS state, act.earliest AS earliest, coalesce(act.actType, '') AS type,
       CASE WHEN act IS NULL THEN '' ELSE ', ' + state.id + ' ' + act.actType + coalesce(' ' + act.date, '') END AS item
  ORDER BY earliest IS NULL, earliest, type, state, item
  WITH line, collect(state) AS states, collect(item) AS items
  WITH line, reduce(text = '', state IN states | CASE WHEN '+' + text + '+' CONTAINS '+' + state + '+' THEN text ELSE text + '+' + state END) AS states,
       reduce(text = '', item IN items | text + item) AS did
  WITH collect({line: line, states: substring(states, 1), did: CASE WHEN did <> '' THEN substring(did, 2) END}) AS sides
  RETURN [side IN sides WHERE side.line = $one][0] AS mine, [side IN sides WHERE side.line = $other][0] AS theirs
}
CALL (a) {
  MATCH (a)<-[:DESCRIBES]-(:Record)-[:IN_DATASET]->(source:Source)
  WITH DISTINCT substring(source.id, size('source/')) AS source ORDER BY source
  RETURN collect(source) AS sources
}
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
OPTIONAL MATCH (a)-[:HAS_ACT]->(signature:Act {actType: 'signature'}) WHERE NOT EXISTS { (:Polity)-[:DID]->(signature) }
WITH a, mine, theirs, sources, title, min(signature.date) AS signed
RETURN a.id AS agreement, title, a.instrumentKind AS kind, signed,
       mine.states AS one, mine.did AS one_dates, theirs.states AS other, theirs.did AS other_dates,
       reduce(text = head(sources), source IN tail(sources) | text + '+' + source) AS sources
ORDER BY a.signedEarliest, agreement

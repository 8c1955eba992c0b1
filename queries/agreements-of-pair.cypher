// Twin of agreements-of-pair.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
CALL () {
  MATCH (a:Agreement)-[between:BETWEEN]->(:Pair {id: $pair})
  WHERE between.how <> 'publicBodies' OR $how <> 'bilateral'
  RETURN a, between.how AS how, between.concludedBy AS states
  UNION
  MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
        <-[twin:PARTY_TO {role: 'contracting'}]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
  WHERE $how = 'all' AND part.countsFor = mine.id AND twin.countsFor = theirs.id
    AND NOT EXISTS { (a)-[:BETWEEN]->(:Pair {id: $pair}) }
  WITH a, collect(DISTINCT mine.id) + collect(DISTINCT theirs.id) AS ids
  UNWIND ids AS state
  WITH a, state ORDER BY state
  RETURN a, 'multilateral' AS how, collect(state) AS states
}
WITH a, how, states
WHERE ($from IS NULL OR a.signedLatest >= $from) AND ($to IS NULL OR a.signedEarliest <= $to)
  AND ($topic IS NULL OR EXISTS { (a)-[:ABOUT]->(:Topic)-[:BROADER*0..]->(:Topic {id: $topic}) })
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
OPTIONAL MATCH (a)-[:HAS_ACT]->(signature:Act {actType: 'signature'})
WITH a, how, states, language, title, min(signature.date) AS signed
RETURN a.id AS agreement, title, language, a.instrumentKind AS kind, signed, how,
       reduce(text = head(states), state IN tail(states) | text + '+' + state) AS concluded_by,
       COUNT { (:Record)-[:DESCRIBES]->(a) } AS records
ORDER BY a.signedEarliest, agreement

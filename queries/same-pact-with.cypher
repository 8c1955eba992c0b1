// Twin of same-pact-with.rq: same parameters, columns, rows and order.
CALL () {
  MATCH (:Country {id: $country})<-[:OF]-(pair:Pair)-[:OF]->(partner:Country) WHERE $commitment IS NULL AND partner.id <> $country
  MATCH (pair)<-[between:BETWEEN]-(a:Agreement)
  WHERE ($instrument IS NULL OR a.instrumentKind = $instrument)
    AND ($topic IS NULL OR EXISTS { (a)-[:ABOUT]->(:Topic)-[:BROADER*0..]->(:Topic {id: $topic}) })
  OPTIONAL MATCH (a)-[:HAS_ACT]->(signature:Act {actType: 'signature'})
  WITH a, partner, between.concludedBy AS states, min(signature.date) AS signed
  RETURN a AS pact, a.id AS id, partner.id AS partner, states, a.instrumentKind AS kind, coalesce(signed, '') AS start,
         coalesce(signed, '') AS started, coalesce(toString(a.endedEarliest), '') AS end, coalesce(toString(a.endedLatest), '') AS ended
  UNION
  MATCH (:Country {id: $country})<-[:IN_LINE]-(mine:Polity)-[by:OWES|TO]-(c:Commitment {commitmentKind: $commitment})-[to:OWES|TO]-(theirs:Polity)
        -[:IN_LINE]->(partner:Country)
  WHERE type(by) <> type(to) AND partner.id <> $country
  MATCH (pact:Alliance)-[:COMMITS]->(c)
  RETURN pact, substring(pact.id, size('alliance/')) AS id, partner.id AS partner, collect(mine.id) + collect(theirs.id) AS states, $commitment AS kind,
         min(coalesce(toString(c.startEarliest), '')) AS start, coalesce(toString(min(c.startLatest)), '') AS started,
         max(coalesce(toString(c.endEarliest), '')) AS end,
         CASE WHEN count(c) = count(c.endLatest) THEN toString(max(c.endLatest)) ELSE '' END AS ended
}
CALL (pact) {
  UNWIND [key IN ['en', 'es', 'ru'] | pact['title_' + key] + '@' + key] + coalesce(pact.titles, []) + [pact.label + '@'] AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
CALL (pact) {
  MATCH (pact)<-[:DESCRIBES]-(:Record)-[:IN_DATASET]->(source:Source)
  WITH DISTINCT substring(source.id, size('source/')) AS source ORDER BY source
  RETURN collect(source) AS sources
}
CALL (states) {
  UNWIND states AS state
  WITH DISTINCT state ORDER BY state
  RETURN collect(state) AS by
}
RETURN partner, reduce(text = head(by), state IN tail(by) | text + '+' + state) AS states, id AS pact, title, kind,
       CASE WHEN start + started = '' THEN null WHEN start = started THEN start ELSE start + '..' + started END AS since,
       CASE WHEN end + ended = '' THEN null WHEN end = ended THEN end ELSE end + '..' + ended END AS until,
       reduce(text = head(sources), source IN tail(sources) | text + '+' + source) AS sources
ORDER BY partner, since IS NULL, since, pact

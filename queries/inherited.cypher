// Twin of inherited.rq: same parameters, columns, rows and order.
CALL () {
  MATCH (:Polity {id: $country})-[:CONTINUES|SUCCEEDS*1..20]->(by:Polity) RETURN by
  UNION
  MATCH (by:Polity)-[:IN_LINE]->(:Country {id: $country}) RETURN by
}
WITH by WHERE by.id <> $country
OPTIONAL MATCH (heir:Polity {id: $country})
WITH by, heir.existsFrom AS begun,
     CASE WHEN EXISTS { (:Polity {id: $country})-[:CONTINUES*1..20]->(by) } THEN 'continues'
          WHEN EXISTS { (:Polity {id: $country})-[:CONTINUES|SUCCEEDS*1..20]->(by) } THEN 'succeeds' ELSE 'sameLine' END AS relation
MATCH (by)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
WHERE part.countsFor = by.id AND (relation <> 'succeeds' OR coalesce(a.signedEarliest < begun, true))
WITH DISTINCT a, by, relation
CALL (a, by) {
  OPTIONAL MATCH (a)-[between:BETWEEN]->(:Pair)
  UNWIND coalesce(between.concludedBy, [null]) AS state
  WITH DISTINCT state, by ORDER BY state
  RETURN collect(CASE WHEN state <> by.id THEN state END) AS sides
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
OPTIONAL MATCH (a)-[:HAS_ACT]->(signature:Act {actType: 'signature'})
WITH a, by, relation, sides, sources, title, min(signature.date) AS signed
CALL (a) {
  OPTIONAL MATCH (a)-[:HAS_PERIOD]->(p:ForcePeriod)
  WITH a, p, coalesce($date >= p.endLatest, false) AS over, coalesce($date >= p.startEarliest, true) AS begun,
       coalesce($date >= p.startLatest, false) AND coalesce($date < p.endEarliest, p.endBasis = 'noneKnown') AS sure
  ORDER BY size(p.id), p.id
  RETURN count(p) AS number, max(p.knownUntil) AS stated,
         collect(CASE WHEN p.mode <> 'suspended' AND begun AND NOT over AND sure THEN p END)[0] AS surely,
         collect(CASE WHEN p.mode <> 'suspended' AND begun AND NOT over THEN p END)[0] AS maybe,
         collect(CASE WHEN p.mode = 'suspended' AND begun AND NOT over THEN p END)[0] AS suspended,
         collect(CASE WHEN over THEN p END)[-1] AS ended
}
WITH *, coalesce(a.endedLatest <= $date, false) AS gone, coalesce(surely, maybe, suspended, ended) AS period, coalesce(stated, a.knownUntil) AS known
RETURN by.id AS concluded_by, relation, a.id AS agreement, title, a.instrumentKind AS kind, signed,
       CASE WHEN sides <> [] THEN reduce(text = head(sides), side IN tail(sides) | text + '+' + side) END AS with,
       EXISTS { (:Polity {id: $country})-[part:PARTY_TO]->(a) WHERE part.countsFor = $country } AS named_too,
       CASE WHEN surely IS NOT NULL THEN 'yes' WHEN maybe IS NOT NULL THEN 'possibly' WHEN number > 0 OR gone THEN 'no' ELSE 'not known' END AS status,
       CASE WHEN maybe IS NULL AND suspended IS NOT NULL THEN 'suspended' WHEN period IS NOT NULL THEN period.endBasis
            WHEN number > 0 AND coalesce($date < a.signedEarliest, false) THEN 'notYetSigned'
            WHEN number > 0 THEN 'notYetInForce' WHEN gone THEN 'endedByAct' ELSE 'nothingRecorded' END AS basis,
       CASE WHEN $date <= known THEN 'established' WHEN $date > known THEN 'presumed' END AS ground,
       reduce(text = head(sources), source IN tail(sources) | text + '+' + source) AS sources
ORDER BY concluded_by, a.signedEarliest, agreement

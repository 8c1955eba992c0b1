// Twin of in-force-at.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
CALL () {
  MATCH (a:Agreement)-[between:BETWEEN]->(:Pair {id: $pair})
  WHERE between.how <> 'publicBodies' OR $how <> 'bilateral'
  RETURN a, between.how AS how
  UNION
  MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
        <-[twin:PARTY_TO {role: 'contracting'}]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
  WHERE $how = 'all' AND part.countsFor = mine.id AND twin.countsFor = theirs.id
    AND NOT EXISTS { (a)-[:BETWEEN]->(:Pair {id: $pair}) }
  RETURN DISTINCT a, 'multilateral' AS how
}
CALL (a) {
  MATCH (a)-[:HAS_PERIOD]->(period:ForcePeriod)
  WHERE period.mode <> 'suspended' AND (period.startEarliest IS NULL OR period.startEarliest <= $date)
    AND (period.endLatest IS NULL OR $date < period.endLatest)
  RETURN period, CASE WHEN period.startLatest <= $date AND coalesce($date < period.endEarliest, period.endBasis = 'noneKnown')
                      THEN 'yes' ELSE 'possibly' END AS status
  ORDER BY status DESC, size(period.id), period.id LIMIT 1
}
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
WITH a, how, status, period, title,
     coalesce(toString(period.startEarliest), '') AS start, coalesce(toString(period.startLatest), '') AS started,
     coalesce(toString(period.endEarliest), '') AS end, coalesce(toString(period.endLatest), '') AS ended
RETURN a.id AS agreement, title, how, status, period.mode AS mode,
       CASE WHEN start + started = '' THEN null WHEN start = started THEN start ELSE start + '..' + started END AS since,
       CASE WHEN end + ended = '' THEN null WHEN end = ended THEN end ELSE end + '..' + ended END AS until,
       period.endBasis AS basis,
       CASE WHEN $date <= period.knownUntil THEN 'established' ELSE 'presumed' END AS ground
ORDER BY status DESC, start = '', start, agreement

// Twin of same-agreement.rq: same parameters, columns, rows and order.
MATCH (one:Record {recordKind: 'agreementRecord'})-[:DESCRIBES]->(a:Agreement {id: $agreement})
MATCH (one)-[:IN_DATASET]->(source:Source)
OPTIONAL MATCH (one)-[match:MATCHES]-(other:Record)-[:DESCRIBES]->(a)
CALL (one) {
  UNWIND [key IN ['en', 'es', 'ru'] | one['title_' + key] + '@' + key] + coalesce(one.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  WITH language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title
  RETURN head(collect(title)) AS title
}
RETURN substring(one.id, size('record/')) AS record, source.title AS source, title, one.locator AS locator,
       substring(other.id, size('record/')) AS with, match.score AS score,
       substring(match.judgedBy, size('judgement/')) AS judged, match.basis AS why
ORDER BY record, score DESC, with

// Twin of denied-events.rq: same parameters, columns, rows and order.
MATCH (:Record {stance: 'denies'})-[denial:SAYS]->(node:Act|Event)
WITH DISTINCT node, denial.field AS field, denial.shown AS shown
OPTIONAL MATCH (a:Agreement)-[:HAS_ACT]->(node)
WITH node, field, shown, coalesce(a, node) AS of
WHERE $pair IS NULL OR EXISTS { (of)-[:BETWEEN|OF_PAIR]->(:Pair {id: $pair}) }
MATCH (node)<-[says:SAYS {field: field, shown: shown}]-(by:Record)-[:FROM]->(source:Source)
CALL (of) {
  UNWIND [key IN ['en', 'es', 'ru'] | coalesce(of['title_' + key], of['label_' + key]) + '@' + key] + coalesce(of.titles, of.labels, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
RETURN of.id AS about, title, CASE WHEN node:Act THEN substring(node.id, size('act/' + of.id + '/')) ELSE 'event' END AS thing, shown,
       by.stance AS stance, says.value AS said, says.agrees AS agrees, by.claimant AS who, by.attribution AS attribution,
       by.saidOn AS said_on, coalesce(by.quote, by.says) AS words, source.title AS source,
       substring(by.id, size('record/')) AS record
ORDER BY about, thing, stance, said_on, record, said

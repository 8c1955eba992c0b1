// Twin of likely-duplicates.rq: same parameters, columns, rows and order.
CALL () {
  MATCH (:Pair {id: $pair})<-[:BETWEEN]-(:Agreement)<-[:DESCRIBES]-(:Record)-[match:MATCHES {outcome: 'proposed'}]-(:Record)
  RETURN match
  UNION
  MATCH (:Record)-[match:MATCHES {outcome: 'proposed'}]->(:Record) WHERE $pair IS NULL
  RETURN match
}
WITH DISTINCT match, startNode(match) AS one, endNode(match) AS two
MATCH (one)-[:DESCRIBES]->(a:Agreement)
MATCH (two)-[:DESCRIBES]->(b:Agreement)
CALL (a, b) {
  UNWIND [a, b] AS each
  UNWIND [key IN ['en', 'es', 'ru'] | each['title_' + key] + '@' + key] + coalesce(each.titles, []) AS told
  WITH each, told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  WITH each, language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title
  WITH each, head(collect(title)) AS title
  WITH collect({of: each.id, title: title}) AS titles
  RETURN head([known IN titles WHERE known.of = a.id | known.title]) AS title,
         head([known IN titles WHERE known.of = b.id | known.title]) AS other_title
}
RETURN match.score AS score, a.id AS agreement, title, b.id AS other, other_title,
       substring(one.id, size('record/')) AS record, substring(two.id, size('record/')) AS with, match.basis AS why
ORDER BY score DESC, record, with

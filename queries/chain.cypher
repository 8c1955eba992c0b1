// Twin of chain.rq: same parameters, columns, rows and order; it goes at most ten steps either way.
CALL () {
  MATCH path = (:Agreement {id: $agreement})-[:AMENDS|EXTENDS|EXTENDS_TO_TERRITORY|RENEWS|SUPERSEDES|TERMINATES|SUSPENDS|IMPLEMENTS|PROTOCOL_TO|INTERPRETS|EXCHANGED_WITH|CITES|PROPOSED_LINK*1..10]->(:Agreement)
  WHERE $proposals = 'yes' OR none(step IN relationships(path) WHERE type(step) = 'PROPOSED_LINK')
  RETURN DISTINCT 'earlier' AS direction, last(relationships(path)) AS link
  UNION
  MATCH path = (:Agreement)-[:AMENDS|EXTENDS|EXTENDS_TO_TERRITORY|RENEWS|SUPERSEDES|TERMINATES|SUSPENDS|IMPLEMENTS|PROTOCOL_TO|INTERPRETS|EXCHANGED_WITH|CITES|PROPOSED_LINK*1..10]->(:Agreement {id: $agreement})
  WHERE $proposals = 'yes' OR none(step IN relationships(path) WHERE type(step) = 'PROPOSED_LINK')
  RETURN DISTINCT 'later' AS direction, head(relationships(path)) AS link
}
WITH direction, startNode(link) AS a, endNode(link) AS b, link, split(toLower(type(link)), '_') AS words
UNWIND coalesce(link.statedIn, link.readFrom) AS key
MATCH (:Record {id: key})-[:FROM]->(source:Source)
WITH DISTINCT direction, a, b, link.score AS score, source.title AS source,
     CASE type(link) WHEN 'PROPOSED_LINK' THEN 'proposed' ELSE 'stated' END AS how,
     coalesce(link.proposedType, reduce(name = head(words), word IN tail(words) | name + toUpper(left(word, 1)) + substring(word, 1))) AS type
CALL (a, b) {
  UNWIND [a, b] AS each
  UNWIND [key IN ['en', 'es', 'ru'] | each['title_' + key] + '@' + key] + coalesce(each.titles, []) AS told
  WITH each, told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  WITH each, language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title
  WITH each, head(collect(title)) AS title
  WITH collect({of: each.id, title: title}) AS titles
  RETURN head([one IN titles WHERE one.of = a.id | one.title]) AS from_title,
         head([one IN titles WHERE one.of = b.id | one.title]) AS to_title
}
RETURN direction, a.id AS from, from_title, type, b.id AS to, to_title, how, score, source
ORDER BY direction, a.signedEarliest, from, to, how, type, source

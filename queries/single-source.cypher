// Twin of single-source.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
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
  MATCH (a)-[:STATED_IN]->(record:Record)-[:FROM]->(publication:Source), (record)-[:IN_DATASET]->(dataset:Source)
  WITH publication, dataset, publication = dataset AS itself,
       publication = dataset AND EXISTS { (:Source)-[:PART_OF]->(dataset) } AS compiled
  WITH publication, dataset, itself, compiled,
       CASE WHEN itself THEN publication.title ELSE coalesce(publication.family, publication.publisher) END AS says
  ORDER BY dataset.id
  RETURN collect(DISTINCT CASE WHEN NOT compiled THEN says END) AS voices, collect(DISTINCT CASE WHEN compiled THEN says END) AS repeating,
         min(CASE WHEN NOT compiled THEN publication.tier END) AS own, min(CASE WHEN compiled THEN publication.tier END) AS kept,
         count(DISTINCT CASE WHEN NOT itself THEN publication END) AS publications,
         collect(DISTINCT substring(dataset.id, size('source/'))) AS sets
}
WITH * WHERE size(voices) = 1 OR (size(voices) = 0 AND size(repeating) = 1)
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
CALL (a) {
  OPTIONAL MATCH (a)-[:HAS_ACT]->(signature:Act {actType: 'signature'})
  RETURN min(signature.date) AS signed
}
RETURN a.id AS agreement, title, signed, how, coalesce(voices[0], repeating[0]) AS source, coalesce(own, kept) AS tier, publications,
       reduce(text = head(sets), one IN tail(sets) | text + '+' + one) AS listed_in
ORDER BY tier DESC, a.signedEarliest, agreement

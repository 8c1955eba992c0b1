// Twin of unsupported.rq: same parameters, columns, rows and order.
MATCH (weak:Record {stance: 'asserts'})-[:FROM]->(page:Source)
WHERE page.tier >= toInteger($tier) OR weak.attribution IN ['unnamedSource', 'documentReported']
CALL (weak) {
  MATCH (weak)-[says:SAYS {agrees: true}]->(node) WHERE says.field <> 'actType'
  WITH DISTINCT node, says.field AS field, says.shown AS shown
  MATCH (record:Record {stance: 'asserts'})-[:SAYS {field: field, shown: shown, agrees: true}]->(node)
  RETURN node, field, shown, record
  UNION
  MATCH (weak)<-[:STATED_IN]-(node:Act)
  UNWIND ['date', 'placeName'] + CASE WHEN node.date IS NULL THEN ['actType'] ELSE [] END AS field
  WITH node, field WHERE node[field] IS NOT NULL AND NOT EXISTS { (:Record)-[:SAYS {field: field}]->(node) }
  MATCH (node)-[:STATED_IN]->(record:Record)
  RETURN node, field, node[field] AS shown, record
  UNION
  MATCH (node:Agreement)-[:STATED_IN]->(weak) WHERE weak.id IN node.termStatedIn
  UNWIND ['initialMonths', 'renewal', 'renewalMonths', 'noticeMonths'] AS field
  WITH node, field WHERE node[field] IS NOT NULL AND NOT EXISTS { (:Record)-[:SAYS {field: field}]->(node) }
  MATCH (record:Record) WHERE record.id IN node.termStatedIn
  RETURN node, field, toString(node[field]) AS shown, record
  UNION
  MATCH (node:Agreement)-[:STATED_IN]->(weak)
  WITH weak, node, [key IN ['title_en', 'title_es', 'title_ru'] WHERE weak[key] = node[key] | ['title', node[key]]]
    + [told IN coalesce(node.titles, []) WHERE told IN weak.titles | ['title', left(told, size(told) - size(split(told, '@')[-1]) - 1)]]
    + [key IN ['instrumentKind', 'legalNature', 'statedBilateral'] WHERE weak[key] = node[key] | [key, toString(node[key])]]
    + [topic IN coalesce(node.topic, []) WHERE topic IN weak.topic | ['topic', topic]] AS values
  UNWIND values AS value
  WITH weak, node, value[0] AS field, value[1] AS shown
  WHERE NOT EXISTS { (:Record)-[:SAYS {field: field, shown: shown}]->(node) }
  RETURN node, field, shown, weak AS record
  UNION
  MATCH (weak)<-[:STATED_IN]-(node:Agreement)
  MATCH (node)-[:STATED_IN]->(record:Record)
  RETURN node, null AS field, null AS shown, record
  UNION
  MATCH (weak)-[:DESCRIBES]->(node:Event)
  MATCH (node)<-[:DESCRIBES]-(record:Record {stance: 'asserts'})
  RETURN node, 'actType' AS field, node.actType AS shown, record
}
WITH DISTINCT node, field, shown, record
MATCH (record)-[:FROM]->(source:Source), (record)-[:IN_DATASET]->(dataset:Source)
WHERE source <> dataset OR NOT EXISTS { (:Source)-[:PART_OF]->(dataset) }
OPTIONAL MATCH (a:Agreement)-[:HAS_ACT]->(node)
WITH coalesce(a, node) AS of, node, field, shown, source, record ORDER BY source.title, record.attribution
WHERE $pair IS NULL OR EXISTS { (of)-[:BETWEEN|OF_PAIR]->(:Pair {id: $pair}) }
WITH of, node, field, shown, min(source.tier) AS tier, collect(DISTINCT record.attribution) AS credits, collect(DISTINCT source.title) AS names,
     max(source.tier < toInteger($tier) AND NOT record.attribution IN ['unnamedSource', 'documentReported']) AS strong
WHERE NOT strong
CALL (of) {
  UNWIND [key IN ['en', 'es', 'ru'] | coalesce(of['title_' + key], of['label_' + key]) + '@' + key] + coalesce(of.titles, of.labels, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
RETURN of.id AS about, title,
       CASE WHEN node:Act THEN substring(node.id, size('act/' + of.id + '/')) WHEN of:Event THEN 'event' ELSE 'agreement' END AS thing,
       field, shown, tier, reduce(text = head(credits), one IN tail(credits) | text + '+' + one) AS attribution,
       reduce(text = head(names), one IN tail(names) | text + '; ' + one) AS sources
ORDER BY about, thing, field, shown

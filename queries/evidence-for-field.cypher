// Twin of evidence-for-field.rq: same parameters, columns, rows and order.
MATCH (a:Agreement {id: $agreement})
CALL (a) {
  RETURN a AS node, 'agreement' AS thing
  UNION
  MATCH (a)-[:HAS_ACT]->(act:Act)
  RETURN act AS node, substring(act.id, size('act/' + a.id + '/')) AS thing
}
WITH a, node, thing WHERE $act IS NULL OR node.actType = $act
UNWIND CASE
  WHEN $field = 'title' THEN [key IN ['en', 'es', 'ru'] WHERE node['title_' + key] IS NOT NULL | node['title_' + key]]
                             + [told IN coalesce(node.titles, []) | left(told, size(told) - size(split(told, '@')[-1]) - 1)]
  WHEN $field = 'topic' THEN coalesce(node.topic, [])
  WHEN node[$field] IS NULL THEN []
  ELSE [toString(node[$field])]
END AS shown
CALL (a, node, shown) {
  MATCH (record:Record)-[says:SAYS {field: $field, shown: shown}]->(node)
  WHERE says.value IS NOT NULL
  RETURN record, says.value AS said, says.agrees AS agrees, says.stance AS stance, says.level AS level, says.rule AS rule
  UNION
  MATCH (node)-[:STATED_IN]->(record:Record)
  WHERE $field <> 'sides' AND NOT EXISTS { (:Record)-[:SAYS {field: $field, shown: shown}]->(node) }
    AND CASE
      WHEN $field = 'title' THEN shown IN
        [record.title_en, record.title_es, record.title_ru]
        + [told IN coalesce(record.titles, []) | left(told, size(told) - size(split(told, '@')[-1]) - 1)]
      WHEN $field = 'topic' THEN shown IN record.topic
      WHEN $field IN ['instrumentKind', 'legalNature', 'statedBilateral'] THEN shown = toString(record[$field])
      ELSE true
    END
  RETURN record, shown AS said, true AS agrees, record.stance AS stance, 'single' AS level, null AS rule
  UNION
  MATCH (a)<-[part:PARTY_TO]-() WHERE $field = 'sides'
  UNWIND part.statedIn AS id
  MATCH (record:Record {id: id})
  RETURN DISTINCT record, shown AS said, true AS agrees, record.stance AS stance, 'single' AS level, null AS rule
}
MATCH (record)-[:FROM]->(source:Source)
RETURN thing, $field AS field, shown, said, agrees, stance, level, rule, source.title AS source, source.publisher AS publisher,
       source.tier AS tier, record.locator AS locator, record.claimant AS claimant, record.quote AS quote, source.url AS url
ORDER BY thing, shown, agrees DESC, tier, record.id, said

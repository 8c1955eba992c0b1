// Twin of conflicts.rq: same parameters, columns, rows and order.
CALL () {
  CALL () {
    MATCH (of)-[:BETWEEN|OF_PAIR]->(:Pair {id: $pair}) WHERE $agreement IS NULL OR of.id = $agreement
    RETURN of
    UNION
    MATCH (of:Agreement {id: $agreement}) WHERE $pair IS NULL
    RETURN of
  }
  CALL (of) {
    RETURN of AS node
    UNION
    MATCH (of)-[:HAS_ACT]->(node) RETURN node
  }
  MATCH (node)<-[says:SAYS {agrees: false}]-(by:Record)
  RETURN of, node, says, by
  UNION
  MATCH (node)<-[says:SAYS {agrees: false}]-(by:Record) WHERE $pair IS NULL AND $agreement IS NULL
  OPTIONAL MATCH (node)<-[:HAS_ACT]-(a:Agreement)
  RETURN coalesce(a, node) AS of, node, says, by
}
MATCH (by)-[:FROM]->(source:Source)
WITH *, CASE WHEN of:Event THEN 'event' ELSE 'agreement' END AS sort
RETURN of.id AS about, CASE WHEN node:Act THEN substring(node.id, size('act/' + of.id + '/')) ELSE sort END AS thing,
       says.field AS field, says.shown AS shown, says.level AS level, says.rule AS rule, says.value AS said, says.stance AS stance,
       substring(by.id, size('record/')) AS record, source.title AS source, by.locator AS locator
ORDER BY about, thing, field, shown, record, said

"""Records and reference facts as RDF: pure functions from values to triples."""

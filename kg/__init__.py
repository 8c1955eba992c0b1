"""treatykg: a knowledge graph of bilateral treaties and alliances."""

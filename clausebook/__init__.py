"""Clausebook: versioned, diffable, language-switched pages of legal terms from YAML clauses in git."""

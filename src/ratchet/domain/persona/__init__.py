"""A persona: the clauses that an application's answers keep to, and what an audit finds of each."""

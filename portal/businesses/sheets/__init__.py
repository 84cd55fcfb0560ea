"""Steps that are really a form: products and prices, texts, plans and ledgers, each with a paper and a file."""

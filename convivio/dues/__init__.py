"""What members owe a cluster: dated rules, notices, payments, and the ledger that holds them together."""

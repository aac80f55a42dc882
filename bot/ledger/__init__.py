"""The ledger: messages that must arrive once, whichever feature sends them. See docs/reliability.md."""

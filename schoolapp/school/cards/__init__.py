"""QR cards: issue, replace, print."""

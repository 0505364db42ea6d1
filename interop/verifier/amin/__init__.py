"""A second verifier of Amin's record, written from docs/protocol/ and vectors/."""

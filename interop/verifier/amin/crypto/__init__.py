"""The proofs of docs/protocol/: transcript, seal, mix, opening, ceremony. Nothing here knows of entries or files."""

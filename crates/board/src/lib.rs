//! The public record: entries, log, checkpoints, witness, receipts.

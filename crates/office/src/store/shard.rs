//! Which partition of the ledger a voter belongs to.

use pollbook::VoterKey;

/// Partitions of the ledger, however many databases hold them. Fixed, so that no voter ever changes partition:
/// a new database takes some of them over.
pub const PARTITIONS: u16 = 1024;

/// The partition of a voter. The key is the output of an HMAC: every partition gets its share, and no voter can
/// choose theirs.
pub fn voter_shard(voter: &VoterKey) -> u16 {
    u16::from_be_bytes([voter.0[0], voter.0[1]]) % PARTITIONS
}

#[cfg(test)]
mod tests {
    use super::*;
    use election::national_id::NationalId;

    #[test]
    fn a_voter_has_one_partition_and_partitions_are_even() {
        let mut sizes = vec![0u32; usize::from(PARTITIONS)];
        for serial in 1_000_000..1_102_400 {
            let id = NationalId::from_serial(serial).expect("a serial");
            let voter = VoterKey::of(&[3; 32], &id);
            assert_eq!(voter_shard(&voter), voter_shard(&voter));
            sizes[usize::from(voter_shard(&voter))] += 1;
        }
        // A hundred each, give or take six standard deviations.
        assert!(sizes.iter().all(|size| (40..=160).contains(size)), "{sizes:?}");
    }

    #[test]
    fn the_partition_is_the_first_two_bytes_modulo_their_number() {
        let mut key = [0xff; 32];
        (key[0], key[1]) = (0x04, 0x01);
        assert_eq!(voter_shard(&VoterKey(key)), 1);
        (key[0], key[1]) = (0x03, 0xff);
        assert_eq!(voter_shard(&VoterKey(key)), 1023);
    }
}

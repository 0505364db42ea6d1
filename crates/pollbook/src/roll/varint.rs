//! Numbers in as few bytes as they need: seven bits a byte, the low ones first.

use super::Damaged;

pub(super) fn put(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Takes one from the front. Ten bytes at most, and no number in more bytes than it needs.
pub(super) fn take(from: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0_u64;
    for (place, byte) in from.iter().enumerate().take(10) {
        let bits = u64::from(byte & 0x7f);
        if place == 9 && bits > 1 {
            return Err(Damaged::Sense("a number is too long"));
        }
        number |= bits << (7 * place);
        if byte & 0x80 == 0 {
            if *byte == 0 && place > 0 {
                return Err(Damaged::Sense("a number is longer than it need be"));
            }
            *from = &from[place + 1..];
            return Ok(number);
        }
    }
    Err(Damaged::Sense("a number does not end"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_reads_as_it_was_written(number: u64) {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(take(&mut rest), Ok(number));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn whatever_is_read_is_written_the_same(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            let mut rest = bytes.as_slice();
            if let Ok(number) = take(&mut rest) {
                let mut again = Vec::new();
                put(&mut again, number);
                prop_assert_eq!(&bytes[..bytes.len() - rest.len()], again.as_slice());
            }
        }
    }
}

//! Devices and their steps as they are typed into a form.

use super::{Kind, Step};
use crate::form::{LINE, Mistake, Reading, Why};
use crate::place::Place;

/// The longest serial number.
const SERIAL: usize = 40;

/// Reads a device that came: its serial number, what it is for, and the store.
pub fn received(serial: &str, kind: &str, home: &str) -> Result<(String, Kind, Place), Vec<Mistake>> {
    let mut reading = Reading::default();
    let serial = reading.text("serial", serial, SERIAL);
    // It stands on a label, in an address and in a table; nothing else than this is read back alike from all three.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if !serial.is_empty() && !serial.bytes().all(plain) {
        reading.mistake("serial", Why::NoSerial);
    }
    let kind = reading.read("kind", kind, Why::Unknown);
    let home = reading.read("home", home, Why::NoPlace);
    reading.answer(kind.zip(home).map(|(kind, home)| (serial, kind, home)))
}

/// Reads a step.
pub fn step<'a>(field: impl Fn(&str) -> &'a str) -> Result<Step, Vec<Mistake>> {
    let mut reading = Reading::default();
    let step = match field("step") {
        "accept" => Some(Step::Accept { passed: true }),
        "refuse" => Some(Step::Accept { passed: false }),
        "configure" => {
            Some(Step::Configure { version: reading.text("configuration", field("configuration"), SERIAL) })
        }
        "passed" => Some(Step::Test { passed: true }),
        "failed" => Some(Step::Test { passed: false }),
        "seal" => Some(Step::Seal { number: reading.text("number", field("number"), SERIAL) }),
        "offer" => reading.read("to", field("to"), Why::NoPlace).map(|to| Step::Offer { to }),
        // Whether there is a seal to read, the device's file knows.
        "take" => Some(Step::Take { seal: reading.note("seal", field("seal"), SERIAL) }),
        "recall" => Some(Step::Recall { why: reading.text("recalled", field("recalled"), LINE) }),
        "use" => Some(Step::Use),
        "broke" => Some(Step::Fail { what: reading.text("broken", field("broken"), LINE) }),
        "explain" => Some(Step::Explain { note: reading.text("note", field("note"), LINE) }),
        "settle" => Some(Step::Settle),
        "uphold" => Some(Step::Uphold),
        "correct" => Some(Step::Correct { why: reading.text("mistake", field("mistake"), LINE) }),
        "reconcile" => Some(Step::Reconcile { note: reading.note("note", field("note"), LINE) }),
        _ => {
            reading.mistake("step", Why::Unknown);
            None
        }
    };
    reading.answer(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_number_is_what_a_label_an_address_and_a_table_take_alike() {
        assert!(received("ID-00017", "identity", "tehran/rey").is_ok());
        for serial in ["", "a b", "a/b", "ش۱", "..", &"1".repeat(41)] {
            let wrong = received(serial, "identity", "tehran/rey").expect_err(serial);
            assert!(wrong.iter().all(|mistake| mistake.field == "serial"), "{serial}");
        }
    }

    #[test]
    fn a_step_without_its_seal_or_its_place_is_refused() {
        let of = |step: &'static str| super::step(move |name| if name == "step" { step } else { "" });
        for (step, field) in [
            ("configure", "configuration"),
            ("seal", "number"),
            ("offer", "to"),
            ("correct", "mistake"),
            ("explain", "note"),
            ("broke", "broken"),
            ("recall", "recalled"),
            ("steal", "step"),
        ] {
            assert_eq!(of(step).expect_err(step)[0].field, field);
        }
        assert_eq!(of("use"), Ok(Step::Use));
    }
}

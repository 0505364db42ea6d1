//! The buttons of the device, as its forms post them.

use election::id::Code;
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// What a form of the device posts.
#[derive(Debug, Clone, Deserialize)]
pub struct Form {
    /// What was typed so far.
    #[serde(default)]
    pub typed: String,
    /// The button; a press of the enter key posts the first one of the form.
    pub press: String,
}

impl Form {
    /// What was typed, as a code or a card's number is spelled: small Latin letters and digits.
    pub fn spelled(&self) -> String {
        let kept = crate::locale::latin_digits(&self.typed);
        kept.chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .take(64)
            .collect::<String>()
            .to_ascii_lowercase()
    }

    /// The button.
    pub fn press(&self) -> Result<Press, BadPress> {
        self.press.parse()
    }
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Waiting: take the card whose number is typed.
    Insert,
    /// A digit of the pad.
    Digit(char),
    /// The last character typed is wrong.
    Erase,
    /// Choosing: add the candidate or list whose code is typed.
    Add,
    /// Choosing: add this candidate or list.
    Choose(Code),
    /// Choosing: take this candidate out.
    Remove(Code),
    /// Choosing: choose nobody in this contest and go on.
    Blank,
    /// Choosing: go on with what is chosen.
    Next,
    /// To the contest before; from the first one there is no way back but [`Press::Leave`].
    Back,
    /// Reviewing: decide this contest, counted from 0, again.
    Change(usize),
    /// Reviewing: seal.
    Seal,
    /// Sealed: into the box.
    Cast,
    /// Sealed: open and spoil.
    Challenge,
    /// Done, or challenged and seen.
    Finish,
    /// Stop and take the card.
    Leave,
}

/// Not a button of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a button of the voting device")]
pub struct BadPress;

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Press::Digit(digit) => write!(f, "digit:{digit}"),
            Press::Choose(code) => write!(f, "choose:{code}"),
            Press::Remove(code) => write!(f, "remove:{code}"),
            Press::Change(contest) => write!(f, "change:{contest}"),
            plain => f.write_str(PLAIN.iter().find(|(press, _)| press == plain).map_or("", |(_, word)| word)),
        }
    }
}

const PLAIN: [(Press, &str); 11] = [
    (Press::Insert, "insert"),
    (Press::Erase, "erase"),
    (Press::Add, "add"),
    (Press::Blank, "blank"),
    (Press::Next, "next"),
    (Press::Back, "back"),
    (Press::Seal, "seal"),
    (Press::Cast, "cast"),
    (Press::Challenge, "challenge"),
    (Press::Finish, "finish"),
    (Press::Leave, "leave"),
];

impl FromStr for Press {
    type Err = BadPress;
    fn from_str(text: &str) -> Result<Self, BadPress> {
        let code = |text: &str| Code::new(text).map_err(|_| BadPress);
        match text.split_once(':') {
            None => {
                PLAIN.iter().find(|(_, word)| *word == text).map(|(press, _)| press.clone()).ok_or(BadPress)
            }
            Some(("digit", digit)) => match digit.as_bytes() {
                [b @ b'0'..=b'9'] => Ok(Press::Digit(char::from(*b))),
                _ => Err(BadPress),
            },
            Some(("choose", text)) => code(text).map(Press::Choose),
            Some(("remove", text)) => code(text).map(Press::Remove),
            Some(("change", place)) => place.parse().map(Press::Change).map_err(|_| BadPress),
            Some(_) => Err(BadPress),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_read_back_as_it_was_posted() {
        let code = Code::new("1204").expect("a code");
        let more = [Press::Digit('7'), Press::Choose(code.clone()), Press::Remove(code), Press::Change(1)];
        for press in PLAIN.into_iter().map(|(press, _)| press).chain(more) {
            assert_eq!(press.to_string().parse(), Ok(press));
        }
        for text in ["", "digit:", "digit:12", "digit:x", "choose:../x", "fly", "change:-1"] {
            assert_eq!(text.parse::<Press>(), Err(BadPress), "{text}");
        }
    }

    #[test]
    fn what_is_typed_on_a_persian_keyboard_is_the_same_code() {
        let form = Form { typed: "۱۲ ۰٤ ".into(), press: "add".into() };
        assert_eq!(form.spelled(), "1204");
    }
}

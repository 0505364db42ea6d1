//! What a table of words is, and what all of them keep.

use language::Spoken;

/// A table of words: what some pages say, in both languages. `{0}`, `{1}` stand for what is filled in.
#[macro_export]
macro_rules! words {
    ($($name:ident = $fa:literal / $en:literal),* $(,)?) => {
        /// Something the pages say.
        #[allow(missing_docs, reason = "the table below is the meaning")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($name),* }

        impl Word {
            /// The whole table.
            pub const ALL: &[Word] = &[$(Word::$name),*];
        }

        impl $crate::locale::Spoken for Word {
            fn fa(self) -> &'static str {
                match self { $(Word::$name => $fa),* }
            }
            fn en(self) -> &'static str {
                match self { $(Word::$name => $en),* }
            }
        }
    };
}

pub use words;

/// What is wrong with a word of a table, if anything: a language that is missing or wrong, or blanks that differ.
/// For the tests of tables.
pub fn mistake_in(word: impl Spoken) -> Option<&'static str> {
    let (fa, en) = (word.fa(), word.en());
    let arabic = |c: char| ('\u{0600}'..='\u{06ff}').contains(&c);
    match () {
        () if fa.trim().is_empty() || en.trim().is_empty() => Some("one language says nothing"),
        () if blanks(fa) != blanks(en) => Some("the blanks differ"),
        () if !fa.chars().any(arabic) => Some("it is not Persian"),
        () if fa.contains(['ي', 'ك', '\u{0660}', '\u{0661}']) => Some("it has Arabic letters"),
        () if en.chars().any(arabic) => Some("it is not English"),
        () => None,
    }
}

fn blanks(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    all.sort_unstable();
    all
}

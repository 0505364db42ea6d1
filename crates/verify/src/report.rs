//! What the verifier says.

use crate::checks::CHECKS;
use board::admission::{Culprit, Refusal};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The name of a check, one of [`CHECKS`]. Under its own name, because `serde` would borrow a `&'static str` from what
/// it reads.
pub(crate) type CheckName = &'static str;

/// Something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The named check that failed.
    #[serde(deserialize_with = "known")]
    pub check: CheckName,
    /// What is wrong, and where.
    pub what: String,
    /// Whose fault it is.
    pub culprits: Vec<String>,
}

/// One line of the report: a check that passed, or how it failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The named check.
    pub check: &'static str,
    /// Did it hold everywhere?
    pub ok: bool,
    /// On how many things it was tried.
    pub checked: u64,
    /// What is wrong; at most twenty findings, then how many more.
    pub findings: Vec<Finding>,
    /// Findings beyond those listed.
    pub more: u64,
}

/// Listing more of the same helps nobody.
pub(crate) const MOST: usize = 20;

/// True, false, or not to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every check held.
    True,
    /// At least one did not.
    False,
    /// There is no record here, or not enough of one to judge.
    Unreadable,
}

/// All that was checked.
///
/// It can be written down and read again: of a part of the work that is finished, or was done on another machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    #[serde(deserialize_with = "counts")]
    checked: BTreeMap<CheckName, u64>,
    findings: Vec<Finding>,
    #[serde(deserialize_with = "counts")]
    more: BTreeMap<CheckName, u64>,
    unreadable: Option<String>,
    /// A file was there, or nobody knows whether it was, and reading it failed.
    #[serde(default)]
    unread: bool,
    /// What is told and does not change the verdict.
    #[serde(default)]
    remarks: Vec<String>,
    /// Ballots on the record.
    pub ballots: u64,
    /// The event, once known.
    pub event: Option<election::bytes::Digest>,
}

/// A text without anything that steers a terminal or turns the direction of reading: names of files and of unknown
/// fields are the record's, and whoever makes them could otherwise write `TRUE` over its own findings.
fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .flat_map(|c| {
            let escaped = steers(c).then(|| c.escape_unicode());
            let itself = escaped.is_none().then_some(c);
            escaped.into_iter().flatten().chain(itself)
        })
        .collect()
}

/// The name of a check of this verifier; another verifier's report is not understood.
fn known<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    named(&String::deserialize(from)?)
}

fn counts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<CheckName, u64>, D::Error> {
    let counts = BTreeMap::<String, u64>::deserialize(from)?;
    counts.into_iter().map(|(name, count)| Ok((named(&name)?, count))).collect()
}

fn named<E: serde::de::Error>(name: &str) -> Result<&'static str, E> {
    let check = CHECKS.iter().find(|check| check.name == name);
    check.map(|check| check.name).ok_or_else(|| E::custom(format!("there is no check {name}")))
}

impl Report {
    /// A check was tried on `n` things.
    pub fn tried(&mut self, check: &'static str, n: u64) {
        *self.checked.entry(check).or_default() += n;
    }

    /// Something is wrong.
    pub fn wrong(&mut self, check: &'static str, what: impl Into<String>, culprits: &[Culprit]) {
        self.checked.entry(check).or_default();
        if self.findings.iter().filter(|f| f.check == check).count() >= MOST {
            *self.more.entry(check).or_default() += 1;
            return;
        }
        let culprits = culprits.iter().map(|culprit| plain(&culprit.to_string())).collect();
        self.findings.push(Finding { check, what: plain(&what.into()), culprits });
    }

    /// Takes over what was found in another part of the work.
    pub fn absorb(&mut self, part: Self) {
        for (check, n) in &part.checked {
            self.tried(check, *n);
        }
        for (check, n) in &part.more {
            *self.more.entry(check).or_default() += n;
        }
        self.take_findings(part);
    }

    /// Takes over what was found by somebody else who did the same work.
    pub(crate) fn unite(&mut self, same: Self) {
        for (check, n) in &same.checked {
            let tried = self.checked.entry(check).or_default();
            *tried = (*tried).max(*n);
        }
        self.take_findings(same);
    }

    fn take_findings(&mut self, part: Self) {
        for finding in part.findings {
            // What two parts both saw is one thing.
            if self.findings.contains(&finding) {
                continue;
            }
            if self.findings.iter().filter(|f| f.check == finding.check).count() >= MOST {
                *self.more.entry(finding.check).or_default() += 1;
            } else {
                self.findings.push(finding);
            }
        }
        if let Some(why) = part.unreadable {
            self.unreadable(why);
        }
        self.unread |= part.unread;
        part.remarks.into_iter().for_each(|what| self.remark(what));
        self.ballots = self.ballots.max(part.ballots);
        self.event = self.event.or(part.event);
    }

    /// An entry or proof was refused.
    pub fn refused(&mut self, place: &str, refusal: &Refusal) {
        self.wrong(refusal.check(), format!("{place}: {refusal}"), &refusal.culprits());
    }

    /// There is nothing to judge.
    pub fn unreadable(&mut self, why: impl Into<String>) {
        self.unreadable.get_or_insert_with(|| plain(&why.into()));
    }

    /// Reading failed on the way to a file, so that nothing that was found can be relied on.
    pub(crate) fn unread(&mut self, why: impl Into<String>) {
        self.unread = true;
        self.unreadable(why);
    }

    /// Something that people should know and that changes no verdict.
    pub fn remark(&mut self, what: impl Into<String>) {
        let what = plain(&what.into());
        if !self.remarks.contains(&what) {
            self.remarks.push(what);
        }
    }

    /// What is told besides.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Why there is nothing to judge, if so.
    pub fn why_unreadable(&self) -> Option<&str> {
        self.unreadable.as_deref()
    }

    /// The verdict. Nothing checked is never true; and what could not be read is nobody's fault, so no finding counts
    /// that may come from it.
    pub fn verdict(&self) -> Verdict {
        if self.unread {
            Verdict::Unreadable
        } else if !self.findings.is_empty() {
            Verdict::False
        } else if self.unreadable.is_some() || self.checked.is_empty() {
            Verdict::Unreadable
        } else if CHECKS.iter().any(|c| c.always && self.checked.get(c.name).is_none_or(|n| *n == 0)) {
            Verdict::False
        } else {
            Verdict::True
        }
    }

    /// One line a check, in the order of an election. A check that must be tried and was not is a failure.
    pub fn lines(&self) -> Vec<Line> {
        CHECKS
            .iter()
            .map(|check| {
                let findings: Vec<Finding> =
                    self.findings.iter().filter(|f| f.check == check.name).cloned().collect();
                let checked = self.checked.get(check.name).copied().unwrap_or(0);
                let skipped = check.always && checked == 0;
                Line {
                    check: check.name,
                    ok: findings.is_empty() && !skipped,
                    checked,
                    findings,
                    more: self.more.get(check.name).copied().unwrap_or(0),
                }
            })
            .collect()
    }

    /// Every finding.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_cannot_write_its_own_verdict_on_the_readers_screen() {
        let mut report = Report::default();
        report.wrong(
            "record.files",
            "a file \u{1b}[2JTRUE: \u{9b}8m\u{202e}x\u{2066}\n",
            &[Culprit::RecordKeeper],
        );
        report.unreadable("\u{7}gone");
        let said = &report.findings()[0].what;
        assert_eq!(said, "a file \\u{1b}[2JTRUE: \\u{9b}8m\\u{202e}x\\u{2066}\\u{a}");
        assert_eq!(report.why_unreadable(), Some("\\u{7}gone"));
        // Persian needs its own joiners.
        report.remark("صورت\u{200c}جلسه");
        assert_eq!(report.remarks(), ["صورت\u{200c}جلسه"]);
    }

    #[test]
    fn what_could_not_be_read_makes_no_record_false() {
        let mut report = Report::default();
        report.wrong("record.files", "missing", &[Culprit::RecordKeeper]);
        assert_eq!(report.verdict(), Verdict::False);
        report.unread("the disk failed");
        assert_eq!(report.verdict(), Verdict::Unreadable);
        let mut whole = Report::default();
        whole.absorb(report);
        assert_eq!(whole.verdict(), Verdict::Unreadable);
    }
}

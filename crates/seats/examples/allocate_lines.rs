//! A line `RULE SEATS VOTES…` in, a line of seats out, or `lot` where one is due: the door for programs that compare.

use std::io::{BufRead, BufWriter, Write};

use seats::{Draft, DraftList, Outcome};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        let rule = words.next().and_then(seats::rule).ok_or("a line begins with the name of a rule")?;
        let seats = words.next().ok_or("then comes the number of seats")?.parse()?;
        let mut lists = Vec::new();
        for (i, votes) in words.enumerate() {
            let (code, votes) = (i.to_string().as_str().into(), Some(votes.parse()?));
            lists.push(DraftList { code, name: None, votes, candidates: None, exempt: false });
        }
        let input = Draft { seats, lists, ..Draft::default() }.check()?;
        match seats::allocate_fast(rule, &input)? {
            Outcome::NeedsLot(_) => writeln!(out, "lot")?,
            Outcome::Decided(result) => {
                let seats: Vec<String> = result.seats.iter().map(|entry| entry.seats.to_string()).collect();
                writeln!(out, "{}", seats.join(" "))?;
            }
        }
    }
    Ok(())
}

//! Reads a contest from standard input and tells its transcript: `explain RULE [fa|en] < contest.json`.

use std::io::Read;

use seats::{Language, Outcome};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rule = arguments.next().as_deref().and_then(seats::rule).ok_or("name a rule")?;
    let language =
        if arguments.next().as_deref() == Some("en") { Language::English } else { Language::Persian };
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    match seats::allocate(rule, &seats::json::parse(&text)?)? {
        Outcome::NeedsLot(lot) => println!("{}", lot.explain(language)),
        Outcome::Decided(result) => {
            for (number, step) in result.steps.iter().enumerate() {
                println!("{}. {}\n   [{}]", number + 1, step.explain(language), step.article.title(language));
            }
        }
    }
    Ok(())
}

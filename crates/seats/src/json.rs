//! Contests and results as JSON.
//!
//! Reading is strict, because a silently ignored field is a disputed election: no unknown field, no key twice, no
//! fraction where a count belongs; and every refusal names the path of the field.

use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Allocation, BadInput, Candidate, Code, Draft, DraftList, DrawnLot, Exactness, Group, Input, Language,
    Lot, LotFor, Margins, Outcome, Rule, Text, rule,
};

/// Reads a contest.
pub fn parse(text: &str) -> Result<Input, BadInput> {
    let tree: Tree = serde_json::from_str(text).map_err(|fault| BadInput::NotJson {
        path: "$".into(),
        line: fault.line(),
        column: fault.column(),
    })?;
    contest(Field { path: String::new(), key: String::new(), tree })?.check()
}

/// An outcome as a citizen's program reads it: the allocation, or `{"rule", "needs_lot"}`.
pub fn outcome(rule: &Rule, outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Decided(allocation) => allocated(allocation),
        Outcome::NeedsLot(lot) => {
            json!({ "rule": rule.name, "version": rule.version, "needs_lot": needs_lot(lot) })
        }
    }
}

fn needs_lot(lot: &Lot) -> Value {
    json!({
        "for": lot.purpose.name(),
        "among": lot.among,
        "choose": lot.choose,
        "text": { "fa": lot.explain(Language::Persian), "en": lot.explain(Language::English) },
    })
}

fn allocated(allocation: &Allocation) -> Value {
    let rule = rule(allocation.rule).expect("an allocation names a registered rule");
    let readings: serde_json::Map<String, Value> = rule
        .open
        .iter()
        .filter_map(|open| Some((open.key.to_owned(), allocation.readings.signed(open.key)?.into())))
        .collect();
    let seats: Vec<Value> = allocation
        .seats
        .iter()
        .map(|entry| json!({ "list": entry.group.code, "seats": entry.seats, "votes": entry.votes }))
        .collect();
    let standings = allocation.standings();
    let steps: Vec<Value> = allocation
        .steps
        .iter()
        .zip(standings)
        .map(|(step, standing)| {
            let standing = allocation.seats.iter().zip(standing);
            let standing: Vec<Value> =
                standing.map(|(entry, seats)| json!({ "list": entry.group.code, "seats": seats })).collect();
            let changes: Vec<Value> = step
                .changes()
                .iter()
                .map(|change| json!({ "list": change.group.code, "from": change.from, "to": change.to }))
                .collect();
            json!({
                "act": step.act.name(),
                "house": step.house.name(),
                "rule": allocation.rule,
                "article": {
                    "key": step.article.key,
                    "fa": step.article.title_fa,
                    "en": step.article.title_en,
                    "source": step.article.source,
                },
                "numbers": step.act.numbers(),
                "change": changes,
                "standing": standing,
                "text": { "fa": step.explain(Language::Persian), "en": step.explain(Language::English) },
            })
        })
        .collect();
    json!({
        "rule": allocation.rule,
        "version": allocation.version,
        "readings": readings,
        "seats": seats,
        "vacant": allocation.vacant,
        "elected": allocation.elected,
        "alternates": allocation.alternates,
        "steps": steps,
    })
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Serialize for DrawnLot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("for", self.purpose.name())?;
        map.serialize_entry("among", &self.among)?;
        map.serialize_entry("drawn", &self.drawn)?;
        map.end()
    }
}

impl Serialize for Allocation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        allocated(self).serialize(serializer)
    }
}

impl Serialize for Lot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        needs_lot(self).serialize(serializer)
    }
}

/// The margins; `between` names who would lose and who would gain the votes.
impl Serialize for Margins {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let code = |group: &Group| group.code.clone();
        let groups: Vec<Value> = self
            .groups
            .iter()
            .map(|margin| {
                let between = [code(&margin.from), code(&margin.to)];
                json!({ "votes": margin.votes, "between": between, "seats": margin.seats })
            })
            .collect();
        let persons: Vec<Value> = self
            .persons
            .iter()
            .map(|margin| {
                let between = [&margin.last_in, &margin.first_out];
                json!({ "votes": margin.votes, "between": between, "list": margin.group.as_ref().map(code) })
            })
            .collect();
        let (exact, at_least) = match self.exactness {
            Exactness::Exact => (true, None),
            Exactness::AtLeast(votes) => (false, Some(votes)),
        };
        let smallest = self.smallest();
        json!({ "smallest": smallest, "exact": exact, "at_least": at_least, "lists": groups, "persons": persons })
            .serialize(serializer)
    }
}

/// The contest in the form that [`parse`] reads: what was decided can be decided again from the record.
impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let person = |who: &Candidate| {
            let mut person = json!({ "code": who.code, "votes": who.votes });
            let mut set = |key: &str, value: Value| person[key] = value;
            if let Some(name) = &who.name {
                set("name", json!(**name));
            }
            if let Some(veteran) = who.veteran {
                set("veteran", veteran.into());
            }
            if let Some(degree) = who.degree {
                set("degree", degree.into());
            }
            person
        };
        let lists: Vec<Value> = self
            .lists
            .iter()
            .map(|list| {
                let mut value = json!({ "code": list.code });
                if let Some(name) = &list.name {
                    value["name"] = json!(**name);
                }
                match &list.candidates {
                    Some(members) => value["candidates"] = members.iter().map(person).collect(),
                    None => value["votes"] = list.votes.into(),
                }
                if list.exempt {
                    value["exempt"] = true.into();
                }
                value
            })
            .collect();
        let mut value = json!({ "seats": self.seats, "lists": lists });
        if !self.independents.is_empty() {
            value["independents"] = self.independents.iter().map(person).collect();
        } else if self.independents_unnamed {
            value["independents"] = self.independent_votes.into();
        }
        if !self.lots.is_empty() {
            value["lots"] = json!(self.lots);
        }
        if let Some(alternates) = self.alternates {
            value["alternates"] = alternates.into();
        }
        if let Some(valid) = self.valid_votes {
            value["valid_votes"] = valid.into();
        }
        if !self.readings.is_empty() {
            value["readings"] = self.readings.iter().map(|(key, name)| (key.clone(), json!(name))).collect();
        }
        value.serialize(serializer)
    }
}

fn contest(field: Field) -> Result<Draft, BadInput> {
    let mut draft = Draft::default();
    let mut has_seats = false;
    for field in field.object()? {
        match field.key() {
            "seats" => {
                has_seats = true;
                draft.seats = field.small()?;
            }
            "lists" => draft.lists = field.each(list)?,
            // A plain total where nobody is named, as a plain party has one.
            "independents" if matches!(field.tree, Tree::Whole(_) | Tree::Negative) => {
                draft.independent_votes = Some(field.count()?);
            }
            "independents" => draft.independents = field.each(candidate)?,
            "lots" => draft.lots = field.each(lot)?,
            "alternates" => draft.alternates = Some(field.small()?),
            "valid_votes" => draft.valid_votes = Some(field.count()?),
            "readings" => {
                for field in field.object()? {
                    draft.readings.push((field.key().to_owned(), field.text()?));
                }
            }
            _ => return Err(BadInput::UnknownField { path: field.path }),
        }
    }
    if has_seats { Ok(draft) } else { Err(BadInput::Missing { path: "seats".into() }) }
}

fn list(field: Field) -> Result<DraftList, BadInput> {
    let path = field.path.clone();
    let (mut code, mut name, mut votes, mut candidates, mut exempt) = (None, None, None, None, false);
    for field in field.object()? {
        match field.key() {
            "code" => code = Some(field.code()?),
            "name" => name = Some(Text::from(field.text()?)),
            "votes" => votes = Some(field.count()?),
            "candidates" => candidates = Some(field.each(candidate)?),
            "exempt" => exempt = field.truth()?,
            _ => return Err(BadInput::UnknownField { path: field.path }),
        }
    }
    let code = code.ok_or(BadInput::Missing { path: path + ".code" })?;
    Ok(DraftList { code, name, votes, candidates, exempt })
}

fn candidate(field: Field) -> Result<Candidate, BadInput> {
    let path = field.path.clone();
    let (mut code, mut name, mut votes, mut veteran, mut degree) = (None, None, None, None, None);
    for field in field.object()? {
        match field.key() {
            "code" => code = Some(field.code()?),
            "name" => name = Some(Text::from(field.text()?)),
            "votes" => votes = Some(field.count()?),
            "veteran" => veteran = Some(field.truth()?),
            "degree" => {
                let path = field.path.clone();
                let degree_ = u8::try_from(field.small()?);
                degree = Some(degree_.map_err(|_| BadInput::TooLarge { path, limit: u8::MAX.into() })?);
            }
            _ => return Err(BadInput::UnknownField { path: field.path }),
        }
    }
    let missing = |key: &str| BadInput::Missing { path: format!("{path}.{key}") };
    let (code, votes) = (code.ok_or_else(|| missing("code"))?, votes.ok_or_else(|| missing("votes"))?);
    Ok(Candidate { code, name, votes, veteran, degree })
}

fn lot(field: Field) -> Result<DrawnLot, BadInput> {
    let path = field.path.clone();
    let (mut purpose, mut among, mut drawn) = (None, None, None);
    for field in field.object()? {
        match field.key() {
            "for" => {
                let path = field.path.clone();
                let wrong =
                    BadInput::WrongKind { path, expected: "the purpose of a lot, as the engine named it" };
                purpose = Some(LotFor::named(&field.text()?).ok_or(wrong)?);
            }
            "among" => among = Some(field.each(Field::code)?),
            "drawn" => drawn = Some(field.each(Field::code)?),
            // What the engine asked may be handed back whole, with the answer beside the question.
            "choose" | "text" => {}
            _ => return Err(BadInput::UnknownField { path: field.path }),
        }
    }
    let missing = |key: &str| BadInput::Missing { path: format!("{path}.{key}") };
    Ok(DrawnLot {
        purpose: purpose.ok_or_else(|| missing("for"))?,
        among: among.ok_or_else(|| missing("among"))?,
        drawn: drawn.ok_or_else(|| missing("drawn"))?,
    })
}

/// JSON as written, so that a key given twice is seen and a fraction is not taken for a count.
enum Tree {
    Null,
    Truth(bool),
    Whole(u64),
    Negative,
    Fraction,
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// A place in the tree and the path that leads to it.
struct Field {
    path: String,
    key: String,
    tree: Tree,
}

impl Field {
    fn key(&self) -> &str {
        &self.key
    }

    fn object(self) -> Result<Vec<Field>, BadInput> {
        let Tree::Object(entries) = self.tree else {
            return Err(BadInput::WrongKind { path: named(self.path), expected: "an object" });
        };
        let mut fields: Vec<Field> = Vec::with_capacity(entries.len());
        for (key, tree) in entries {
            let path = if self.path.is_empty() { key.clone() } else { format!("{}.{key}", self.path) };
            if fields.iter().any(|field| field.path == path) {
                return Err(BadInput::DuplicateKey { path });
            }
            fields.push(Field { path, key, tree });
        }
        Ok(fields)
    }

    fn each<T>(self, read: impl Fn(Field) -> Result<T, BadInput>) -> Result<Vec<T>, BadInput> {
        let Tree::Array(items) = self.tree else {
            return Err(BadInput::WrongKind { path: self.path, expected: "an array" });
        };
        let field = |(i, tree)| read(Field { path: format!("{}[{i}]", self.path), key: String::new(), tree });
        items.into_iter().enumerate().map(field).collect()
    }

    fn count(self) -> Result<u64, BadInput> {
        match self.tree {
            Tree::Whole(n) => Ok(n),
            Tree::Negative => Err(BadInput::Negative { path: self.path }),
            _ => Err(BadInput::WrongKind { path: self.path, expected: "a whole number" }),
        }
    }

    fn small(self) -> Result<u32, BadInput> {
        let path = self.path.clone();
        let n = self.count()?;
        u32::try_from(n).map_err(|_| BadInput::TooLarge { path, limit: u32::MAX.into() })
    }

    fn text(self) -> Result<String, BadInput> {
        match self.tree {
            Tree::Text(text) => Ok(text),
            _ => Err(BadInput::WrongKind { path: self.path, expected: "text" }),
        }
    }

    fn code(self) -> Result<Code, BadInput> {
        Ok(Code::from(self.text()?.as_str()))
    }

    fn truth(self) -> Result<bool, BadInput> {
        match self.tree {
            Tree::Truth(truth) => Ok(truth),
            _ => Err(BadInput::WrongKind { path: self.path, expected: "true or false" }),
        }
    }
}

fn named(path: String) -> String {
    if path.is_empty() { "$".into() } else { path }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Tree;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Tree, E> {
                Ok(Tree::Truth(truth))
            }
            fn visit_u64<E>(self, n: u64) -> Result<Tree, E> {
                Ok(Tree::Whole(n))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
                Ok(Tree::Negative)
            }
            // The one place that a float passes, and it passes by: nothing is computed with it.
            fn visit_f64<E>(self, n: f64) -> Result<Tree, E> {
                Ok(if n < 0.0 { Tree::Negative } else { Tree::Fraction })
            }
            fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
                Ok(Tree::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
                let mut array = Vec::new();
                while let Some(item) = items.next_element()? {
                    array.push(item);
                }
                Ok(Tree::Array(array))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
                let mut object = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    object.push(entry);
                }
                Ok(Tree::Object(object))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

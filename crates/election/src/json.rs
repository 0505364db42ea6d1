//! JSON that others sign means one thing: an object is written as an object.

/// How many objects stand in a JSON text.
///
/// The reader of a struct would also take a list of its fields in order. Nothing else that it takes has more or
/// fewer objects than what it writes, so a text is free of such lists exactly if both have as many.
pub fn objects(json: &[u8]) -> usize {
    let (mut count, mut in_text, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_texts_are_no_objects() {
        assert_eq!(objects(br#"{"a{":[{},"\"{","\\",{"b":"{"}]}"#), 3);
        assert_eq!(objects(br#"["a",[1,2]]"#), 0);
    }
}

//! Records that travel as forms: each field a pair, or a part of a body of many.

use indexmap::IndexMap;
use serde_json::Value;
use url::form_urlencoded::{byte_serialize, parse};

use super::ListStyle;

/// Parts one field from the next in a body of many. Nobody's text has it by chance.
const BOUNDARY: &str = "docproof-4f1c9a7be2d05836";

/// How deep members are pairs of their own: no name is longer for it.
pub const DEEPEST: usize = 32;

/// How the fields of a record travel as a form (OpenAPI's `encoding`).
#[derive(Clone, Debug, PartialEq)]
pub struct FormStyle {
    /// What the whole is.
    pub kind: FormKind,
    /// Fields of the top level by name; one that isn't here travels as [`FieldStyle::default`] says.
    pub fields: IndexMap<String, FieldStyle>,
}

/// The two media types of forms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FormKind {
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// `multipart/form-data` (RFC 7578).
    Multipart,
}

/// How a field travels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldStyle {
    /// Items of a list.
    pub list: ListStyle,
    /// Whether members and items are pairs of their own: `address[city]=Bern`.
    pub nested: bool,
    /// The Content-Type of its part, where one is documented.
    pub content_type: Option<String>,
    /// Whether its part is a file.
    pub is_file: bool,
}

impl FormKind {
    /// The kind of a media type, if it is that of a form.
    pub fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let is = |name: &str| essence.eq_ignore_ascii_case(name);
        match () {
            () if is("application/x-www-form-urlencoded") => Some(Self::UrlEncoded),
            () if is("multipart/form-data") => Some(Self::Multipart),
            () => None,
        }
    }

    /// The Content-Type of such a body.
    pub fn content_type(self) -> String {
        match self {
            Self::UrlEncoded => "application/x-www-form-urlencoded".to_owned(),
            Self::Multipart => format!("multipart/form-data; boundary={BOUNDARY}"),
        }
    }
}

impl FormStyle {
    /// A record as it is sent. What a form can't say (null, an empty list) is left out.
    pub fn bytes(&self, record: &Value) -> Vec<u8> {
        let pairs = self.pairs(record);
        match self.kind {
            FormKind::UrlEncoded => {
                let pairs = pairs.iter().map(|(name, text)| {
                    let mark = self.field(name).and_then(|field| field.list.mark());
                    format!("{}={}", encoded(name), joined(text, mark))
                });
                pairs.collect::<Vec<_>>().join("&").into_bytes()
            }
            FormKind::Multipart => {
                let mut body = String::new();
                for (name, text) in &pairs {
                    body.push_str(&format!(
                        "--{BOUNDARY}\r\n{}\r\n\r\n{text}\r\n",
                        self.head(name)
                    ));
                }
                body.push_str(&format!("--{BOUNDARY}--\r\n"));
                body.into_bytes()
            }
        }
    }

    /// The pairs that a body has, if it is such a form.
    pub fn read(&self, body: &[u8]) -> Option<Vec<(String, String)>> {
        match self.kind {
            FormKind::UrlEncoded => Some(parse(body).into_owned().collect()),
            FormKind::Multipart => {
                let text = std::str::from_utf8(body).ok()?;
                // Nothing in it.
                if text == format!("--{BOUNDARY}--\r\n") {
                    return Some(Vec::new());
                }
                // Whoever wrote it, its first line is its boundary (RFC 2046, section 5.1.1).
                let (boundary, _) =
                    text.split_once("\r\n").filter(|(line, _)| line.starts_with("--"))?;
                let whole = text.trim_end().strip_suffix("--")?.strip_suffix(boundary)?;
                let parts = whole.split(boundary).filter(|part| !part.is_empty());
                parts.map(part).collect()
            }
        }
    }

    fn field(&self, name: &str) -> Option<&FieldStyle> {
        self.fields.get(name).or_else(|| self.fields.get(name.split('[').next()?))
    }

    fn pairs(&self, record: &Value) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (name, value) in record.as_object().into_iter().flatten() {
            let style = self.field(name).cloned().unwrap_or_default();
            match value {
                Value::Object(_) | Value::Array(_) if style.nested => {
                    nested(name, value, 0, &mut pairs)
                }
                Value::Array(items) => {
                    let items = items.iter().filter_map(text_of);
                    match style.list.mark() {
                        None => pairs.extend(items.map(|item| (name.clone(), item))),
                        Some(mark) => {
                            let items: Vec<String> = items.collect();
                            let joined = items.join(&mark.to_string());
                            pairs.extend((!items.is_empty()).then(|| (name.clone(), joined)));
                        }
                    }
                }
                value => pairs.extend(text_of(value).map(|text| (name.clone(), text))),
            }
        }
        pairs
    }

    /// What stands above a field in its part (RFC 7578, section 4.2; names escaped as browsers do).
    fn head(&self, name: &str) -> String {
        let style = self.field(name).cloned().unwrap_or_default();
        let escaped = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let mut head = format!("Content-Disposition: form-data; name=\"{escaped}\"");
        let content_type = style.content_type.as_deref();
        if style.is_file {
            head.push_str(&format!("; filename=\"docproof.{}\"", ending(content_type)));
        }
        match content_type {
            Some(known) => head.push_str(&format!("\r\nContent-Type: {known}")),
            None if style.is_file => head.push_str("\r\nContent-Type: application/octet-stream"),
            None => {}
        }
        head
    }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// A text whose items have a mark between them, which stands there as it is (RFC 6570): who parts them before they are
/// decoded reads the same as who does it after.
fn joined(text: &str, mark: Option<char>) -> String {
    let Some(mark) = mark else { return encoded(text) };
    let between = match mark {
        ' ' => "%20",
        '|' => "%7C",
        _ => ",",
    };
    text.split(mark).map(encoded).collect::<Vec<_>>().join(between)
}

/// The end of a file's name, by which many servers tell what it is.
fn ending(content_type: Option<&str>) -> &str {
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match essence.rsplit_once(['/', '+']) {
        Some((_, "plain")) => "txt",
        Some((_, "jpeg")) => "jpg",
        Some((_, known)) if !known.contains('*') && known != "octet-stream" => known,
        _ => "bin",
    }
}

/// A value as a text of a form: texts as they are, what has members or items as JSON.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.is_empty() => None,
        other => Some(other.to_string()),
    }
}

/// OpenAPI's `deepObject`, with the index for the items of lists; below [`DEEPEST`] as JSON.
fn nested(name: &str, value: &Value, depth: usize, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if depth < DEEPEST => {
            for (key, member) in members {
                nested(&format!("{name}[{key}]"), member, depth + 1, pairs);
            }
        }
        Value::Array(items) if depth < DEEPEST => {
            for (index, item) in items.iter().enumerate() {
                nested(&format!("{name}[{index}]"), item, depth + 1, pairs);
            }
        }
        value => pairs.extend(text_of(value).map(|text| (name.to_owned(), text))),
    }
}

/// The name and the text of a part, from behind its boundary to before the next.
fn part(part: &str) -> Option<(String, String)> {
    let (head, text) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
    let (_, name) = head.split_once("; name=\"")?;
    let (name, _) = name.split_once('"')?;
    let name = name.replace("%0D", "\r").replace("%0A", "\n").replace("%22", "\"");
    Some((name, text.strip_suffix("\r\n")?.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn style(kind: FormKind) -> FormStyle {
        let field = |list, nested| FieldStyle { list, nested, ..FieldStyle::default() };
        let fields = [
            ("commas", field(ListStyle::Commas, false)),
            ("pipes", field(ListStyle::Pipes, false)),
            ("deep", field(ListStyle::Repeated, true)),
            (
                "file",
                FieldStyle {
                    is_file: true,
                    content_type: Some("text/csv".into()),
                    ..FieldStyle::default()
                },
            ),
        ];
        let fields = fields.into_iter().map(|(name, style)| (name.to_owned(), style)).collect();
        FormStyle { kind, fields }
    }

    #[test]
    fn a_record_is_written_as_pairs() {
        let record = json!({
            "title": "Milk & more+", "count": 2, "done": false, "nothing": null, "none": [],
            "tags": ["a", "b"], "commas": [1, 2], "pipes": ["x", "y"],
            "deep": {"city": "Bern", "lines": [{"n": 1}]}, "object": {"a": 1},
        });
        let written = String::from_utf8(style(FormKind::UrlEncoded).bytes(&record)).unwrap();
        insta::assert_snapshot!(written.replace('&', "\n"), @r#"
title=Milk+%26+more%2B
count=2
done=false
tags=a
tags=b
commas=1,2
pipes=x%7Cy
deep%5Bcity%5D=Bern
deep%5Blines%5D%5B0%5D%5Bn%5D=1
object=%7B%22a%22%3A1%7D
"#);
    }

    #[test]
    fn a_record_is_written_as_parts() {
        let style = style(FormKind::Multipart);
        let record = json!({"title \"x\"": "Milk", "tags": ["a", "b"], "file": "id,n\n1,2\n"});
        let written = style.bytes(&record);
        let text = String::from_utf8(written.clone()).unwrap();
        insta::assert_snapshot!(text.replace('\r', "␍"), @r#"
--docproof-4f1c9a7be2d05836␍
Content-Disposition: form-data; name="title %22x%22"␍
␍
Milk␍
--docproof-4f1c9a7be2d05836␍
Content-Disposition: form-data; name="tags"␍
␍
a␍
--docproof-4f1c9a7be2d05836␍
Content-Disposition: form-data; name="tags"␍
␍
b␍
--docproof-4f1c9a7be2d05836␍
Content-Disposition: form-data; name="file"; filename="docproof.csv"␍
Content-Type: text/csv␍
␍
id,n
1,2
␍
--docproof-4f1c9a7be2d05836--␍
"#);
        let read = style.read(&written).unwrap();
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["title \"x\"", "tags", "tags", "file"]);
        assert_eq!(read[3].1, "id,n\n1,2\n");
    }

    #[test]
    fn what_is_no_form_is_not_read() {
        let style = style(FormKind::Multipart);
        for body in ["", "docproof", "{\"a\": 1}", "--x\r\n\r\n", "--x\r\nno head\r\n--x--"] {
            assert_eq!(style.read(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn a_media_type_tells_its_kind() {
        let kind = FormKind::of;
        assert_eq!(
            kind("Application/x-www-form-urlencoded; charset=utf-8"),
            Some(FormKind::UrlEncoded)
        );
        assert_eq!(kind("multipart/form-data"), Some(FormKind::Multipart));
        assert_eq!(kind("multipart/mixed"), None);
    }
}

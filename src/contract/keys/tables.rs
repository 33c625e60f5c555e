//! What the objects of a document may hold: OpenAPI 3.1, section 4.8, and JSON Schema 2020-12.

/// What a value may be.
pub(super) enum Shape {
    /// Anything: checked elsewhere, or of no matter here.
    Any,
    /// `true` or `false`.
    Flag,
    /// A text.
    Text,
    /// A schema.
    Schema,
    /// One object.
    Object(&'static Object),
    /// An object whose members all are so.
    Map(&'static Shape),
    /// A list whose items all are so.
    List(&'static Shape),
    /// What puts a resource in a state: an operation, one with fields, or a list of these.
    Changes,
}

use Shape::{Any, Flag, List, Map, Schema, Text};

/// An object of OpenAPI.
pub(super) struct Object {
    /// In a message.
    pub name: &'static str,
    /// Where such are among `components`, if a `$ref` may stand for one.
    pub section: Option<&'static str>,
    /// Its keys.
    pub keys: &'static [(&'static str, Shape)],
}

/// The extensions that mean something (`schemas/README.md`).
pub(super) static EXTENSIONS: [(&str, Shape); 19] = [
    ("x-api", Text),
    ("x-pages", Map(&Text)),
    ("x-resources", Map(&Shape::Object(&RESOURCE))),
    ("x-source", Shape::Object(&SOURCE)),
    ("x-level", Any),
    ("x-levels", Map(&Any)),
    ("x-shape", Text),
    ("x-not-observable", Text),
    ("x-setting", Text),
    ("x-resource", Text),
    ("x-unknown", Text),
    ("x-fill", Text),
    ("x-fresh", Text),
    ("x-printed-as", Text),
    ("x-credential", Text),
    ("x-records", Shape::Object(&RECORDS)),
    ("x-rules", List(&Shape::Object(&RULE))),
    ("x-printed", Shape::Object(&PRINTED)),
    ("x-defects", List(&Shape::Object(&DEFECT))),
];

pub(super) static DOCUMENT: Object = Object {
    name: "a document",
    section: None,
    keys: &[
        ("openapi", Any),
        ("info", Shape::Object(&INFO)),
        ("jsonSchemaDialect", Text),
        ("servers", List(&Shape::Object(&SERVER))),
        ("paths", Map(&Shape::Object(&PATH_ITEM))),
        ("webhooks", Any),
        ("components", Shape::Object(&COMPONENTS)),
        ("security", List(&Map(&List(&Text)))),
        ("tags", List(&Any)),
        ("externalDocs", Any),
        ("$schema", Any),
        ("$id", Any),
    ],
};

static INFO: Object = Object {
    name: "the info",
    section: None,
    keys: &[
        ("title", Any),
        ("summary", Any),
        ("description", Any),
        ("termsOfService", Any),
        ("contact", Any),
        ("license", Any),
        ("version", Any),
    ],
};

static SERVER: Object = Object {
    name: "a server",
    section: None,
    keys: &[("url", Text), ("description", Any), ("variables", Map(&Any))],
};

static COMPONENTS: Object = Object {
    name: "the components",
    section: None,
    keys: &[
        ("schemas", Map(&Schema)),
        ("responses", Map(&Shape::Object(&RESPONSE))),
        ("parameters", Map(&Shape::Object(&PARAMETER))),
        ("examples", Map(&Shape::Object(&EXAMPLE))),
        ("requestBodies", Map(&Shape::Object(&REQUEST_BODY))),
        ("headers", Map(&Shape::Object(&HEADER))),
        ("securitySchemes", Map(&Shape::Object(&SECURITY_SCHEME))),
        ("links", Any),
        ("callbacks", Any),
        ("pathItems", Any),
    ],
};

static PATH_ITEM: Object = Object {
    name: "a path",
    section: Some("pathItems"),
    keys: &[
        ("summary", Any),
        ("description", Any),
        ("get", Shape::Object(&OPERATION)),
        ("put", Shape::Object(&OPERATION)),
        ("post", Shape::Object(&OPERATION)),
        ("delete", Shape::Object(&OPERATION)),
        ("options", Shape::Object(&OPERATION)),
        ("head", Shape::Object(&OPERATION)),
        ("patch", Shape::Object(&OPERATION)),
        ("trace", Shape::Object(&OPERATION)),
        ("servers", List(&Shape::Object(&SERVER))),
        ("parameters", List(&Shape::Object(&PARAMETER))),
    ],
};

static OPERATION: Object = Object {
    name: "an operation",
    section: None,
    keys: &[
        ("tags", List(&Text)),
        ("summary", Any),
        ("description", Any),
        ("externalDocs", Any),
        ("operationId", Any),
        ("parameters", List(&Shape::Object(&PARAMETER))),
        ("requestBody", Shape::Object(&REQUEST_BODY)),
        ("responses", Map(&Shape::Object(&RESPONSE))),
        ("callbacks", Any),
        ("deprecated", Flag),
        ("security", List(&Map(&List(&Text)))),
        ("servers", List(&Shape::Object(&SERVER))),
    ],
};

static SOURCE: Object =
    Object { name: "a source", section: None, keys: &[("page", Text), ("section", Text)] };

static RESOURCE: Object = Object {
    name: "a resource",
    section: None,
    keys: &[
        ("made-by", Text),
        ("observed-by", Text),
        ("id", Text),
        ("setting", Text),
        ("turns", Flag),
        ("is", Text),
        ("after", Shape::Changes),
    ],
};

pub(super) static CHANGE: Object = Object {
    name: "an operation, or `{operation: …, with: {field: value}}`",
    section: None,
    keys: &[("operation", Text), ("with", Map(&Any))],
};

static RECORDS: Object = Object {
    name: "x-records",
    section: None,
    keys: &[
        ("sent", Text),
        ("answered", Text),
        ("content", Text),
        ("failed", Text),
        ("id", Text),
        ("id-header", Text),
        ("sent-id", Text),
        ("match", Shape::Object(&MATCH)),
        ("resource", Text),
    ],
};

static MATCH: Object =
    Object { name: "a match", section: None, keys: &[("sent", Text), ("answered", Text)] };

static PRINTED: Object = Object {
    name: "x-printed",
    section: None,
    keys: &[
        ("endpoint", Text),
        ("authorization", Text),
        ("path-parameters", List(&Text)),
        ("headers", List(&Text)),
        ("command", Text),
    ],
};

static DEFECT: Object = Object {
    name: "a defect",
    section: None,
    keys: &[
        ("id", Text),
        ("text", Text),
        ("source", Shape::Object(&SOURCE)),
        ("explains", List(&Text)),
    ],
};

static RULE: Object = Object {
    name: "a rule",
    section: None,
    keys: &[
        ("rule", Text),
        ("text", Text),
        ("level", Any),
        ("source", Shape::Object(&SOURCE)),
        ("fields", Any),
        ("header", Text),
        ("check", Any),
        ("not-observable", Text),
    ],
};

static PARAMETER: Object = Object {
    name: "a parameter",
    section: Some("parameters"),
    keys: &[
        ("name", Any),
        ("in", Any),
        ("description", Any),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", Schema),
        ("example", Any),
        ("examples", Map(&Shape::Object(&EXAMPLE))),
        ("content", Map(&Shape::Object(&MEDIA_TYPE))),
    ],
};

static REQUEST_BODY: Object = Object {
    name: "a request body",
    section: Some("requestBodies"),
    keys: &[
        ("description", Any),
        ("content", Map(&Shape::Object(&MEDIA_TYPE))),
        ("required", Flag),
    ],
};

static RESPONSE: Object = Object {
    name: "a response",
    section: Some("responses"),
    keys: &[
        ("description", Any),
        ("headers", Map(&Shape::Object(&HEADER))),
        ("content", Map(&Shape::Object(&MEDIA_TYPE))),
        ("links", Any),
    ],
};

static HEADER: Object = Object {
    name: "a header",
    section: Some("headers"),
    keys: &[
        ("description", Any),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", Schema),
        ("example", Any),
        ("examples", Map(&Shape::Object(&EXAMPLE))),
        ("content", Map(&Shape::Object(&MEDIA_TYPE))),
    ],
};

static MEDIA_TYPE: Object = Object {
    name: "a media type",
    section: None,
    keys: &[
        ("schema", Schema),
        ("example", Any),
        ("examples", Map(&Shape::Object(&EXAMPLE))),
        ("encoding", Map(&Shape::Object(&ENCODING))),
    ],
};

static ENCODING: Object = Object {
    name: "an encoding",
    section: None,
    keys: &[
        ("contentType", Text),
        ("headers", Any),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
    ],
};

static EXAMPLE: Object = Object {
    name: "an example",
    section: Some("examples"),
    keys: &[("summary", Any), ("description", Text), ("value", Any), ("externalValue", Any)],
};

static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    section: Some("securitySchemes"),
    keys: &[
        ("type", Text),
        ("description", Any),
        ("name", Text),
        ("in", Text),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", Any),
        ("openIdConnectUrl", Text),
    ],
};

/// Keywords of schemas. What their values have to be, the schema's own compiler tells, but for those that
/// hold schemas.
pub(super) static KEYWORDS: [(&str, Shape); 64] = [
    ("$ref", Any),
    ("$id", Any),
    ("$schema", Any),
    ("$anchor", Any),
    ("$dynamicRef", Any),
    ("$dynamicAnchor", Any),
    ("$vocabulary", Any),
    ("$comment", Any),
    ("$defs", Map(&Schema)),
    ("definitions", Map(&Schema)),
    ("type", Any),
    ("enum", Any),
    ("const", Any),
    ("multipleOf", Any),
    ("maximum", Any),
    ("exclusiveMaximum", Any),
    ("minimum", Any),
    ("exclusiveMinimum", Any),
    ("maxLength", Any),
    ("minLength", Any),
    ("pattern", Any),
    ("maxItems", Any),
    ("minItems", Any),
    ("uniqueItems", Any),
    ("maxContains", Any),
    ("minContains", Any),
    ("maxProperties", Any),
    ("minProperties", Any),
    ("required", Any),
    ("dependentRequired", Any),
    ("dependentSchemas", Map(&Schema)),
    ("dependencies", Any),
    ("properties", Map(&Schema)),
    ("patternProperties", Map(&Schema)),
    ("additionalProperties", Schema),
    ("propertyNames", Schema),
    ("unevaluatedProperties", Schema),
    ("items", Schema),
    ("prefixItems", List(&Schema)),
    ("additionalItems", Any),
    ("unevaluatedItems", Schema),
    ("contains", Schema),
    ("allOf", List(&Schema)),
    ("anyOf", List(&Schema)),
    ("oneOf", List(&Schema)),
    ("not", Schema),
    ("if", Schema),
    ("then", Schema),
    ("else", Schema),
    ("title", Any),
    ("description", Any),
    ("default", Any),
    ("deprecated", Any),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("example", Any),
    ("examples", Any),
    ("format", Any),
    ("contentEncoding", Any),
    ("contentMediaType", Any),
    ("contentSchema", Schema),
    ("discriminator", Any),
    ("xml", Any),
    ("externalDocs", Any),
];

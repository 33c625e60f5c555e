//! Properties of suites, which `junit-report` has no word for.

use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

/// The report with properties at the beginning of each suite, where the schemas of CI systems want
/// them. The rest stays as it is, to the byte.
pub(super) fn with_properties(
    xml: &str,
    properties: &[(&str, &str)],
) -> Result<String, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::new(Vec::new());
    loop {
        let event = reader.read_event()?;
        let is_suite =
            matches!(&event, Event::Start(start) if start.name().as_ref() == b"testsuite");
        let is_end = matches!(event, Event::Eof);
        writer.write_event(event)?;
        if is_suite {
            writer.write_event(Event::Start(BytesStart::new("properties")))?;
            for (name, value) in properties {
                let property = BytesStart::new("property");
                let property = property.with_attributes([("name", *name), ("value", *value)]);
                writer.write_event(Event::Empty(property))?;
            }
            writer.write_event(Event::End(BytesEnd::new("properties")))?;
        }
        if is_end {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::with_properties;

    #[test]
    fn only_suites_get_them() {
        let xml = "<testsuites><testsuite name=\"a\"><testcase><system-out><![CDATA[<testsuite >]]></system-out></testcase></testsuite></testsuites>";
        let expected = xml.replace(
            "<testsuite name=\"a\">",
            "<testsuite name=\"a\"><properties><property name=\"p\" value=\"&lt;b&gt;\"/><property name=\"q\" value=\"c\"/></properties>",
        );
        assert_eq!(with_properties(xml, &[("p", "<b>"), ("q", "c")]).unwrap(), expected);
    }
}

//! The pipelines to copy say what the program understands. `.ci/run` holds them to their systems'
//! schemas.

use std::collections::BTreeSet;

use crate::support::Place;

const PIPELINES: [(&str, &str); 4] = [
    ("github-actions.yml", include_str!("../../pipelines/github-actions.yml")),
    ("gitlab-ci.yml", include_str!("../../pipelines/gitlab-ci.yml")),
    ("Jenkinsfile", include_str!("../../pipelines/Jenkinsfile")),
    ("kubernetes.yaml", KUBERNETES),
];
const KUBERNETES: &str = include_str!("../../pipelines/kubernetes.yaml");

/// The options that a text gives to a command of the program.
fn options(text: &str, command: &str) -> BTreeSet<String> {
    // A line may go on in the next, and lists are commands too.
    let text = text.replace("\\\n", " ").replace("docproof, ", "docproof ").replace(',', " ");
    let given = text.lines().filter_map(|line| line.split_once(&format!("docproof {command} ")));
    let words = given.flat_map(|(_, rest)| rest.split("||").next().unwrap().split_whitespace());
    words.filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

#[test]
fn their_options_are_known() {
    let place = Place::empty();
    for command in ["run", "merge"] {
        let help = place.docproof(&format!("{command} --help")).exits(0).out;
        for (file, text) in PIPELINES {
            assert!(text.contains(&format!("docproof {command}")) || command == "merge", "{file}");
            for option in options(text, command) {
                assert!(help.contains(&option), "{file}: docproof {command} has no {option}");
            }
        }
    }
    assert!(options(PIPELINES[0].1, "run").contains("--target"));
    assert!(options(KUBERNETES, "merge").contains("--reports"));
}

#[test]
fn their_number_of_shards_is_one() {
    for (file, text) in PIPELINES {
        let four = ["\"4/4\"]", "parallel: 4\n", "values '1', '2', '3', '4'\n", "completions: 4\n"];
        assert_eq!(four.iter().filter(|four| text.contains(*four)).count(), 1, "{file}");
    }
    assert!(KUBERNETES.contains("DOCPROOF_SHARDS\n              value: \"4\"\n"));
}

#[test]
fn the_target_file_of_the_manifest_can_be_read() {
    let (_, rest) = KUBERNETES.split_once("  target.toml: |\n").unwrap();
    let (file, _) = rest.split_once("\n---\n").unwrap();
    let file: String = file.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    let place = Place::empty().file("target.toml", file);
    let secrets = [("AGENTASSIST_AUTH", "a token"), ("CONTACT_API_KEY", "a key")];
    let variables =
        [secrets[0], secrets[1], ("JOB_COMPLETION_INDEX", "3"), ("DOCPROOF_SHARDS", "4")];
    let run = "run --target target.toml --yes --dry-run --tags '@createContacts'";
    let ran = place.with(run, &variables).exits(0);
    assert!(ran.err.starts_with("shard 4/4 (by JOB_COMPLETION_INDEX=3 DOCPROOF_SHARDS=4): "));
    assert!(ran.out.contains("https://bot.example.com/agentassist/"), "{}", ran.out);
}

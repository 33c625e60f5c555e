//! Features and contracts are part of the program: a file more or less among them makes a new one.
//! The macro that takes them in sees changes of files, but no new ones.

fn main() {
    for folder in ["features", "schemas"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}

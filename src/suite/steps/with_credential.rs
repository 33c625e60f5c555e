//! Which credential a request carries.

use cucumber::given;

use crate::model::CredentialState;
use crate::spelling::hint;
use crate::suite::world::World;
use crate::target::Unavailable;

#[given(regex = r"^with a credential that is ([a-zA-Z][a-zA-Z ]*)$")]
async fn credential(world: &mut World, name: String) {
    change(world, None, &name);
}

#[given(regex = r#"^with the credential "([^"]+)" that is ([a-zA-Z][a-zA-Z ]*)$"#)]
async fn credential_of(world: &mut World, scheme: String, name: String) {
    change(world, Some(&scheme), &name);
}

/// What the settings lack of an optional credential, which is not sent then.
fn lacking(world: &World, scheme: Option<&str>) -> Option<String> {
    let operation = world.documented(&world.context)?;
    let asked = operation.security.first()?;
    let is_meant = match scheme {
        Some(scheme) => asked.iter().any(|one| one.scheme == scheme),
        None => asked.len() == 1,
    };
    if !is_meant || !world.drafts.last()?.credentials.is_empty() {
        return None;
    }
    world.client.can_send(&operation.draft()).err().map(|Unavailable(lacking)| lacking)
}

fn change(world: &mut World, scheme: Option<&str>, name: &str) {
    let named = CredentialState::NAMED.iter().find(|(known, _)| *known == name);
    let Some((_, state)) = named else {
        let known = CredentialState::NAMED.map(|(known, _)| known);
        let message = format!(
            "a credential can't be `{name}`{}; it can be {}",
            hint(name, known),
            known.join(", ")
        );
        return world.change(|_| Err(message));
    };
    if let Some(lacking) = lacking(world, scheme) {
        return world.skip(lacking);
    }
    world.change(|draft| {
        let schemes: Vec<String> = draft.credentials.iter().map(|one| one.scheme.clone()).collect();
        let known = schemes.iter().map(String::as_str);
        match (scheme, draft.credentials.as_mut_slice()) {
            (_, []) => Err(format!("{} asks for no credential", draft.operation)),
            (None, [only]) => {
                only.state = *state;
                Ok(())
            }
            (None, _) => Err(format!(
                "{} asks for several credentials: write `with the credential \"{}\" that is {name}`, or another of {}",
                draft.operation,
                schemes[0],
                schemes.join(", ")
            )),
            (Some(scheme), several) => match several.iter_mut().find(|one| one.scheme == scheme) {
                Some(credential) => {
                    credential.state = *state;
                    Ok(())
                }
                None => Err(format!(
                    "{} asks for no credential `{scheme}`{} (there are {})",
                    draft.operation,
                    hint(scheme, known),
                    schemes.join(", ")
                )),
            },
        }
    });
}

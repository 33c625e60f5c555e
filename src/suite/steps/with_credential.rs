//! Which credential a request carries.

use std::sync::Arc;

use cucumber::given;

use crate::contract::Operation;
use crate::model::{Credential, CredentialState, Draft};
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

#[given(regex = r#"^with the credential "([^"]+)" instead$"#)]
async fn credential_instead(world: &mut World, scheme: String) {
    let context = Arc::clone(&world.context);
    let Some(operation) = world.documented(&context) else { return world.change(|_| Ok(())) };
    let mut ways = operation.security.iter();
    let way = ways.find(|way| way.iter().any(|one| one.scheme == scheme)).cloned();
    let of_api = context.contract.apis.get(&operation.api).into_iter();
    let mut of_api =
        of_api.flat_map(|api| api.operations.values()).flat_map(Operation::credentials);
    let other = of_api.find(|one| one.scheme == scheme).cloned();
    let Some(credentials) = way.or_else(|| {
        // What is asked for is missing, and something else is there.
        let asked = operation.security.first().cloned().unwrap_or_default().into_iter();
        let asked = asked.map(|one| Credential { state: CredentialState::Missing, ..one });
        Some(asked.chain(std::iter::once(other?)).collect())
    }) else {
        let known = context.contract.apis.get(&operation.api).map_or(&[][..], |api| &api.schemes);
        let message = format!(
            "no operation of {} asks for a credential `{scheme}`{}",
            operation.api,
            hint(&scheme, known.iter().map(String::as_str))
        );
        return world.change(|_| Err(message));
    };
    let draft = Draft { credentials, ..operation.draft() };
    if let Err(Unavailable(lacking)) = world.client.can_send(&draft) {
        return world.skip(lacking);
    }
    world.change(|own| {
        own.credentials = draft.credentials;
        Ok(())
    });
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

//! Which credential a request carries.

use cucumber::given;

use crate::model::CredentialState;
use crate::suite::lookup::hint;
use crate::suite::world::World;

#[given(regex = r"^with a credential that is ([a-zA-Z][a-zA-Z ]*)$")]
async fn credential(world: &mut World, name: String) {
    let named = CredentialState::NAMED.iter().find(|(known, _)| *known == name);
    let Some((_, state)) = named else {
        let known = CredentialState::NAMED.map(|(known, _)| known);
        let message = format!(
            "a credential can't be `{name}`{}; it can be {}",
            hint(&name, known),
            known.join(", ")
        );
        return world.change(|_| Err(message));
    };
    world.change(|draft| match &mut draft.credential {
        Some(credential) => {
            credential.state = *state;
            Ok(())
        }
        None => Err(format!("{} asks for no credential", draft.operation)),
    });
}

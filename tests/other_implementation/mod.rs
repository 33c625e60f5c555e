//! A second implementation of the five documented operations, as unlike the reference as the
//! documentation lets it be. It shares no code with the reference, with the contract or with the
//! checks, down to HTTP itself: what two implementations have in common, no test could tell from
//! what the documentation demands.

mod access;
mod contacts;
mod lists;
mod moments;
mod people;
mod refusals;
mod spelling;
mod wire;

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Map, Value};

pub use access::Credentials;
pub use contacts::{Bulk, Duplicate, Partial};
pub use moments::{Spelled, Times};
pub use people::{Message, Returned};
pub use refusals::Why;
pub use spelling::{Blanks, Spelling};
pub use wire::{Names, Wire};

use access::Known;
use moments::Moment;
use wire::{Answer, Asked};

/// What the documentation leaves to an implementation, decided.
#[derive(Clone, Debug)]
pub struct Choices {
    /// What stands before the documented paths.
    pub prefix: &'static str,
    /// How answers travel.
    pub wire: Wire,
    /// The status of each kind of acceptance.
    pub accepted: Accepted,
    /// The status of each kind of refusal.
    pub refused: fn(Why) -> u16,
    /// How JSON is spelt.
    pub spelling: Spelling,
    /// How finely the clock goes and how its moments are spelt.
    pub times: Times,
    /// What becomes of a contact whose number is taken.
    pub duplicate: Duplicate,
    /// Which partial updates are accepted.
    pub partial: Partial,
    /// How batches are worked through.
    pub bulk: Bulk,
    /// Whether the last record of a request is looked at first.
    pub last_first: bool,
    /// Whether a number that its contact gave up stays taken for good.
    pub keeps_old_numbers: bool,
    /// Whether `+9` and `12` are the number of `+91` and `2`.
    pub joins_numbers: bool,
    /// Whether what the documentation leaves open is refused; otherwise it is accepted.
    pub picky: bool,
    /// Whether answers hold more than is documented, at every depth.
    pub extras: bool,
    /// Whether `updatedBy` is the timestamp that its table describes, not the sample's user.
    pub updated_by_timestamp: bool,
    /// What the answer about a person returns.
    pub returned: Returned,
    /// Its message.
    pub message: Message,
    /// The credentials that the target file gives.
    pub credentials: Credentials,
    /// Whether everything that only a sample shows, or good practice asks for, is done otherwise.
    pub unusual: bool,
}

/// The status of each kind of acceptance.
#[derive(Clone, Copy, Debug)]
pub struct Accepted {
    /// Contacts were made.
    pub created: u16,
    /// Nothing had to be made.
    pub nothing_new: u16,
    /// A contact, a list or a person was updated.
    pub updated: u16,
    /// A batch was worked through.
    pub batch: u16,
}

impl Choices {
    /// Ids of what there is from the start.
    fn known(&self) -> Known {
        if self.unusual { access::LIKE_NOTHING } else { access::LIKE_THE_SAMPLES }
    }

    /// The tamest conforming server: variants say how they differ.
    pub fn tame() -> Self {
        Self {
            prefix: "",
            wire: Wire::default(),
            accepted: Accepted { created: 200, nothing_new: 200, updated: 200, batch: 200 },
            refused: refusals::usual,
            spelling: Spelling::default(),
            times: Times::default(),
            duplicate: Duplicate::Refused,
            partial: Partial::Merged,
            bulk: Bulk::default(),
            last_first: false,
            keeps_old_numbers: false,
            joins_numbers: false,
            picky: false,
            extras: false,
            updated_by_timestamp: false,
            returned: Returned::Whole,
            message: Message::Documented,
            credentials: Credentials::Minted,
            unusual: false,
        }
    }
}

/// A server at work until the test program ends.
pub struct Server {
    address: SocketAddr,
    choices: Choices,
}

impl Server {
    /// Starts one on a free port; it is listening once this returns.
    pub fn start(choices: Choices) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("the port that was given");
        let service = Arc::new(Service::new(choices.clone()));
        wire::serve(listener, choices.wire, move |asked| service.answer(asked));
        Self { address, choices }
    }

    /// Where the documented paths begin.
    fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.choices.prefix)
    }

    /// The part of a target file about the first four pages.
    pub fn agentassist(&self) -> String {
        access::agentassist(&self.base_url(), &self.choices)
    }

    /// The part about the fifth.
    pub fn contact(&self) -> String {
        access::contact(&self.base_url())
    }
}

/// What the server knows.
struct Service {
    choices: Choices,
    contacts: Mutex<contacts::Contacts>,
    person: Mutex<Map<String, Value>>,
    refusals: refusals::Refusals,
    clock: moments::Clock,
}

/// An accepted request: status and body, or why it is refused.
type Outcome = Result<(u16, Value), Why>;

impl Service {
    fn new(choices: Choices) -> Self {
        Self {
            clock: moments::Clock::new(choices.times),
            choices,
            contacts: Mutex::default(),
            person: Mutex::new(people::somebody()),
            refusals: refusals::Refusals::default(),
        }
    }

    fn answer(&self, asked: &Asked) -> Answer {
        match self.outcome(asked) {
            Ok((status, body)) => Answer {
                status,
                media_type: Some(self.choices.spelling.media_type.into()),
                body: self.choices.spelling.write(&body).into_bytes(),
            },
            Err(why) => self.refusals.answer((self.choices.refused)(why), &asked.body),
        }
    }

    fn outcome(&self, asked: &Asked) -> Outcome {
        let path = asked.path.strip_prefix(self.choices.prefix).ok_or(Why::NoRoute)?;
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        let decoded: Vec<String> = steps.iter().map(|step| wire::decode(step)).collect();
        let decoded: Vec<&str> = decoded.iter().map(String::as_str).collect();
        match (asked.method.as_str(), decoded.as_slice()) {
            ("POST", ["agentassist", "api", "v1", "public", stream, "contacts"]) => {
                let body = self.read(asked, "Configuration")?;
                self.application(stream)?;
                self.create(asked, &body)
            }
            ("PUT", ["agentassist", "api", "v1", "public", stream, "contacts", "bulk-update"]) => {
                let body = self.read(asked, "Configuration")?;
                self.application(stream)?;
                self.update_many(asked, &body)
            }
            ("PUT", ["agentassist", "api", "v1", "public", stream, "contacts", id]) => {
                let body = self.read(asked, "Configuration")?;
                self.application(stream)?;
                self.update(asked, id, &body)
            }
            (
                "PUT",
                [
                    "agentassist",
                    "api",
                    "v1",
                    "public",
                    application,
                    "campaign",
                    "contactList",
                    list,
                ],
            ) => {
                let body = self.read(asked, "Campaign Management")?;
                let iid = asked.header("iid").filter(|iid| !iid.is_empty()).ok_or(Why::Header)?;
                self.application(application)?;
                if self.choices.picky && iid != *application {
                    return Err(Why::LeftOpen);
                }
                self.update_list(asked, application, list, &body)
            }
            ("PUT", ["api", "v1", "contact", id]) => {
                let body = self.json(asked)?;
                self.update_person(asked, id, &body)
            }
            (_, ["agentassist" | "api", ..]) => Err(Why::Method),
            _ => Err(Why::NoRoute),
        }
    }

    /// The body of a request of the first four pages, whose headers are right.
    fn read(&self, asked: &Asked, scope: &str) -> Result<Value, Why> {
        // The body first and the credential last: no page says in which order to look.
        let body = self.json(asked)?;
        let account =
            asked.header("accountId").filter(|id| !id.trim().is_empty()).ok_or(Why::Header)?;
        if self.choices.picky
            && (account != self.choices.known().account || !asked.query.is_empty())
        {
            return Err(Why::LeftOpen);
        }
        access::allowed(asked.header("auth"), scope)?;
        Ok(body)
    }

    fn json(&self, asked: &Asked) -> Result<Value, Why> {
        let sent = asked.header("content-type").map(str::to_ascii_lowercase);
        let mut parts = sent.as_deref().unwrap_or_default().split(';').map(str::trim);
        let open = !self.choices.picky;
        let known = match parts.next().unwrap_or_default() {
            "application/json" => open || parts.all(|part| part.trim_end() == "charset=utf-8"),
            "text/json" => open,
            other => self.choices.unusual || (open && other.ends_with("+json")),
        };
        if !known {
            return Err(Why::MediaType);
        }
        spelling::read(&asked.body, self.choices.picky).map_err(|_| Why::Malformed)
    }

    fn application(&self, id: &str) -> Result<(), Why> {
        if id == self.choices.known().application {
            Ok(())
        } else if looks_like(id, "st-") || self.choices.unusual {
            Err(Why::Unknown)
        } else {
            Err(Why::MalformedId)
        }
    }

    fn contacts(&self) -> MutexGuard<'_, contacts::Contacts> {
        self.contacts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A member that no page mentions.
    fn extra(&self, object: &mut Map<String, Value>, name: &str, value: Value) {
        if self.choices.extras {
            object.insert(name.into(), value);
        }
    }
}

/// Whether an id is a UUID behind a prefix.
fn looks_like(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(is_uuid)
}

/// Thirty-two hexadecimal digits in five groups.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// Members in the order in which they are written here.
fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

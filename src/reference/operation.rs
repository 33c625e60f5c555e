//! The documented operations and what each asks of a request before its body is read.

use axum::routing::MethodFilter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    CreateContacts,
    UpdateContact,
    BulkUpdateContacts,
    UpdateContactList,
    UpdateContactById,
}

impl Operation {
    pub(super) const ALL: [Self; 5] = [
        Self::CreateContacts,
        Self::UpdateContact,
        Self::BulkUpdateContacts,
        Self::UpdateContactList,
        Self::UpdateContactById,
    ];

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::CreateContacts => "/agentassist/api/v1/public/{streamId}/contacts",
            Self::UpdateContact => "/agentassist/api/v1/public/{streamId}/contacts/{id}",
            Self::BulkUpdateContacts => {
                "/agentassist/api/v1/public/{streamId}/contacts/bulk-update"
            }
            Self::UpdateContactList => {
                "/agentassist/api/v1/public/{IID}/campaign/contactList/{contactListId}"
            }
            Self::UpdateContactById => "/api/v1/contact/{contact_id}",
        }
    }

    pub(super) fn method(self) -> MethodFilter {
        match self {
            Self::CreateContacts => MethodFilter::POST,
            _ => MethodFilter::PUT,
        }
    }

    /// The path parameter that names the application, and the scope that a token needs there.
    /// `None` for the operation that has an API key instead.
    pub(super) fn application(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::CreateContacts | Self::UpdateContact | Self::BulkUpdateContacts => {
                Some(("streamId", "Configuration"))
            }
            Self::UpdateContactList => Some(("IID", "Campaign Management")),
            Self::UpdateContactById => None,
        }
    }

    /// The required headers besides the credential and `Content-Type`.
    pub(super) fn headers(self) -> &'static [&'static str] {
        match self {
            Self::CreateContacts | Self::UpdateContact | Self::BulkUpdateContacts => &["accountId"],
            Self::UpdateContactList => &["accountId", "iid"],
            Self::UpdateContactById => &[],
        }
    }
}

//! The catalogue of rules that can be broken on purpose.
//!
//! A harness that has only ever met a server without mistakes has not shown that it sees any.
//! Each fault breaks one promise and leaves the others alone; many keep state, so that no
//! rewriting of answers could imitate them.

use std::{collections::BTreeSet, fmt, str::FromStr};

/// Defines [`Fault`] from lines of `Variant "its-name" "what it does";`.
macro_rules! catalogue {
    ($($fault:ident $name:literal $summary:literal;)*) => {
        /// One deliberately broken rule.
        #[allow(clippy::doc_markdown, reason = "summaries are printed too, without markup")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $(#[doc = $summary] $fault,)*
        }

        impl Fault {
            /// Every fault, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$fault,)*];

            /// The name on the command line and in reports.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$fault => $name,)* }
            }

            /// What goes wrong, in one line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$fault => $summary,)* }
            }
        }
    };
}

catalogue! {
    // Credentials.
    AuthOptional "auth-optional" "a request without a token is accepted";
    AuthEmptyAccepted "auth-empty-accepted" "an empty token is accepted";
    AuthGarbageAccepted "auth-garbage-accepted" "a token that is no JWT is accepted";
    AuthSignatureUnchecked "auth-signature-unchecked" "the token's signature is not verified";
    AuthAlgNoneAccepted "auth-alg-none-accepted" "a token without a signature (alg none) is accepted";
    AuthExpiryUnchecked "auth-expiry-unchecked" "an expired token is accepted";
    AuthScopeUnchecked "auth-scope-unchecked" "a token with another scope is accepted";
    AuthUnevenSignatureCrashes "auth-uneven-signature-crashes" "a token whose signature is no base64 gets a 500";
    AuthRefusedAsBadRequest "auth-refused-as-bad-request" "a bad credential is refused with 400";
    ApiKeyOptional "api-key-optional" "a request without an API key is accepted";
    ApiKeyEmptyAccepted "api-key-empty-accepted" "an empty API key is accepted";
    ApiKeyUnchecked "api-key-unchecked" "any API key is accepted";

    // Headers.
    CreateAccountOptional "create-account-optional" "createContacts needs no accountId";
    UpdateAccountOptional "update-account-optional" "updateContact needs no accountId";
    BulkAccountOptional "bulk-account-optional" "bulkUpdateContacts needs no accountId";
    ListAccountOptional "list-account-optional" "updateContactList needs no accountId";
    ListIidOptional "list-iid-optional" "updateContactList needs no iid header";
    AccountEmptyAccepted "account-empty-accepted" "an empty accountId is accepted";
    ContentTypeMissingCrashes "content-type-missing-crashes" "a request without Content-Type gets a 500";
    ContentTypeUnchecked "content-type-unchecked" "a body of any media type is read as JSON";

    // Paths.
    CreateUnknownStreamAccepted "create-unknown-stream-accepted" "createContacts accepts any streamId";
    UpdateUnknownStreamAccepted "update-unknown-stream-accepted" "updateContact accepts any streamId";
    BulkUnknownStreamAccepted "bulk-unknown-stream-accepted" "bulkUpdateContacts accepts any streamId";
    ListUnknownApplicationAccepted "list-unknown-application-accepted" "updateContactList accepts any IID";
    UpdateUnknownIdAccepted "update-unknown-id-accepted" "updateContact answers for a contact that does not exist";
    UpdateUnknownIdCreates "update-unknown-id-creates" "updateContact creates the contact that does not exist";
    ListUnknownIdAccepted "list-unknown-id-accepted" "updateContactList answers for a list that does not exist";
    ByIdUnknownIdAccepted "by-id-unknown-id-accepted" "updateContactById answers for a contact that does not exist";
    ByIdMalformedIdAccepted "by-id-malformed-id-accepted" "updateContactById accepts a contact_id that is no UUID";
    UnknownIdIsBadRequest "unknown-id-is-bad-request" "an unknown id is refused with 400";

    // Bodies that should be refused.
    CreateMalformedJsonAccepted "create-malformed-json-accepted" "createContacts reads malformed JSON as an empty array";
    UpdateMalformedJsonAccepted "update-malformed-json-accepted" "updateContact reads malformed JSON as an empty object";
    SpreadJsonRefused "spread-json-refused" "JSON that is spread over several lines is refused";
    CreateSingleObjectAccepted "create-single-object-accepted" "createContacts takes one contact without an array";
    UpdateArrayAccepted "update-array-accepted" "updateContact takes an array as an empty object";
    CreateFirstNameOptional "create-first-name-optional" "createContacts needs no firstName";
    CreateLastNameOptional "create-last-name-optional" "createContacts needs no lastName";
    CreateSalutationOptional "create-salutation-optional" "createContacts needs no salutation";
    CreateCellPhoneOptional "create-cell-phone-optional" "createContacts needs no cellPhone";
    CreatePhoneNumberOptional "create-phone-number-optional" "createContacts needs no phoneNumber";
    CreateCountryCodeOptional "create-country-code-optional" "createContacts needs no countryCode";
    CreateExtensionOptional "create-extension-optional" "createContacts needs no extension";
    CreateFirstNameAnyType "create-first-name-any-type" "createContacts accepts a firstName that is no string";
    CreateLastNameNull "create-last-name-null" "createContacts accepts a lastName that is null";
    CreateExtensionAnyType "create-extension-any-type" "createContacts accepts an extension that is no string";
    CreatePhoneNumberAnyType "create-phone-number-any-type" "createContacts accepts a phoneNumber that is no string";
    CreatePhoneNumberNotDigits "create-phone-number-not-digits" "createContacts accepts a phoneNumber with other characters";
    CreatePhoneNumberEmpty "create-phone-number-empty" "createContacts accepts an empty phoneNumber";
    UpdateFirstNameNull "update-first-name-null" "updateContact accepts a firstName that is null";
    UpdateLastNameAnyType "update-last-name-any-type" "updateContact accepts a lastName that is no string";
    UpdateCellPhoneAnyType "update-cell-phone-any-type" "updateContact accepts a cellPhone that is no object";
    UpdatePhoneNumberNotDigits "update-phone-number-not-digits" "updateContact accepts a phoneNumber with other characters";
    BulkFirstNameOptional "bulk-first-name-optional" "bulkUpdateContacts needs no firstName";
    BulkLastNameOptional "bulk-last-name-optional" "bulkUpdateContacts needs no lastName";
    BulkSalutationOptional "bulk-salutation-optional" "bulkUpdateContacts needs no salutation";
    BulkCountryCodeOptional "bulk-country-code-optional" "bulkUpdateContacts needs no countryCode";
    BulkSalutationAnyType "bulk-salutation-any-type" "bulkUpdateContacts accepts a salutation that is no string";
    BulkPhoneNumberNotDigits "bulk-phone-number-not-digits" "bulkUpdateContacts accepts a phoneNumber with other characters";
    ListNameOptional "list-name-optional" "updateContactList needs no name";
    ListSourceOptional "list-source-optional" "updateContactList needs no source";
    ListAllowDuplicatesOptional "list-allow-duplicates-optional" "updateContactList needs no allowDuplicates";
    ListNameAnyType "list-name-any-type" "updateContactList accepts a name that is no string";
    ListDescriptionAnyType "list-description-any-type" "updateContactList accepts a description that is no string";
    ListAllowDuplicatesAnyType "list-allow-duplicates-any-type" "updateContactList accepts an allowDuplicates that is no boolean";
    ByIdFirstNameAnyType "by-id-first-name-any-type" "updateContactById accepts a first_name that is no string";
    ByIdChannelsAnyType "by-id-channels-any-type" "updateContactById accepts channels that are no object";
    ByIdCustomFieldsNull "by-id-custom-fields-null" "updateContactById accepts custom_fields that are null";
    ByIdMalformedUuidAccepted "by-id-malformed-uuid-accepted" "updateContactById accepts an org_id that is no UUID";
    ByIdMalformedDateTimeAccepted "by-id-malformed-date-time-accepted" "updateContactById accepts a last_seen that is no date-time";

    // Requests that should be accepted.
    CreateRefusesRepeatedName "create-refuses-repeated-name" "createContacts refuses a name that another contact has";
    CreateRefusesSeveral "create-refuses-several" "createContacts refuses more than one contact";
    UpdateRefusesOwnNumber "update-refuses-own-number" "updateContact refuses the number that the contact has";
    ListDescriptionRequired "list-description-required" "updateContactList refuses a request without description";
    ByIdEmptyRefused "by-id-empty-refused" "updateContactById refuses an empty object";
    ByIdNullRefused "by-id-null-refused" "updateContactById refuses null where it is allowed";
    ByIdFirstNameRequired "by-id-first-name-required" "updateContactById refuses a request without first_name";

    // One contact per number.
    CreateAcceptsTakenNumber "create-accepts-taken-number" "createContacts accepts a number that a contact has";
    CreateAcceptsTakenNumberForOtherName "create-accepts-taken-number-for-other-name" "createContacts accepts a taken number if the names differ";
    CreateAcceptsTakenNumberForSameName "create-accepts-taken-number-for-same-name" "createContacts accepts a taken number if the names are the same";
    CreateAcceptsRepeatedNumber "create-accepts-repeated-number" "createContacts accepts one number twice within a request";
    CreateRace "create-race" "createContacts checks for a taken number first and inserts a moment later";
    UpdateAcceptsTakenNumber "update-accepts-taken-number" "updateContact accepts a number of another contact";
    BulkAcceptsTakenNumber "bulk-accepts-taken-number" "bulkUpdateContacts accepts a number of another contact";
    UpdateNumberNotTaken "update-number-not-taken" "a number set by updateContact is not taken from then on";
    BulkNumberNotTaken "bulk-number-not-taken" "a number set by bulkUpdateContacts is not taken from then on";
    NumberWithoutCountryCode "number-without-country-code" "the same number with another country code counts as taken";

    // What is stored.
    RefusedCreateStored "refused-create-stored" "a refused createContacts stores its good contacts anyway";
    RefusedUpdateStored "refused-update-stored" "a refused updateContact is stored anyway";
    RefusedBulkRecordStored "refused-bulk-record-stored" "a failed record of bulkUpdateContacts is stored anyway";
    RefusedByIdStored "refused-by-id-stored" "a refused updateContactById is stored anyway";
    UpdateNotStored "update-not-stored" "updateContact answers well and stores nothing";
    BulkNotStored "bulk-not-stored" "bulkUpdateContacts answers well and stores nothing";
    UpdateClearsOtherFields "update-clears-other-fields" "a partial updateContact empties the fields that it does not name";
    UpdateResetsCreatedAt "update-resets-created-at" "updateContact sets createdAt to now";
    UpdateResetsCreatedBy "update-resets-created-by" "updateContact sets createdBy to someone else";
    UpdateFreezesUpdatedAt "update-freezes-updated-at" "updateContact leaves updatedAt as it was";
    UpdateTurnsBackUpdatedAt "update-turns-back-updated-at" "updateContact sets updatedAt an hour back";
    BulkResetsCreatedAt "bulk-resets-created-at" "bulkUpdateContacts sets createdAt to now";

    // The arithmetic of bulkUpdateContacts.
    BulkStopsAtFailure "bulk-stops-at-failure" "the first bad record stops bulkUpdateContacts";
    BulkRollsBack "bulk-rolls-back" "one bad record undoes all the others, which are reported as updated";
    BulkCrashesOnUnknownId "bulk-crashes-on-unknown-id" "an unknown id makes bulkUpdateContacts answer 500";
    BulkCountOffByOne "bulk-count-off-by-one" "successful is one too high";
    BulkTotalLeavesOutFailed "bulk-total-leaves-out-failed" "totalRequested counts only what succeeded";
    BulkHidesFailedRecords "bulk-hides-failed-records" "failedRecords stays empty whatever failed";
    BulkCountsFailedAsSuccessful "bulk-counts-failed-as-successful" "failed stays 0 and successful counts all";
    BulkIgnoresBeyondTwenty "bulk-ignores-beyond-twenty" "records beyond the twentieth are dropped";
    BulkFailsBeyondTwenty "bulk-fails-beyond-twenty" "records beyond the twentieth fail";
    BulkKeepsSentFullName "bulk-keeps-sent-full-name" "the answer's fullName is the one that was sent";
    BulkIdsDiffer "bulk-ids-differ" "a record's id is not its contact's";
    BulkContactIdRenamed "bulk-contact-id-renamed" "a record's contact has id and no _id";

    // Answers: texts.
    NamesEscaped "names-escaped" "names come back escaped for HTML";
    NamesTrimmed "names-trimmed" "names come back without the spaces around them";
    NamesTruncated "names-truncated" "names come back cut off after 50 characters";
    NamesWithoutEmoji "names-without-emoji" "characters beyond the basic plane come back as ?";
    FullNameReversed "full-name-reversed" "fullName is the last name before the first";
    FullNameWithSalutation "full-name-with-salutation" "fullName begins with the salutation";
    PhoneWithoutCountryCode "phone-without-country-code" "phoneNumber comes back without the country code";
    CountryCodeWithoutPlus "country-code-without-plus" "countryCode comes back without its plus";
    SalutationLowered "salutation-lowered" "salutation comes back in lower case";
    ExtensionEmptied "extension-emptied" "extension comes back empty";

    // Answers: shapes.
    CreateReversed "create-reversed" "createContacts answers in reverse order";
    CreateLosesLast "create-loses-last" "createContacts stores the last contact and leaves it out of the answer";
    CreateRepeatsId "create-repeats-id" "all contacts of one answer have the same id";
    CreateInactive "create-inactive" "a new contact is INACTIVE";
    CreateUpdatedLater "create-updated-later" "a new contact's updatedAt is after its createdAt";
    CreateWithoutOrganisation "create-without-organisation" "createContacts leaves out orgId";
    CreateAddressObject "create-address-object" "createContacts answers address as an object";
    AccountOfAnother "account-of-another" "a contact's accountId is not the header's";
    TimestampsAsNumbers "timestamps-as-numbers" "createdAt and updatedAt come back as numbers";
    TimestampsNotIso "timestamps-not-iso" "createdAt and updatedAt come back with a space and no zone";
    UpdateIdRenamed "update-id-renamed" "updateContact answers _id and no id";
    UpdateIdOfAnother "update-id-of-another" "updateContact answers another id than the path's";
    UpdateWithoutUpdater "update-without-updater" "updateContact leaves out updatedByAId";
    UpdateTwitterNull "update-twitter-null" "updateContact answers twitterDetails as null";
    ListNameNotEchoed "list-name-not-echoed" "updateContactList answers another name than the one sent";
    ListMessageNameless "list-message-nameless" "updateContactList's message does not name the list";
    ListStatusOk "list-status-ok" "updateContactList's status is ok";
    ListIdOfAnother "list-id-of-another" "updateContactList answers another contactListId than the path's";
    ListApplicationOfAnother "list-application-of-another" "updateContactList answers another iId than the request's";
    ListWithoutType "list-without-type" "updateContactList leaves out listType";
    ByIdLastSeenShifted "by-id-last-seen-shifted" "last_seen comes back an hour later";
    ByIdCustomFieldsFlattened "by-id-custom-fields-flattened" "custom_fields come back without their nested values";
    ByIdObjectsAsStrings "by-id-objects-as-strings" "channels and the like come back as strings";
    ByIdNullsLeftOut "by-id-nulls-left-out" "null that was sent is left out of updateContactById's answer";
    UpdateOfNothingAnswersNothing "update-of-nothing-answers-nothing" "updateContact answers an empty object to one";
    ByIdMetaNull "by-id-meta-null" "updateContactById answers meta as null";
    ByIdMessageNumber "by-id-message-number" "updateContactById answers message as a number";
    ByIdOrgIdMalformed "by-id-org-id-malformed" "org_id comes back without its hyphens";
    ByIdAnswersBefore "by-id-answers-before" "updateContactById answers the fields as they were before";

    // Answers: HTTP.
    TextContentType "text-content-type" "answers say that they are text/html";
    TruncatedBody "truncated-body" "answers to accepted requests break off in mid-JSON";
    EveryTenthFails "every-tenth-fails" "every tenth answer is a 500";
    RefusalsAreOk "refusals-are-ok" "refusals are answered with 200 and an error in the body";
    ConflictCrashes "conflict-crashes" "a taken number gets a 500";
    CreateRedirects "create-redirects" "createContacts is redirected before it is done";
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault named \"{0}\"")]
pub struct UnknownFault(pub String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

/// The faults that are switched on.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults(BTreeSet<Fault>);

impl Faults {
    pub(super) fn new(faults: BTreeSet<Fault>) -> Self {
        Self(faults)
    }

    pub(super) fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    pub(super) fn none(&self) -> bool {
        self.0.is_empty()
    }
}

//! The faults that let a flawed request pass: which flaw, of which field, in which operation.
//!
//! Validation itself stays honest. It reports every flaw here first and counts those that no
//! fault forgives.

use super::{
    faults::{Fault, Faults},
    operation::Operation,
    refusal::Flaw,
};

pub(super) fn forgives(
    faults: &Faults,
    operation: Operation,
    field: &'static str,
    flaw: Flaw,
) -> bool {
    !faults.none() && forgiver(operation, field, flaw).is_some_and(|fault| faults.has(fault))
}

fn forgiver(operation: Operation, field: &'static str, flaw: Flaw) -> Option<Fault> {
    match operation {
        Operation::CreateContacts => create(field, flaw),
        Operation::UpdateContact => update(field, flaw),
        Operation::BulkUpdateContacts => bulk(field, flaw),
        Operation::UpdateContactList => list(field, flaw),
        Operation::UpdateContactById => by_id(field, flaw),
    }
}

fn create(field: &str, flaw: Flaw) -> Option<Fault> {
    Some(match (field, flaw) {
        ("accountId", Flaw::Missing) => Fault::CreateAccountOptional,
        ("accountId", Flaw::Empty) => Fault::AccountEmptyAccepted,
        ("streamId", Flaw::BadFormat) => Fault::CreateUnknownStreamAccepted,
        ("firstName", Flaw::Missing) => Fault::CreateFirstNameOptional,
        ("lastName", Flaw::Missing) => Fault::CreateLastNameOptional,
        ("salutation", Flaw::Missing) => Fault::CreateSalutationOptional,
        ("cellPhone", Flaw::Missing) => Fault::CreateCellPhoneOptional,
        ("cellPhone.phoneNumber", Flaw::Missing) => Fault::CreatePhoneNumberOptional,
        ("cellPhone.countryCode", Flaw::Missing) => Fault::CreateCountryCodeOptional,
        ("cellPhone.extension", Flaw::Missing) => Fault::CreateExtensionOptional,
        ("firstName", Flaw::WrongType) => Fault::CreateFirstNameAnyType,
        ("lastName", Flaw::Null) => Fault::CreateLastNameNull,
        ("cellPhone.extension", Flaw::WrongType) => Fault::CreateExtensionAnyType,
        ("cellPhone.phoneNumber", Flaw::WrongType) => Fault::CreatePhoneNumberAnyType,
        ("cellPhone.phoneNumber", Flaw::NotDigits) => Fault::CreatePhoneNumberNotDigits,
        ("cellPhone.phoneNumber", Flaw::Empty) => Fault::CreatePhoneNumberEmpty,
        _ => return None,
    })
}

fn update(field: &str, flaw: Flaw) -> Option<Fault> {
    Some(match (field, flaw) {
        ("accountId", Flaw::Missing) => Fault::UpdateAccountOptional,
        ("accountId", Flaw::Empty) => Fault::AccountEmptyAccepted,
        ("streamId", Flaw::BadFormat) => Fault::UpdateUnknownStreamAccepted,
        ("firstName", Flaw::Null) => Fault::UpdateFirstNameNull,
        ("lastName", Flaw::WrongType) => Fault::UpdateLastNameAnyType,
        ("cellPhone", Flaw::WrongType) => Fault::UpdateCellPhoneAnyType,
        ("cellPhone.phoneNumber", Flaw::NotDigits) => Fault::UpdatePhoneNumberNotDigits,
        _ => return None,
    })
}

fn bulk(field: &str, flaw: Flaw) -> Option<Fault> {
    Some(match (field, flaw) {
        ("accountId", Flaw::Missing) => Fault::BulkAccountOptional,
        ("accountId", Flaw::Empty) => Fault::AccountEmptyAccepted,
        ("streamId", Flaw::BadFormat) => Fault::BulkUnknownStreamAccepted,
        ("firstName", Flaw::Missing) => Fault::BulkFirstNameOptional,
        ("lastName", Flaw::Missing) => Fault::BulkLastNameOptional,
        ("salutation", Flaw::Missing) => Fault::BulkSalutationOptional,
        ("cellPhone.countryCode", Flaw::Missing) => Fault::BulkCountryCodeOptional,
        ("salutation", Flaw::WrongType) => Fault::BulkSalutationAnyType,
        ("cellPhone.phoneNumber", Flaw::NotDigits) => Fault::BulkPhoneNumberNotDigits,
        _ => return None,
    })
}

fn list(field: &str, flaw: Flaw) -> Option<Fault> {
    Some(match (field, flaw) {
        ("accountId", Flaw::Missing) => Fault::ListAccountOptional,
        ("accountId", Flaw::Empty) => Fault::AccountEmptyAccepted,
        ("iid", Flaw::Missing) => Fault::ListIidOptional,
        ("IID", Flaw::BadFormat) => Fault::ListUnknownApplicationAccepted,
        ("name", Flaw::Missing) => Fault::ListNameOptional,
        ("source", Flaw::Missing) => Fault::ListSourceOptional,
        ("allowDuplicates", Flaw::Missing) => Fault::ListAllowDuplicatesOptional,
        ("name", Flaw::WrongType) => Fault::ListNameAnyType,
        ("description", Flaw::WrongType) => Fault::ListDescriptionAnyType,
        ("allowDuplicates", Flaw::WrongType) => Fault::ListAllowDuplicatesAnyType,
        _ => return None,
    })
}

fn by_id(field: &str, flaw: Flaw) -> Option<Fault> {
    Some(match (field, flaw) {
        ("first_name", Flaw::WrongType) => Fault::ByIdFirstNameAnyType,
        ("channels", Flaw::WrongType) => Fault::ByIdChannelsAnyType,
        ("custom_fields", Flaw::Null) => Fault::ByIdCustomFieldsNull,
        ("org_id", Flaw::BadFormat) => Fault::ByIdMalformedUuidAccepted,
        ("last_seen", Flaw::BadFormat) => Fault::ByIdMalformedDateTimeAccepted,
        _ => return None,
    })
}

@agentassist
Feature: One contact per number
  The documentation: "Saving contacts through the public API allows duplicate names with different
  numbers but prevents the same number from being associated with different or identical names."

  @createContacts
  Rule: No second contact is created for a number that a contact already has

    Scenario: The number of a contact is not given to another name
      Given an existing contact
      And a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the field "firstName" set to "Somebody"
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario: The number of a contact is not given to the same name
      Given an existing contact
      And a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the same "firstName" as the first contact
      And with the same "lastName" as the first contact
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario: Another extension does not make it another number
      Given an existing contact
      And a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.extension" set to "1234"
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario Outline: The same request with <value> sent again creates no second contact
      Given a valid createContacts request
      And with <difference>
      When the request is sent
      Then the request is accepted
      When the same request is sent again
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

      Examples:
        | value                            | difference                                                               |
        | the country code +91             | the field "cellPhone.countryCode" set to "+91"                           |
        | the country code +44             | the field "cellPhone.countryCode" set to "+44"                           |
        | the country code +1              | the field "cellPhone.countryCode" set to "+1"                            |
        | the country code +971            | the field "cellPhone.countryCode" set to "+971"                          |
        | a number of 7 digits             | 7 fresh digits as the field "cellPhone.phoneNumber"                      |
        | a number of 13 digits            | 13 fresh digits as the field "cellPhone.phoneNumber"                     |
        | a number that begins with a zero | 10 fresh digits that begin with "0" as the field "cellPhone.phoneNumber" |
        | a name in Chinese                | the field "firstName" set to "小明"                                      |
        | an extension of its own          | the field "cellPhone.extension" set to "1234"                            |
        | the salutation Mrs.              | the field "salutation" set to "Mrs."                                     |

    Scenario: A number that was taken with another extension is not given away
      Given a valid createContacts request
      And with the field "cellPhone.extension" set to "1234"
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.extension" set to "+"
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario: A number stays taken when a hundred others were
      Given an existing contact
      And a valid createContacts request for 25 records
      When the request is sent
      Then the request is accepted
      Given another valid createContacts request for 25 records
      When the request is sent
      Then the request is accepted
      Given another valid createContacts request for 25 records
      When the request is sent
      Then the request is accepted
      Given another valid createContacts request for 25 records
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario Outline: Contact <position> of <count> has the number of an earlier contact
      Given an existing contact
      And a valid createContacts request for <count> records
      And with the same "cellPhone" in record <position> as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

      Examples:
        | position | count |
        | 1        | 3     |
        | 2        | 3     |
        | 3        | 3     |
        | 25       | 25    |
        | 13       | 25    |

  @createContacts
  Rule: One request creates no two contacts for one number

    Scenario: Two contacts of one request have one number and different names
      Given a valid createContacts request for 2 records
      And with the same "cellPhone" in record 2 as in record 1
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario: Two contacts of one request have one number and the same name
      Given a valid createContacts request for 2 records
      And with the same "cellPhone" in record 2 as in record 1
      And with the same "firstName" in record 2 as in record 1
      And with the same "lastName" in record 2 as in record 1
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario Outline: Two contacts of one request have one number and another <field>
      Given a valid createContacts request for 2 records
      And with the same "cellPhone" in record 2 as in record 1
      And with the same "firstName" in record 2 as in record 1
      And with the same "lastName" in record 2 as in record 1
      And with the field "<field>" in record 2 set to <value>
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

      Examples:
        | field               | value      |
        | firstName           | "Somebody" |
        | salutation          | "Mrs."     |
        | cellPhone.extension | "1234"     |

    Scenario Outline: Contacts <one> and <other> of <count> have one number
      Given a valid createContacts request for <count> records
      And with the same "cellPhone" in record <other> as in record <one>
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

      Examples:
        | one | other | count |
        | 1   | 2     | 3     |
        | 1   | 3     | 3     |
        | 2   | 3     | 3     |
        | 1   | 25    | 25    |
        | 2   | 4     | 5     |
        | 24  | 25    | 25    |

  @createContacts @concurrency
  Rule: Requests at the same moment create no two contacts for one number

    Scenario: Two requests with one number and different names
      Given a valid createContacts request
      And another valid createContacts request
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept

    Scenario: Two requests with one number and the same name
      Given a valid createContacts request
      And another valid createContacts request
      And with the same "cellPhone" as the other request
      And with the same "firstName" as the other request
      And with the same "lastName" as the other request
      And with the field "salutation" set to "Mrs."
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept

    Scenario Outline: One request sent <count> times
      Given a valid createContacts request
      When the request is sent <count> times at the same moment
      Then the rule "one-contact-per-number" is kept

      Examples:
        | count |
        | 2     |
        | 5     |
        | 10    |

    Scenario: Two requests of several contacts that share one number
      Given a valid createContacts request for 2 records
      And another valid createContacts request for 2 records
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

  @createContacts
  Rule: A name may have several numbers

    Scenario: A contact with the names of another and a different number is created
      Given an existing contact
      And a valid createContacts request
      And with the same "firstName" as the first contact
      And with the same "lastName" as the first contact
      And with the same "salutation" as the first contact
      When the request is sent
      Then the request is accepted, as the rule "names-may-repeat" says
      And the rule "own-ids" is kept
      And the answer returns what was sent

    Scenario: Contacts of one request may have the same names
      Given a valid createContacts request for 3 records
      And with the same "lastName" in record 2 as in record 1
      And with the same "lastName" in record 3 as in record 1
      When the request is sent
      Then the request is accepted, as the rule "names-may-repeat" says
      And the rule "own-ids" is kept
      And the answer returns what was sent

    @concurrency
    Scenario: Contacts that are created at the same moment may have the same names
      Given a valid createContacts request
      And another valid createContacts request
      And with the same "firstName" as the other request
      And with the same "lastName" as the other request
      When both requests are sent at the same moment
      Then the request is accepted, as the rule "names-may-repeat" says

    Scenario Outline: The same digits with the country code <code> are another number
      Given an existing contact
      And a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to <code>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | code  |
        | "+44" |
        | "+49" |
        | "+1"  |

    Scenario Outline: A number with <digits> before that of a contact is another number
      Given an existing contact
      And a valid createContacts request
      And with "<digits>" before the "cellPhone.phoneNumber" of the first contact
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | digits |
        | 0      |
        | 1      |
        | 91     |

  @updateContact
  Rule: An update gives a contact no number that another has

    Scenario: The number of another contact is refused
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: The number of another contact is refused with that contact's names too
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      And with the same "firstName" as the first contact
      And with the same "lastName" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: The number of another contact is refused with another extension too
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.extension" set to "1234"
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: The number of another contact is refused to an update of the number alone
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with only the field "cellPhone"
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A contact keeps its number after another was refused it
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid updateContact request for the first contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says

    Scenario: A contact with the same digits is not given the country code of another contact
      Given an existing contact
      And a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario: The digits of another contact with another country code are another number
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario Outline: A number with <digits> before that of another contact is another number
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with "<digits>" before the "cellPhone.phoneNumber" of the first contact
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | digits |
        | 0      |
        | 1      |

    Scenario: A number that another contact got by an update is refused
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the first contact
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A number that another contact got by its country code alone is refused
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the first contact
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A number that another contact got by its country code alone in a bulk update is refused
      Given 3 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 2 as the second contact
      And with the field "cellPhone.countryCode" in record 2 set to "+44"
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request for the third contact
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A number that another contact got by a bulk update is refused
      Given 3 existing contacts
      And a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request for the third contact
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A contact keeps its own number
      Given an existing contact
      And a valid updateContact request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says
      And the answer returns what was sent
      And the change is kept

    Scenario: A contact keeps the number that an update gave it
      Given an existing contact
      And a valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says

    Scenario: A contact may have the names of another
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the second contact
      And with the same "firstName" as the first contact
      And with the same "lastName" as the first contact
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: A number that an update gave to a contact is taken from then on
      Given an existing contact
      And a valid updateContact request
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number that a second update gave to a contact is taken from then on
      Given an existing contact
      And a valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number that its own contact was given once more is taken all the same
      Given an existing contact
      And a valid updateContact request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number whose extension was changed is taken all the same
      Given an existing contact
      And a valid updateContact request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.extension" set to "77"
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says
      And the answer returns what was sent
      And the change is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number that another contact was refused stays taken, and so does that one's own
      Given 2 existing contacts
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario Outline: A number stays taken after an update that was refused for <a fault>
      Given an existing contact
      And a valid updateContact request
      And with the same "cellPhone" as the first contact
      And with <difference>
      When the request is sent
      Then the request is refused
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | a fault                | difference                                                              |
        | a name                 | the field "lastName" set to 42                                          |
        | a number with a letter | 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" |
        | its credential         | a credential that is tampered                                           |

    Scenario: A number that an update of the number alone gave to a contact is taken from then on
      Given an existing contact
      And a valid updateContact request
      And with only the field "cellPhone"
      When the request is sent
      Then the request may be accepted or refused
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario Outline: A number with <value> that another contact has is refused
      Given a valid createContacts request
      And with <difference>
      When the request is sent
      Then the request is accepted
      Given an existing contact
      And a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

      Examples:
        | value                            | difference                                                               |
        | the country code +1              | the field "cellPhone.countryCode" set to "+1"                            |
        | the country code +44             | the field "cellPhone.countryCode" set to "+44"                           |
        | the country code +971            | the field "cellPhone.countryCode" set to "+971"                          |
        | 7 digits                         | 7 fresh digits as the field "cellPhone.phoneNumber"                      |
        | 13 digits                        | 13 fresh digits as the field "cellPhone.phoneNumber"                     |
        | a zero before it                 | 10 fresh digits that begin with "0" as the field "cellPhone.phoneNumber" |
        | a holder whose name is Chinese   | the field "firstName" set to "小明"                                        |

    Scenario Outline: A number with <value> that a contact is given is taken from then on
      Given an existing contact
      And a valid updateContact request
      And with <difference>
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | value                            | difference                                                               |
        | the country code +1              | the field "cellPhone.countryCode" set to "+1"                            |
        | the country code +44             | the field "cellPhone.countryCode" set to "+44"                           |
        | the country code +971            | the field "cellPhone.countryCode" set to "+971"                          |
        | 7 digits                         | 7 fresh digits as the field "cellPhone.phoneNumber"                      |
        | 13 digits                        | 13 fresh digits as the field "cellPhone.phoneNumber"                     |
        | a zero before it                 | 10 fresh digits that begin with "0" as the field "cellPhone.phoneNumber" |
        | a holder whose name is Chinese   | the field "firstName" set to "小明"                                        |
        | an extension of its own          | the field "cellPhone.extension" set to "1234"                            |

    Scenario: A contact that was updated before is given no number that another has
      Given 2 existing contacts
      And a valid updateContact request for the second contact
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: The number of a contact that was updated twice is not given away
      Given 2 existing contacts
      And a valid updateContact request for the first contact
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request for the first contact
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request for the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A number that a contact came back to is taken
      Given an existing contact
      And a valid updateContact request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to "+91"
      When the request is sent
      Then the request may be accepted or refused
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    @concurrency
    Scenario: Two updates at the same moment give one number to one contact
      Given an existing contact
      And another existing contact
      And a valid updateContact request for the first contact
      And another valid updateContact request for the second contact
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

  @bulkUpdateContacts
  Rule: A bulk update gives a contact no number that another has

    Scenario Outline: Record <record> of <count> has the number of another contact
      Given <contacts> existing contacts
      And a valid bulkUpdateContacts request for <count> records
      And with the same "cellPhone" in record <record> as the last contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | record | count | contacts |
        | 1      | 2     | 3        |
        | 2      | 2     | 3        |
        | 11     | 11    | 12       |
        | 3      | 5     | 6        |
        | 13     | 25    | 26       |
        | 25     | 25    | 26       |

    Scenario: A single record has the number of another contact
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A single record has the number and the names of another contact
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the second contact
      And with the same "firstName" as the second contact
      And with the same "lastName" as the second contact
      And without the field "fullName"
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A single record has the number of another contact and another extension
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the second contact
      And with the field "cellPhone.extension" set to "1234"
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: A contact keeps its number after a record was refused it
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says

    Scenario: A record with the same digits is not given the country code of another contact
      Given an existing contact
      And a valid createContacts request
      And with the same "cellPhone" as the first contact
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      Given a valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    Scenario: The digits of another contact with another country code are another number to a record
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the second contact
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: A number with a digit before that of another contact is another number to a record
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And with "0" before the "cellPhone.phoneNumber" of the second contact
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: Two records of one request have one number
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 2 as in record 1
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario Outline: Records <one> and <other> of <count> have one number
      Given <count> existing contacts
      And a valid bulkUpdateContacts request for <count> records
      And with the same "cellPhone" in record <other> as in record <one>
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | one | other | count |
        | 1   | 3     | 3     |
        | 2   | 3     | 3     |
        | 2   | 4     | 5     |
        | 1   | 25    | 25    |
        | 24  | 25    | 25    |

    Scenario: A contact keeps its number and another takes it in the same request
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 1 as the first contact
      And with the same "cellPhone" in record 2 as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number that another contact got by a bulk update is not given away
      Given 3 existing contacts
      And a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request for the second contact
      And with the same "cellPhone" in record 2 as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number that another contact got by an update is not given away
      Given 2 existing contacts
      And a valid updateContact request for the second contact
      When the request is sent
      Then the request is accepted
      Given a valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: Contacts keep their own numbers
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 1 as the first contact
      And with the same "cellPhone" in record 2 as the second contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says
      And the answer returns what was sent
      And the change is kept

    Scenario: A contact keeps the number that a bulk update gave it
      Given an existing contact
      And a valid bulkUpdateContacts request for 1 record
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request for 1 record
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says

    Scenario: One contact keeps its number and the other gets a new one
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 1 as the first contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says
      And the change is kept

    Scenario: Contacts may have the same names
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "firstName" in record 2 as in record 1
      And with the same "lastName" in record 2 as in record 1
      And with the same "fullName" in record 2 as in record 1
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: A number that a bulk update gave to a contact is taken from then on
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: A number that a second bulk update gave to a contact is taken from then on
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: The number of the last of 25 records is taken from then on
      Given 25 existing contacts
      And a valid bulkUpdateContacts request for 25 records
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the last contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario Outline: The number of the <position> of <count> records is taken from then on
      Given <count> existing contacts
      And a valid bulkUpdateContacts request for <count> records
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the <position> contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | position | count |
        | third    | 5     |
        | first    | 25    |
        | third    | 25    |

    Scenario: Numbers that their own contacts were given once more are taken all the same
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 1 as the first contact
      And with the same "cellPhone" in record 2 as the second contact
      When the request is sent
      Then the request is accepted, as the rule "own-number-may-stay" says
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario Outline: A number with <value> that another contact has is refused
      Given a valid createContacts request
      And with <difference>
      When the request is sent
      Then the request is accepted
      Given an existing contact
      And a valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

      Examples:
        | value                            | difference                                                               |
        | the country code +1              | the field "cellPhone.countryCode" set to "+1"                            |
        | the country code +44             | the field "cellPhone.countryCode" set to "+44"                           |
        | the country code +971            | the field "cellPhone.countryCode" set to "+971"                          |
        | 7 digits                         | 7 fresh digits as the field "cellPhone.phoneNumber"                      |
        | 13 digits                        | 13 fresh digits as the field "cellPhone.phoneNumber"                     |
        | a zero before it                 | 10 fresh digits that begin with "0" as the field "cellPhone.phoneNumber" |
        | a holder whose name is Chinese   | the field "firstName" set to "小明"                                        |

    Scenario Outline: A number with <value> that a contact is given is taken from then on
      Given an existing contact
      And a valid bulkUpdateContacts request for 1 record
      And with <difference>
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | value                            | difference                                                               |
        | the country code +1              | the field "cellPhone.countryCode" set to "+1"                            |
        | the country code +44             | the field "cellPhone.countryCode" set to "+44"                           |
        | the country code +971            | the field "cellPhone.countryCode" set to "+971"                          |
        | 7 digits                         | 7 fresh digits as the field "cellPhone.phoneNumber"                      |
        | 13 digits                        | 13 fresh digits as the field "cellPhone.phoneNumber"                     |
        | a zero before it                 | 10 fresh digits that begin with "0" as the field "cellPhone.phoneNumber" |
        | a holder whose name is Chinese   | the field "firstName" set to "小明"                                        |
        | an extension of its own          | the field "cellPhone.extension" set to "1234"                            |

    Scenario: A contact that was updated before is given no number that another has
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record, beginning with the second contact
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: The number of a contact that was updated twice is not given away
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record, beginning with the first contact
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request for 1 record, beginning with the first contact
      When the request is sent
      Then the request is accepted
      Given a valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario Outline: A number stays taken when its record failed for <a fault>
      Given 2 existing contacts
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 2 as the second contact
      And <difference>
      When the request is sent
      Then the request is refused
      Given a valid createContacts request
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | a fault                | difference                                                                               |
        | a name                 | with the field "lastName" in record 2 set to 42                                          |
        | what is missing        | without the field "firstName" in record 2                                                |
        | a number with a letter | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 2 |

    Scenario: A number that a record was refused stays taken, and so does that record's own
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the second contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

    Scenario: The number of a record behind one that failed is taken from then on
      Given 3 existing contacts
      And a valid bulkUpdateContacts request for 3 records
      And with an unknown "id" in record 2
      When the request is sent
      Then only record 2 fails, as the rule "others-still-done" says
      Given a valid createContacts request
      And with the same "cellPhone" as the third contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      Given a valid createContacts request
      And with the same "cellPhone" as the first contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

  @concurrency
  Rule: Different requests at the same moment give one number to one contact

    @createContacts @updateContact
    Scenario: A contact is created with the number that another is given
      Given an existing contact
      And a valid updateContact request
      And another valid createContacts request
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    @createContacts @bulkUpdateContacts
    Scenario: A contact is created with the number that a bulk update gives to another
      Given an existing contact
      And a valid bulkUpdateContacts request for 1 record
      And another valid createContacts request
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    @updateContact @bulkUpdateContacts
    Scenario: An update and a bulk update give one number to different contacts
      Given 2 existing contacts
      And a valid updateContact request for the first contact
      And another valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

    @bulkUpdateContacts
    Scenario: Two bulk updates give one number to different contacts
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 1 record
      And another valid bulkUpdateContacts request for 1 record, beginning with the second contact
      And with the same "cellPhone" as the other request
      When both requests are sent at the same moment
      Then the rule "one-contact-per-number" is kept
      And a refusal has changed nothing

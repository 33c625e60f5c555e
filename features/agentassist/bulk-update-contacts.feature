@agentassist @bulkUpdateContacts
Feature: Update contacts in bulk
  The documentation: "Use this API to update multiple contacts by IDs."

  Background:
    Given 2 existing contacts

  Rule: A bulk update that meets the documentation is accepted

    Scenario: The documented sample updates two contacts
      Given the documented bulkUpdateContacts sample
      When the request is sent
      Then the request is accepted
      And the answer has the documented fields and types
      And the answer is like the documented sample
      And the answer returns what was sent

    Scenario: A bulk update of one's own is accepted
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: Each contact gets the names of its own record
      Given a valid bulkUpdateContacts request
      And with the field "firstName" in record 1 set to "Zoe"
      And with the field "firstName" in record 2 set to "Ann"
      And without the field "fullName" in record 1
      And without the field "fullName" in record 2
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: The same bulk update may be sent twice
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      When the same request is sent again
      Then the request is accepted
      And the answer returns what was sent

    Scenario Outline: A bulk update to the salutation <salutation> is accepted
      Given a valid bulkUpdateContacts request
      And with the field "salutation" in record 2 set to <salutation>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples: The spellings of the documentation
        | salutation |
        | "Mr"       |
        | "mr"       |
        | "Mr."      |
        | "Mrs."     |

    Scenario Outline: A bulk update to the country code <code> is accepted
      Given a valid bulkUpdateContacts request
      And with the field "cellPhone.countryCode" in record 2 set to <code>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | code   |
        | "+1"   |
        | "+44"  |
        | "+971" |

    Scenario Outline: A bulk update to the extension <extension> is accepted
      Given a valid bulkUpdateContacts request
      And with the field "cellPhone.extension" in record 2 set to <extension>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | extension |
        | "+"       |
        | "1234"    |
        | "007"     |

  @large
  Rule: A batch may be of any size

    Scenario: One contact is updated
      Given a valid bulkUpdateContacts request for 1 record
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: Twenty-five contacts are updated
      Given 23 existing contacts
      And a valid bulkUpdateContacts request for 25 records
      When the request is sent
      Then the request is accepted, as the rule "batch-of-25" says
      And the answer returns what was sent
      And the change is kept

  Rule: The counts and the lists agree with what was sent

    Scenario Outline: A batch of <count> is counted and listed
      Given 3 existing contacts
      And a valid bulkUpdateContacts request for <count> records
      When the request is sent
      Then the request is accepted
      And the rule "count" is kept
      And the rule "sum" is kept
      And the rule "ids-sent" is kept
      And the rule "own-ids" is kept
      And the rule "value" is kept

      Examples:
        | count |
        | 1     |
        | 2     |
        | 5     |

    Scenario: A record with an unknown id is counted as failed
      Given 3 existing contacts
      And a valid bulkUpdateContacts request for 3 records
      And with an unknown "id" in record 3
      When the request is sent
      Then only record 3 fails, as the rule "others-still-done" says
      And the answer has the documented fields and types
      And the rule "count" is kept
      And the rule "sum" is kept
      And the rule "ids-sent" is kept

  @optional
  Rule: The full name may be sent, and follows the names in any case

    Scenario: A full name that agrees with the names is accepted
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      And the rule "value" is kept

    Scenario: A full name that disagrees with the names is not taken over
      Given a valid bulkUpdateContacts request
      And with the field "fullName" set to "Somebody Else"
      When the request is sent
      Then the request is accepted
      And the rule "full-name-follows-names" is kept

    Scenario Outline: The full name may be left out of record <record>
      Given a valid bulkUpdateContacts request
      And without the field "fullName" in record <record>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | record |
        | 1      |
        | 2      |

    Scenario: The full name may be left out of every record
      Given a valid bulkUpdateContacts request
      And without the field "fullName" in record 1
      And without the field "fullName" in record 2
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

  @state
  Rule: An accepted change shows in later answers

    Scenario: Changed contacts stay changed
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      And the change is kept

    Scenario Outline: A changed <field> stays changed
      Given a valid bulkUpdateContacts request
      And with the field "<field>" in record 2 set to <value>
      And without the field "fullName" in record 2
      When the request is sent
      Then the request is accepted
      And the change is kept

      Examples:
        | field                 | value              |
        | firstName             | "Changed"          |
        | lastName              | "docproof Changed" |
        | salutation            | "Mrs."             |
        | cellPhone.countryCode | "+44"              |
        | cellPhone.extension   | "77"               |

  @state
  Rule: An update changes neither when a contact was created nor by whom, and moves updatedAt on

    Scenario: The time of the last update moves on
      Given a valid bulkUpdateContacts request
      When enough time passes for a later timestamp
      And the request is sent
      Then the request is accepted
      And the rule "after" is kept
      And the rule "not-before" is kept

    Scenario: The creation of contacts stays as it was
      Given a valid bulkUpdateContacts request
      When enough time passes for a later timestamp
      And the request is sent
      Then the request is accepted
      And the rule "unchanged" is kept

    Scenario: The time of the last update moves on with every update
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      When enough time passes for a later timestamp
      And the same request is sent again
      Then the request is accepted
      And the rule "after" is kept
      And the rule "unchanged" is kept

  @partial-failure
  Rule: A record with an unknown id counts as failed and does not stop the others

    Scenario Outline: Record <record> of three has an unknown id, and the others are done
      Given another existing contact
      And a valid bulkUpdateContacts request for 3 records
      And with an unknown "id" in record <record>
      When the request is sent
      Then only record <record> fails, as the rule "others-still-done" says
      And the change is kept
      And nothing has changed

      Examples:
        | record |
        | 1      |
        | 2      |
        | 3      |

    Scenario: One record of twenty-five has an unknown id, and the others are done
      Given 23 existing contacts
      And a valid bulkUpdateContacts request for 25 records
      And with an unknown "id" in record 13
      When the request is sent
      Then only record 13 fails, as the rule "others-still-done" says
      And the change is kept

    Scenario Outline: A record whose id is <kind> fails alone or with the whole request
      Given a valid bulkUpdateContacts request
      And with the field "id" in record 1 set to <id>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind               | id            |
        | a word             | "not-an-id"   |
        | empty              | ""            |
        | a number in quotes | "0"           |
        | text like SQL      | "' OR '1'='1" |

    Scenario: Where no record can be updated, a refusal is as good
      Given a valid bulkUpdateContacts request for 1 record
      And with an unknown "id"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: Where no record of several can be updated, a refusal is as good
      Given a valid bulkUpdateContacts request
      And with an unknown "id" in record 1
      And with an unknown "id" in record 2
      When the request is sent
      Then the request is refused
      And nothing has changed

  @unicode
  Rule: Names come back as they were sent

    Scenario Outline: Names with <text> come back as they were sent
      Given a valid bulkUpdateContacts request
      And with the field "firstName" in record 2 set to <first name>
      And with the field "lastName" in record 2 set to <last name>
      And without the field "fullName" in record 2
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | text                               | first name                         | last name                            |
        | composed accents                   | "Zoë"                              | "docproof Müller"                    |
        | decomposed accents                 | "Zoe\\u0308"                       | "docproof Mu\\u0308ller"             |
        | Chinese characters                 | "小明"                             | "docproof 王"                        |
        | Japanese kana                      | "さくら"                           | "docproof タナカ"                    |
        | Korean syllables                   | "민준"                             | "docproof 김"                        |
        | Arabic letters                     | "محمد"                             | "docproof العربي"                    |
        | Hebrew letters                     | "שרה"                              | "docproof כהן"                       |
        | Devanagari letters                 | "अर्जुन"                             | "docproof शर्मा"                      |
        | Cyrillic and Greek letters         | "Ольга"                            | "docproof Παπαδόπουλος"              |
        | a Turkish dotless i                | "Işıl"                             | "docproof Yıldız İ"                  |
        | a sharp s                          | "Theiß"                            | "docproof Strauß"                    |
        | a ligature                         | "ﬁona"                             | "docproof Wolﬀ"                      |
        | an emoji of one character          | "Ann 🎉"                           | "docproof 🎉 Doe"                    |
        | an emoji of several joined ones    | "👩‍👩‍👧‍👦"                         | "docproof 👨‍💻"                      |
        | an emoji with a skin tone          | "👋🏽"                             | "docproof 👍🏿"                      |
        | a character beyond the basic plane | "𠮷野"                             | "docproof 𝒟oe"                       |
        | HTML tags                          | "<b>Ann</b>"                       | "docproof <script>alert(1)</script>" |
        | HTML entities                      | "Ann &amp; Bob"                    | "docproof &lt;Doe&#39;&gt;"          |
        | an ampersand                       | "Ann & Bob"                        | "docproof Doe & Sons"                |
        | double quotes                      | "Ann \\"Annie\\""                  | "docproof \\"Doe\\""                 |
        | an apostrophe                      | "D'Arcy"                           | "docproof O'Brien"                   |
        | a typographic apostrophe           | "D’Arcy"                           | "docproof O’Brien"                   |
        | a backslash                        | "Ann\\\\Bob"                       | "docproof C:\\\\Doe\\\\n"            |
        | text like SQL                      | "Robert'); DROP TABLE contacts;--" | "docproof ' OR '1'='1"               |
        | text like a template               | "{{firstName}}"                    | "docproof ${7*7} {0} %s"             |
        | text like a URL escape             | "Ann%20Bob"                        | "docproof a+b%41"                    |
        | text like JSON                     | "{\\"a\\": null}"                  | "docproof [1, 2]"                    |
        | text like a number                 | "00042"                            | "docproof 1e3"                       |
        | the word null                      | "null"                             | "docproof undefined"                 |
        | two spaces in the middle           | "Ann  Bob"                         | "docproof  van  Doe"                 |
        | spaces around them                 | " Ann "                            | " docproof Doe "                     |
        | a non-breaking space               | "Ann\\u00a0Bob"                    | "docproof\\u00a0Doe"                 |
        | a tab                              | "Ann\\tBob"                        | "docproof\\tDoe"                     |
        | a line break                       | "Ann\\nBob"                        | "docproof\\nDoe"                     |
        | mixed case                         | "mcDONALD"                         | "docproof DE la Cruz"                |
        | punctuation                        | "J. R.-R., (Jr.)"                  | "docproof Doe/Roe; #1_*"             |

    Scenario Outline: A <field> of 200 letters comes back as it was sent
      Given a valid bulkUpdateContacts request
      And with the field "<field>" 200 letters long
      And without the field "fullName"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field     |
        | firstName |
        | lastName  |

  @credentials
  Rule: A JWT token with the scope Configuration is required

    Scenario Outline: A token that is <state> is refused
      Given a valid bulkUpdateContacts request
      And with a credential that is <state>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | state             |
        | missing           |
        | empty             |
        | garbage           |
        | tampered          |
        | unsigned          |
        | expired           |
        | for another scope |

  @required
  Rule: Every required header and parameter must be there

    Scenario: Without the header accountId a bulk update is refused
      Given a valid bulkUpdateContacts request
      And without the header "accountId"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: With an empty header accountId a bulk update is refused
      Given a valid bulkUpdateContacts request
      And with the header "accountId" left empty
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: Without the streamId in its path a bulk update is refused
      Given a valid bulkUpdateContacts request
      And without the path parameter "streamId"
      When the request is sent
      Then the request is refused
      And nothing has changed

  @ids
  Rule: The streamId must be that of an application

    Scenario: An unknown streamId is refused
      Given a valid bulkUpdateContacts request
      And with an unknown "streamId"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: A streamId that is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the path parameter "streamId" set to "<id>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind             | id          |
        | a word           | not-an-id   |
        | a number         | 0           |
        | its prefix alone | st-         |
        | a space          |             |
        | text like SQL    | ' OR '1'='1 |
        | an emoji         | 🎉          |

  @media-type
  Rule: The request's Content-Type is application/json

    Scenario: A bulk update without Content-Type is refused
      Given a valid bulkUpdateContacts request
      And without the header "Content-Type"
      When the request is sent
      Then the request is refused

    Scenario Outline: A bulk update of the type <type> is refused
      Given a valid bulkUpdateContacts request
      And with the header "Content-Type" set to "<type>"
      When the request is sent
      Then the request is refused

      Examples:
        | type                              |
        | text/plain                        |
        | application/xml                   |
        | application/x-www-form-urlencoded |

    Scenario Outline: A bulk update of the type <type> is accepted
      Given a valid bulkUpdateContacts request
      And with the header "Content-Type" set to "<type>"
      When the request is sent
      Then the request is accepted

      Examples:
        | type                            |
        | application/json; charset=utf-8 |
        | application/json;charset=UTF-8  |
        | APPLICATION/JSON                |
        | Application/Json; Charset=utf-8 |

  @body
  Rule: The body is a JSON array of contacts

    Scenario Outline: A body that <flaw> is refused
      Given a valid bulkUpdateContacts request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples: Malformed JSON
        | flaw                         | body                                          |
        | is not closed                | [{"firstName": "Ann"                          |
        | has a comma at its end       | [{"firstName": "Ann",}]                       |
        | has a key without quotes     | [{firstName: "Ann"}]                          |
        | has single quotes            | [{'firstName': 'Ann'}]                        |
        | has a key without a value    | [{"firstName":}]                              |
        | has a comment                | [{"firstName": "Ann" /* why */}]              |
        | goes on after its end        | [{"firstName": "Ann"}] and more               |
        | has an unknown escape        | [{"firstName": "\\x41nn"}]                    |
        | has a number that JSON lacks | [{"firstName": NaN}]                          |
        | is plain text                | Ann Doe                                       |
        | is a form                    | firstName=Ann&lastName=Doe                    |
        | is XML                       | <contact><firstName>Ann</firstName></contact> |

    Scenario: An empty body is refused
      Given a valid bulkUpdateContacts request
      And with this body:
        """
        """
      When the request is sent
      Then the request is refused

    Scenario: A bulk update without a body is refused
      Given a valid bulkUpdateContacts request
      And without a body
      When the request is sent
      Then the request is refused

    Scenario Outline: A body that is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples: Other types than an array
        | kind                          | body             |
        | an empty object               | {}               |
        | an object that holds an array | {"contacts": []} |
        | a string                      | "contacts"       |
        | a number                      | 42               |
        | null                          | null             |
        | a boolean                     | true             |

    Scenario Outline: An array that holds <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples: Other things than contacts
        | kind      | body         |
        | a string  | ["John Doe"] |
        | a number  | [42]         |
        | null      | [null]       |
        | an array  | [[]]         |
        | a boolean | [true]       |

  @required
  Rule: Every field of a record but the full name is required

    Scenario Outline: A record without <field> is refused
      Given a valid bulkUpdateContacts request
      And without the field "<field>" in record 2
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 |
        | id                    |
        | firstName             |
        | lastName              |
        | salutation            |
        | cellPhone             |
        | cellPhone.phoneNumber |
        | cellPhone.countryCode |
        | cellPhone.extension   |

    Scenario Outline: A batch of one record without <field> is refused
      Given a valid bulkUpdateContacts request for 1 record
      And without the field "<field>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 |
        | id                    |
        | firstName             |
        | lastName              |
        | salutation            |
        | cellPhone             |
        | cellPhone.phoneNumber |
        | cellPhone.countryCode |
        | cellPhone.extension   |

  @types
  Rule: Every field has its documented type

    Scenario Outline: A <field> that is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the field "<field>" in record 2 set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 | kind      | value             |
        | id                    | a number  | 42                |
        | id                    | null      | null              |
        | id                    | an object | {"value": "text"} |
        | id                    | an array  | ["text"]          |
        | id                    | a boolean | true              |
        | firstName             | a number  | 42                |
        | firstName             | null      | null              |
        | firstName             | an object | {"value": "text"} |
        | firstName             | an array  | ["text"]          |
        | firstName             | a boolean | true              |
        | lastName              | a number  | 42                |
        | lastName              | null      | null              |
        | lastName              | an object | {"value": "text"} |
        | lastName              | an array  | ["text"]          |
        | lastName              | a boolean | true              |
        | salutation            | a number  | 42                |
        | salutation            | null      | null              |
        | salutation            | an object | {"value": "text"} |
        | salutation            | an array  | ["text"]          |
        | salutation            | a boolean | true              |
        | cellPhone.phoneNumber | a number  | 9876543210        |
        | cellPhone.phoneNumber | null      | null              |
        | cellPhone.phoneNumber | an object | {"value": "text"} |
        | cellPhone.phoneNumber | an array  | ["text"]          |
        | cellPhone.phoneNumber | a boolean | true              |
        | cellPhone.countryCode | a number  | 42                |
        | cellPhone.countryCode | null      | null              |
        | cellPhone.countryCode | an object | {"value": "text"} |
        | cellPhone.countryCode | an array  | ["text"]          |
        | cellPhone.countryCode | a boolean | true              |
        | cellPhone.extension   | a number  | 42                |
        | cellPhone.extension   | null      | null              |
        | cellPhone.extension   | an object | {"value": "text"} |
        | cellPhone.extension   | an array  | ["text"]          |
        | cellPhone.extension   | a boolean | true              |
        | cellPhone             | a string  | "text"            |
        | cellPhone             | null      | null              |
        | cellPhone             | an array  | []                |
        | cellPhone             | a number  | 42                |
        | cellPhone             | a boolean | true              |

    Scenario Outline: A full name that is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the field "fullName" in record 2 set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | kind      | value             |
        | a number  | 42                |
        | null      | null              |
        | an object | {"value": "text"} |
        | an array  | ["text"]          |
        | a boolean | true              |

  @format
  Rule: A phone number is numeric digits without any special characters or alphabets

    Scenario Outline: A phone number with <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the field "cellPhone.phoneNumber" in record 2 set to <number>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind                     | number          |
        | letters                  | "ninenineone"   |
        | letters among the digits | "98765abcde"    |
        | the x of a masked number | "98765xxxxx"    |
        | a space                  | "98765 43210"   |
        | a space before it        | " 9876543210"   |
        | a space after it         | "9876543210 "   |
        | a plus sign              | "+919876543210" |
        | a minus sign             | "-9876543210"   |
        | dashes                   | "987-654-3210"  |
        | a dot                    | "98765.43210"   |
        | a comma                  | "98765,43210"   |
        | parentheses              | "(987)6543210"  |
        | a slash                  | "987/6543210"   |
        | a hash                   | "9876543210#"   |
        | an asterisk              | "*9876543210"   |
        | an exponent              | "9e9"           |
        | a line break after it    | "9876543210\\n" |
        | no digit at all          | ""              |

  @partial-failure
  Rule: A record that breaks a documented constraint fails alone or with the whole request, and changes nothing

    Scenario Outline: A record <flaw> changes nothing
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 4 records
      And <difference>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | flaw                             | difference                                                             |
        | without a first name             | without the field "firstName" in record 3                              |
        | without a phone number           | without the field "cellPhone.phoneNumber" in record 1                  |
        | with a number as its last name   | with the field "lastName" in record 4 set to 42                        |
        | with letters in its phone number | with the field "cellPhone.phoneNumber" in record 2 set to "98765abcde" |

    Scenario: Two bad records of four change nothing
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 4 records
      And without the field "firstName" in record 2
      And with an unknown "id" in record 3
      When the request is sent
      Then the request is refused
      And nothing has changed

  @unspecified
  Rule: What the documentation leaves open is answered without a server error

    Scenario Outline: <What> may be accepted or refused
      Given a valid bulkUpdateContacts request
      And <difference>
      When the request is sent
      Then the request is answered without a server error

      Examples:
        | What                                  | difference                                                                |
        | The same id twice                     | with the same "id" in record 2 as in record 1                             |
        | An empty array                        | with the body []                                                          |
        | An empty first name                   | with the field "firstName" set to ""                                      |
        | An empty last name                    | with the field "lastName" in record 2 set to ""                           |
        | An empty full name                    | with the field "fullName" set to ""                                       |
        | A first name of blanks                | with the field "firstName" set to "   "                                   |
        | A first name of 20000 letters         | with the field "firstName" 20000 letters long                             |
        | A name with a null character          | with the field "firstName" set to "Ann\\u0000Bob"                         |
        | A name with half a surrogate pair     | with the body [{"firstName": "Ann\\ud83d"}]                               |
        | An empty salutation                   | with the field "salutation" set to ""                                     |
        | Another salutation                    | with the field "salutation" set to "Dr."                                  |
        | An empty country code                 | with the field "cellPhone.countryCode" set to ""                          |
        | A country code of letters             | with the field "cellPhone.countryCode" set to "IN"                        |
        | An empty extension                    | with the field "cellPhone.extension" set to ""                            |
        | A phone number of Arabic-Indic digits | with the field "cellPhone.phoneNumber" set to "٩٨٧٦٥٤٣٢١٠"                |
        | A phone number of fullwidth digits    | with the field "cellPhone.phoneNumber" set to "９８７６５４３２１０"      |
        | A status                              | with the field "status" set to "INACTIVE"                                 |
        | An undocumented field                 | with the field "nickname" set to "Johnny"                                 |
        | A key given twice                     | with the body [{"firstName": "Ann", "firstName": "Bob"}]                  |
        | An unknown accountId                  | with the header "accountId" set to "000000000000000000000000"             |
        | A media type that ends with +json     | with the header "Content-Type" set to "application/vnd.api+json"          |
        | The media type text/json              | with the header "Content-Type" set to "text/json"                         |
        | An unknown charset                    | with the header "Content-Type" set to "application/json; charset=klingon" |
        | A query parameter                     | with the query parameter "dryRun" set to "true"                           |

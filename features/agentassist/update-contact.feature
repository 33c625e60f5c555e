@agentassist @updateContact
Feature: Update a contact
  The documentation: "Use this API to update a specific contact associated with a stream ID."

  Background:
    Given an existing contact

  Rule: An update that meets the documentation is accepted

    Scenario: The documented sample updates a contact
      Given the documented updateContact sample
      When the request is sent
      Then the request is accepted
      And the answer has the documented fields and types
      And the answer is like the documented sample
      And the answer returns what was sent

    Scenario: Of several contacts the one in the path is updated
      Given another existing contact
      And a valid updateContact request for the second contact
      When the request is sent
      Then the request is accepted
      And the rule "value" is kept
      And the change is kept

    Scenario: A contact may be updated again and again
      Given a valid updateContact request
      And with the field "firstName" set to "Anna"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept
      Given another valid updateContact request
      And with the field "firstName" set to "Boris"
      And with the field "salutation" set to "Mr"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept
      Given another valid updateContact request
      And with the field "firstName" set to "Clara"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept
      Given another valid updateContact request
      And with the field "firstName" set to "Dino"
      And with the field "salutation" set to "Mr."
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: A contact may be updated five times in a row
      Given a valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      When the request is sent
      Then the request is accepted

    Scenario: A batch that updates a contact which was updated by itself is kept
      Given a valid updateContact request
      And with the field "firstName" set to "Anna"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request for 1 record
      And without the field "fullName"
      And with the field "firstName" set to "Boris"
      And with the field "salutation" set to "Mr"
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: The second of two updates one after the other is kept
      Given a valid updateContact request
      And with the field "firstName" set to "Anna"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And with the field "firstName" set to "Boris"
      And with the field "salutation" set to "Mr"
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: An update of a contact that a batch has updated is kept
      Given a valid bulkUpdateContacts request for 1 record
      And without the field "fullName"
      And with the field "firstName" set to "Anna"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request
      And with the field "firstName" set to "Boris"
      And with the field "salutation" set to "Mr"
      And with the field "cellPhone.countryCode" set to "+44"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: A contact is updated in a batch and by itself in turn
      Given a valid updateContact request
      And with the field "firstName" set to "Anna"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept
      Given another valid bulkUpdateContacts request for 1 record
      And without the field "fullName"
      And with the field "firstName" set to "Boris"
      And with the field "salutation" set to "Mr"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept
      Given another valid updateContact request
      And with the field "firstName" set to "Clara"
      And with the field "salutation" set to "Mrs."
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept
      Given another valid bulkUpdateContacts request for 1 record
      And without the field "fullName"
      And with the field "firstName" set to "Dino"
      And with the field "salutation" set to "Mr."
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    @concurrency
    Scenario: Two contacts that are updated at the same moment are not mixed up
      Given another existing contact
      And a valid updateContact request for the first contact
      And another valid updateContact request for the second contact
      When both requests are sent at the same moment
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario Outline: An update to the salutation <salutation> is accepted
      Given a valid updateContact request
      And with the field "salutation" set to <salutation>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples: The spellings of the documentation
        | salutation |
        | "Mr"       |
        | "mr"       |
        | "Mr."      |
        | "Mrs."     |

    Scenario Outline: An update to the country code <code> is accepted
      Given a valid updateContact request
      And with the field "cellPhone.countryCode" set to <code>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | code   |
        | "+1"   |
        | "+44"  |
        | "+971" |

    Scenario Outline: An update to the extension <extension> is accepted
      Given a valid updateContact request
      And with the field "cellPhone.extension" set to <extension>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | extension    |
        | "+"          |
        | "1234"       |
        | "007"        |
        | "9876543210" |

    Scenario Outline: An update to a phone number <shape> is accepted
      Given a valid updateContact request
      And with <digits> as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | shape                                 | digits                               |
        | of 7 digits                           | 7 fresh digits                       |
        | of 13 digits                          | 13 fresh digits                      |
        | that begins with a zero               | 10 fresh digits that begin with "0"  |
        | that begins like its country code +91 | 12 fresh digits that begin with "91" |

    Scenario: A phone number that is longer than any real one comes back whole where it is taken
      Given a valid updateContact request
      And with 18 fresh digits as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "value" is kept

  @state
  Rule: An accepted change shows in later answers

    Scenario Outline: A changed <field> stays changed
      Given a valid updateContact request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is accepted
      And the change is kept

      Examples:
        | field                 | value              |
        | firstName             | "Changed"          |
        | lastName              | "docproof Changed" |
        | salutation            | "Mrs."             |
        | cellPhone.countryCode | "+44"              |
        | cellPhone.extension   | "007"              |

  @state
  Rule: An update changes neither when a contact was created nor by whom, and moves updatedAt on

    Scenario: The first update moves updatedAt on and leaves the creation as it was
      Given a valid updateContact request
      When enough time passes for a later timestamp
      And the request is sent
      Then the request is accepted
      And the rule "after" is kept
      And the rule "not-before" is kept
      And the rule "unchanged" is kept

    Scenario: A partial update, where it is accepted, moves updatedAt on and leaves the creation as it was
      Given a valid updateContact request
      And with only the field "firstName"
      When enough time passes for a later timestamp
      And the request is sent
      Then the request may be accepted or refused
      And the rule "after" is kept
      And the rule "unchanged" is kept

    Scenario: The same update may be sent twice and moves updatedAt on each time
      Given a valid updateContact request
      When the request is sent
      Then the request is accepted
      When enough time passes for a later timestamp
      And the same request is sent again
      Then the request is accepted
      And the answer returns what was sent
      And the rule "after" is kept
      And the rule "unchanged" is kept

  @optional
  Rule: A partial update, where it is accepted, leaves the other fields as they were last written

    Scenario Outline: An update of <field> alone leaves the others as they were created
      Given a valid updateContact request
      And with only the field "<field>"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "kept" is kept
      And the answer returns what was sent

      Examples:
        | field      |
        | firstName  |
        | lastName   |
        | salutation |
        | cellPhone  |

    Scenario Outline: A new <field> alone is kept, where it is taken alone
      Given a valid updateContact request
      And with only the field "<field>"
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent
      And the change is kept

      Examples:
        | field                 | value              |
        | firstName             | "Zelda"            |
        | lastName              | "docproof Zimmer"  |
        | salutation            | "Mrs."             |

    Scenario Outline: An update without <one> and <other> leaves these as they were updated
      Given a valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And without the field "<one>"
      And without the field "<other>"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "kept" is kept
      And the change is kept

      Examples:
        | one        | other      |
        | firstName  | lastName   |
        | firstName  | salutation |
        | firstName  | cellPhone  |
        | lastName   | salutation |
        | lastName   | cellPhone  |
        | salutation | cellPhone  |

    Scenario Outline: An update of <field> alone leaves the others as they were updated
      Given a valid updateContact request
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And with only the field "<field>"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "kept" is kept
      And the change is kept

      Examples:
        | field      |
        | firstName  |
        | lastName   |
        | salutation |
        | cellPhone  |

    Scenario Outline: An update without <field> leaves it as it was
      Given a valid updateContact request
      And without the field "<field>"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "kept" is kept
      And the answer returns what was sent

      Examples:
        | field      |
        | firstName  |
        | lastName   |
        | salutation |
        | cellPhone  |

    Scenario Outline: An update of <field> alone may be accepted or refused
      Given a valid updateContact request
      And with only the field "<field>"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "kept" is kept
      And the answer has the documented fields and types

      Examples:
        | field                 |
        | cellPhone.phoneNumber |
        | cellPhone.countryCode |
        | cellPhone.extension   |

    Scenario Outline: An update without <field> may be accepted or refused
      Given a valid updateContact request
      And without the field "<field>"
      When the request is sent
      Then the request may be accepted or refused
      And the answer has the documented fields and types

      Examples:
        | field                 |
        | cellPhone.phoneNumber |
        | cellPhone.countryCode |
        | cellPhone.extension   |

  @unicode
  Rule: Names come back as they were sent

    Scenario Outline: Names with <text> come back as they were sent
      Given a valid updateContact request
      And with the field "firstName" set to <first name>
      And with the field "lastName" set to <last name>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | text                             | first name                         | last name                    |
        | Japanese kana                    | "さくら"                              | "docproof タナカ"               |
        | Korean syllables                 | "민준"                               | "docproof 김"                 |
        | Arabic letters                   | "محمد"                             | "docproof العربي"            |
        | Hebrew letters                   | "שרה"                              | "docproof כהן"               |
        | Devanagari letters               | "अर्जुन"                           | "docproof शर्मा"             |
        | Cyrillic and Greek letters       | "Ольга"                            | "docproof Παπαδόπουλος"      |
        | a Turkish dotless i              | "Işıl"                             | "docproof Yıldız İ"          |
        | a sharp s                        | "Theiß"                            | "docproof Strauß"            |
        | a ligature                       | "ﬁona"                             | "docproof Wolﬀ"              |
        | an emoji of one character        | "Ann 🎉"                            | "docproof 🎉 Doe"             |
        | an emoji of several joined ones  | "👩‍👩‍👧‍👦"                          | "docproof 👨‍💻"               |
        | an emoji with a skin tone        | "👋🏽"                               | "docproof 👍🏿"                |
        | HTML entities                    | "Ann &amp; Bob"                    | "docproof &lt;Doe&#39;&gt;"  |
        | a typographic apostrophe         | "D’Arcy"                           | "docproof O’Brien"           |
        | text like SQL                    | "Robert'); DROP TABLE contacts;--" | "docproof ' OR '1'='1"       |
        | text like a template             | "{{firstName}}"                    | "docproof ${7*7} {0} %s"     |
        | text like a URL escape           | "Ann%20Bob"                        | "docproof a+b%41"            |
        | text like JSON                   | "{\\"a\\": null}"                  | "docproof [1, 2]"            |
        | the word null                    | "null"                             | "docproof undefined"         |
        | two spaces in the middle         | "Ann  Bob"                         | "docproof  van  Doe"         |
        | a non-breaking space             | "Ann\\u00a0Bob"                    | "docproof\\u00a0Doe"         |
        | a tab                            | "Ann\\tBob"                        | "docproof\\tDoe"             |
        | a line break                     | "Ann\\nBob"                        | "docproof\\nDoe"             |
        | mixed case                       | "mcDONALD"                         | "docproof DE la Cruz"        |
        | punctuation                      | "J. R.-R., (Jr.)"                  | "docproof Doe/Roe; #1_*"     |
        | one letter                       | "A"                                | "O"                          |
        | text like a formula              | "=1+1"                             | "+docproof Doe"              |
        | a dollar sign                    | "A$AP"                             | "docproof $Doe"              |
        | marks of the writing's direction | "\\u202bAnn\\u202c"                | "docproof \\u200fDoe\\u200e" |
        | invisible characters             | "Ann\\u200bBob"                    | "docproof\\u00adDoe"         |
        | line separators                  | "Ann\\u2028Bob"                    | "docproof\\u2029Doe"         |
        | a variation selector             | "\\u2764\\ufe0f Ann"               | "docproof \\u260e\\ufe0f"    |
        | characters of private use        | "Ann\\ue000"                       | "docproof \\uf8ffDoe"        |
        | the word NULL in capitals        | "NULL"                             | "docproof Null"              |
        | a word like a boolean            | "true"                             | "docproof No"                |
        | three dots behind it             | "Ann..."                           | "docproof Doe..."            |
        | a smiley                         | "Ann :)"                           | "docproof Doe :-("           |
        | two percent signs                | "100%% Ann"                        | "docproof %%d %%s"           |
        | text like a template tag         | "{% if %}Ann"                      | "docproof {% Doe %}"         |
        | backticks                        | "`Ann`"                            | "docproof `Doe`"             |
        | a sign of less                   | "Ann < Bob"                        | "docproof a<b"               |
        | two hyphens                      | "Ann--Bob"                         | "docproof Doe -- Roe"        |
        | Thai letters                     | "สมชาย"                            | "docproof ใจดี"              |
        | digits alone                     | "00042"                            | "00042"                      |
        | one word for both                | "docproof"                         | "docproof"                   |

    Scenario Outline: Names with <text> are kept as they were sent
      Given a valid updateContact request
      And with the field "firstName" set to <first name>
      And with the field "lastName" set to <last name>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | text                               | first name        | last name                            |
        | composed accents                   | "Zoë"             | "docproof Müller"                    |
        | decomposed accents                 | "Zoe\\u0308"      | "docproof Mu\\u0308ller"             |
        | Chinese characters                 | "小明"              | "docproof 王"                         |
        | a character beyond the basic plane | "𠮷野"              | "docproof 𝒟oe"                       |
        | HTML tags                          | "<b>Ann</b>"      | "docproof <script>alert(1)</script>" |
        | an ampersand                       | "Ann & Bob"       | "docproof Doe & Sons"                |
        | double quotes                      | "Ann \\"Annie\\"" | "docproof \\"Doe\\""                 |
        | an apostrophe                      | "D'Arcy"          | "docproof O'Brien"                   |
        | a backslash                        | "Ann\\\\Bob"      | "docproof C:\\\\Doe\\\\n"            |
        | text like a number                 | "00042"           | "docproof 1e3"                       |
        | spaces around them                 | " Ann "           | " docproof Doe "                     |
        | Japanese kana                      | "さくら"             | "docproof タナカ"                       |
        | Arabic letters                     | "محمد"            | "docproof العربي"                    |
        | Cyrillic and Greek letters         | "Ольга"           | "docproof Παπαδόπουλος"              |
        | an emoji of several joined ones    | "👩‍👩‍👧‍👦"         | "docproof 👨‍💻"                       |
        | a sharp s                          | "Theiß"           | "docproof Strauß"                    |
        | HTML entities                      | "Ann &amp; Bob"   | "docproof &lt;Doe&#39;&gt;"          |
        | text like a template               | "{{firstName}}"   | "docproof ${7*7} {0} %s"             |
        | text like JSON                     | "{\\"a\\": null}" | "docproof [1, 2]"                    |
        | the word null                      | "null"            | "docproof undefined"                 |
        | two spaces in the middle           | "Ann  Bob"        | "docproof  van  Doe"                 |
        | a non-breaking space               | "Ann\\u00a0Bob"   | "docproof\\u00a0Doe"                 |
        | a tab                              | "Ann\\tBob"       | "docproof\\tDoe"                     |
        | a line break                       | "Ann\\nBob"       | "docproof\\nDoe"                     |
        | mixed case                         | "mcDONALD"        | "docproof DE la Cruz"                |
        | an invisible space                 | "Ann\\u200bBob"   | "docproof\\u200bDoe"                 |
        | a dollar sign                      | "A$AP"            | "docproof $1 $& Doe"                 |
        | digits alone                       | "00042"           | "00042"                              |

    Scenario Outline: A name that differs by <what> alone is a change
      Given a valid updateContact request
      And with the field "firstName" set to <before>
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And with the same "cellPhone" as the first contact
      And with the field "firstName" set to <after>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | what           | before | after        |
        | its last letter | "Anna" | "Ann"        |
        | a blank        | "Ann"  | " Ann"       |
        | an accent      | "Zoë"  | "Zoe\\u0308" |
        | its case       | "Ann"  | "ANN"        |

    Scenario: An extension that differs by zeros alone is a change
      Given a valid updateContact request
      And with the field "cellPhone.extension" set to "7"
      When the request is sent
      Then the request is accepted
      Given another valid updateContact request
      And with the field "cellPhone.extension" set to "007"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: Names with rare control characters come back as they were sent, where they are accepted
      Given a valid updateContact request
      And with the field "firstName" set to "Ann\u007fBob"
      And with the field "lastName" set to "docproof\u0085Doe"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    Scenario Outline: A <field> of 200 letters comes back as it was sent
      Given a valid updateContact request
      And with the field "<field>" 200 letters long
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | field     |
        | firstName |
        | lastName  |

    Scenario Outline: A <field> of <length> letters comes back whole where it is taken
      Given a valid updateContact request
      And with the field "<field>" <length> letters long
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent
      And the change is kept

      Examples:
        | field     | length |
        | firstName | 300    |
        | lastName  | 300    |
        | lastName  | 600    |
        | lastName  | 1100   |
        | lastName  | 2100   |
        | lastName  | 5000   |

  @credentials
  Rule: A JWT token with the scope Configuration is required

    Scenario Outline: A token that is <state> is refused
      Given a valid updateContact request
      And with a credential that is <state>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | state                         |
        | missing                       |
        | empty                         |
        | garbage                       |
        | tampered                      |
        | tampered in its middle        |
        | tampered at its end           |
        | filled with other claims      |
        | stripped of its signature     |
        | cut short in its signature    |
        | unsigned                      |
        | unsigned as None              |
        | unsigned as NONE              |
        | unsigned beside its signature |
        | signed with an empty secret   |
        | expired                       |
        | for another scope             |
        | for no scope                  |

  @required
  Rule: Every required header and parameter must be there

    Scenario: Without the header accountId an update is refused
      Given a valid updateContact request
      And without the header "accountId"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: With an empty header accountId an update is refused
      Given a valid updateContact request
      And with the header "accountId" left empty
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: Without the <parameter> in its path an update is refused
      Given a valid updateContact request
      And without the path parameter "<parameter>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | parameter |
        | streamId  |
        | id        |

  @ids
  Rule: The ids in the path must be those of an application and of a contact

    Scenario: An unknown id stays unknown when it was refused
      Given a valid updateContact request
      And with an unknown "id"
      When the request is sent
      Then the request is refused
      When the same request is sent again
      Then the request is refused
      And nothing has changed

    Scenario Outline: An unknown <parameter> is refused
      Given a valid updateContact request
      And with an unknown "<parameter>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | parameter |
        | streamId  |
        | id        |

    Scenario Outline: An update whose <parameter> is one character too <way> is refused
      Given a valid updateContact request
      And with the "<parameter>" one character too <way>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | parameter | way   |
        | streamId  | short |
        | streamId  | long  |
        | id        | short |
        | id        | long  |

    Scenario Outline: An update whose <parameter> is <kind> is refused
      Given a valid updateContact request
      And with the path parameter "<parameter>" set to "<id>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | parameter | kind                   | id             |
        | streamId  | a word                 | not-an-id      |
        | streamId  | a number               | 99999999999999 |
        | streamId  | two words              | not an id      |
        | streamId  | text like SQL          | ' OR '1'='1    |
        | streamId  | text like a URL escape | %00            |
        | streamId  | an emoji               | 🎉              |
        | id        | a word                 | not-an-id      |
        | id        | a number               | 99999999999999 |
        | id        | two words              | not an id      |
        | id        | text like SQL          | ' OR '1'='1    |
        | id        | text like a URL escape | %00            |
        | id        | an emoji               | 🎉              |
        | streamId  | a percent sign         | %              |
        | streamId  | an asterisk            | *              |
        | streamId  | a pattern              | .*             |
        | streamId  | the word undefined     | undefined      |
        | streamId  | the word null          | null           |
        | id        | a percent sign         | %              |
        | id        | an asterisk            | *              |
        | id        | a pattern              | .*             |
        | id        | the word undefined     | undefined      |
        | id        | the word null          | null           |

    Scenario Outline: An update whose <parameter> is 2000 letters long is refused
      Given a valid updateContact request
      And with the path parameter "<parameter>" 2000 letters long
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | parameter |
        | streamId  |
        | id        |

    Scenario Outline: The <parameter> with a <character> behind it is refused
      Given a valid updateContact request
      And with a <character> behind the path parameter "<parameter>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | parameter | character      |
        | streamId  | blank          |
        | streamId  | null character |
        | id        | blank          |
        | id        | null character |

  @media-type
  Rule: The request's Content-Type is application/json

    Scenario: An update without Content-Type is refused
      Given a valid updateContact request
      And without the header "Content-Type"
      When the request is sent
      Then the request is refused
      And a refusal has changed nothing

    Scenario Outline: An update of the type <type> is refused
      Given a valid updateContact request
      And with the header "Content-Type" set to "<type>"
      When the request is sent
      Then the request is refused
      And a refusal has changed nothing

      Examples:
        | type                              |
        | text/plain                        |
        | application/xml                   |
        | application/x-www-form-urlencoded |
        | multipart/form-data               |
        | application/octet-stream          |

    Scenario Outline: An update of the type <type> is accepted
      Given a valid updateContact request
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
  Rule: The body is a JSON object

    Scenario Outline: An update whose body is written <how> is accepted
      Given a valid updateContact request
      And with the same body <how>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | how                       |
        | spread over several lines |
        | in escaped letters        |
        | in another order          |

    Scenario Outline: A body that <flaw> is refused
      Given a valid updateContact request
      And with <damage>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples: JSON that is wrong in one place
        | flaw                                | damage                                                          |
        | is not closed                       | the last `}` of the body replaced by ``                         |
        | has a comma at its end              | the last `}` of the body replaced by `,}`                       |
        | has a key without quotes            | the first `"firstName"` of the body replaced by `firstName`     |
        | has single quotes                   | every `"` of the body replaced by `'`                           |
        | has a key without a value           | the first `"john"` of the body replaced by ``                   |
        | has a comment                       | the last `}` of the body replaced by `/* why */}`               |
        | goes on after its end               | the last `}` of the body replaced by `} and more`               |
        | has an unknown escape               | the first `"john"` of the body replaced by `"\\x6fhn"`          |
        | has a number that JSON lacks        | the first `"john"` of the body replaced by `NaN`                |
        | has an unescaped tab                | a raw tab behind the first `john` of the body                   |
        | has an unescaped line break         | a raw line break behind the first `john` of the body            |
        | has an unescaped null character     | a raw null character behind the first `john` of the body        |
        | is a text that holds the object     | the whole body as a text in quotes                              |
        | has the word undefined              | the first `"john"` of the body replaced by `undefined`          |
        | has null as Python spells it        | the first `"john"` of the body replaced by `None`               |
        | has a number with a plus sign       | the first `"john"` of the body replaced by `+7`                 |
        | has a number with a zero before it  | the first `"john"` of the body replaced by `07`                 |
        | has a number that begins with a dot | the first `"john"` of the body replaced by `.7`                 |
        | has a number that ends with a dot   | the first `"john"` of the body replaced by `7.`                 |
        | has a hexadecimal number            | the first `"john"` of the body replaced by `0x7`                |
        | has an equals sign for a colon      | the first `"firstName":` of the body replaced by `"firstName"=` |
        | has two commas                      | the first `"john",` of the body replaced by `"john",,`          |
        | has no comma between fields         | the first `"john",` of the body replaced by `"john"`            |
        | has a semicolon for a comma         | the first `"john",` of the body replaced by `"john";`           |
        | has no colon behind a key           | the first `"firstName":` of the body replaced by `"firstName"`  |
        | has no opening brace                | the first `{` of the body replaced by ``                        |

    Scenario Outline: A body that is <kind> is refused
      Given a valid updateContact request
      And with the body <body>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples: Something else than JSON
        | kind       | body                                          |
        | plain text | Ann Doe                                       |
        | a form     | firstName=Ann&lastName=Doe                    |
        | XML        | <contact><firstName>Ann</firstName></contact> |

      Examples: Other types than an object
        | kind       | body                                          |
        | an array with a contact | [{"firstName": "Ann"}] |
        | an empty array          | []                     |
        | a string                | "Ann"                  |
        | a number                | 42                     |
        | a fraction | 1.5                                           |
        | null                    | null                   |
        | a boolean               | true                   |

    Scenario: A body in another encoding than UTF-8 is refused
      Given a valid updateContact request
      And with the field "firstName" set to "Zoë"
      And with the whole body in Latin-1
      When the request is sent
      Then the request is refused
      And nothing has changed

  @types
  Rule: Every field has the type that the sample shows

    Scenario Outline: An update whose <field> is <kind> is refused
      Given a valid updateContact request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 | kind                  | value                                                                                          |
        | firstName             | a number              | 42                                                                                             |
        | firstName             | null                  | null                                                                                           |
        | firstName             | an object             | {"value": "text"}                                                                              |
        | firstName             | an array              | ["text"]                                                                                       |
        | firstName             | a boolean             | true                                                                                           |
        | lastName              | a number              | 42                                                                                             |
        | lastName              | null                  | null                                                                                           |
        | lastName              | an object             | {"value": "text"}                                                                              |
        | lastName              | an array              | ["text"]                                                                                       |
        | lastName              | a boolean             | true                                                                                           |
        | salutation            | a number              | 42                                                                                             |
        | salutation            | null                  | null                                                                                           |
        | salutation            | an object             | {"value": "text"}                                                                              |
        | salutation            | an array              | ["text"]                                                                                       |
        | salutation            | a boolean             | true                                                                                           |
        | cellPhone.phoneNumber | a number              | 9876543210                                                                                     |
        | cellPhone.phoneNumber | null                  | null                                                                                           |
        | cellPhone.phoneNumber | an object             | {"value": "text"}                                                                              |
        | cellPhone.phoneNumber | an array              | ["text"]                                                                                       |
        | cellPhone.phoneNumber | a boolean             | true                                                                                           |
        | cellPhone.countryCode | a number              | 42                                                                                             |
        | cellPhone.countryCode | null                  | null                                                                                           |
        | cellPhone.countryCode | an object             | {"value": "text"}                                                                              |
        | cellPhone.countryCode | an array              | ["text"]                                                                                       |
        | cellPhone.countryCode | a boolean             | true                                                                                           |
        | cellPhone.extension   | a number              | 42                                                                                             |
        | cellPhone.extension   | null                  | null                                                                                           |
        | cellPhone.extension   | an object             | {"value": "text"}                                                                              |
        | cellPhone.extension   | an array              | ["text"]                                                                                       |
        | cellPhone.extension   | a boolean             | true                                                                                           |
        | cellPhone             | a string              | "text"                                                                                         |
        | cellPhone             | null                  | null                                                                                           |
        | cellPhone             | an array              | []                                                                                             |
        | cellPhone             | a number              | 42                                                                                             |
        | cellPhone             | a boolean             | true                                                                                           |
        | firstName             | zero                  | 0                                                                                              |
        | firstName             | false                 | false                                                                                          |
        | firstName             | an empty array        | []                                                                                             |
        | firstName             | an empty object       | {}                                                                                             |
        | lastName              | zero                  | 0                                                                                              |
        | lastName              | false                 | false                                                                                          |
        | lastName              | an empty array        | []                                                                                             |
        | lastName              | an empty object       | {}                                                                                             |
        | salutation            | zero                  | 0                                                                                              |
        | salutation            | false                 | false                                                                                          |
        | salutation            | an empty array        | []                                                                                             |
        | salutation            | an empty object       | {}                                                                                             |
        | cellPhone.extension   | zero                  | 0                                                                                              |
        | cellPhone.extension   | false                 | false                                                                                          |
        | cellPhone.extension   | an empty array        | []                                                                                             |
        | cellPhone.extension   | an empty object       | {}                                                                                             |
        | firstName             | two texts in an array | ["Ann", "Bob"]                                                                                 |
        | lastName              | a fraction            | 12.5                                                                                           |
        | cellPhone             | zero                  | 0                                                                                              |
        | cellPhone             | false                 | false                                                                                          |
        | cellPhone             | an empty string       | ""                                                                                             |
        | cellPhone             | a text that holds it  | "{\\"phoneNumber\\": \\"2025550147\\", \\"countryCode\\": \\"+1\\", \\"extension\\": \\"+\\"}" |
        | cellPhone.countryCode | zero                  | 0                                                                                              |
        | cellPhone.countryCode | false                 | false                                                                                          |
        | cellPhone.phoneNumber | zero                  | 0                                                                                              |
        | cellPhone.phoneNumber | false                 | false                                                                                          |

    Scenario: A phone that stands in an array is refused
      Given a valid updateContact request
      And with the field "cellPhone" set to [{"phoneNumber": "2025550147", "countryCode": "+1", "extension": "+"}]
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: An update of <field> alone that is <kind> is refused
      Given a valid updateContact request
      And with only the field "<field>"
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field      | kind      | value  |
        | firstName  | a number  | 42     |
        | lastName   | null      | null   |
        | salutation | a boolean | true   |
        | cellPhone  | a string  | "text" |

    Scenario Outline: An update of the phone alone whose <field> is <kind> is refused
      Given a valid updateContact request
      And with only the field "cellPhone"
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 | kind                  | value                                                                                          |
        | cellPhone.phoneNumber | a number              | 42                                                                                             |
        | cellPhone.phoneNumber | null                  | null                                                                                           |
        | cellPhone.countryCode | a number              | 42                                                                                             |
        | cellPhone.countryCode | null                  | null                                                                                           |
        | cellPhone.extension   | a number              | 42                                                                                             |
        | cellPhone.extension   | null                  | null                                                                                           |

    Scenario Outline: An update of <field> alone, which is <kind>, is refused
      Given a valid updateContact request
      And with only the field "<field>"
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 | kind                  | value                                                                                          |
        | cellPhone.phoneNumber | a number              | 42                                                                                             |
        | cellPhone.countryCode | a number              | 42                                                                                             |
        | cellPhone.extension   | a number              | 42                                                                                             |

    Scenario Outline: An update that is refused for <a fault> takes nothing over
      Given a valid updateContact request
      And with the field "firstName" set to "Zelda"
      And with the field "salutation" set to "Mrs."
      And with the field "cellPhone.countryCode" set to "+44"
      And <difference>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | a fault              | difference                                  |
        | a missing token      | with a credential that is missing           |
        | a tampered token     | with a credential that is tampered          |
        | an expired token     | with a credential that is expired           |
        | a scope              | with a credential that is for another scope |
        | a missing accountId  | without the header "accountId"              |
        | an unknown streamId  | with an unknown "streamId"                  |
        | null for a last name | with the field "lastName" set to null       |

    Scenario: A refused update takes nothing over
      Given a valid updateContact request
      And with the field "salutation" set to "Mrs."
      And with the field "cellPhone.countryCode" set to "+44"
      And with the field "cellPhone.extension" set to "77"
      And with the field "lastName" set to 42
      When enough time passes for a later timestamp
      And the request is sent
      Then the request is refused
      And nothing has changed

  @format
  Rule: A phone number is numeric digits without any special characters or alphabets

    Scenario Outline: A phone number with <kind> is refused
      Given a valid updateContact request
      And with 10 fresh digits and "<character>" <where> them as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind                       | character             | where  |
        | a letter                   | a                     | among  |
        | the x of a masked number   | xxxxx                 | behind |
        | a space                    | \\u0020               | among  |
        | a space before it          | \\u0020               | before |
        | a space after it           | \\u0020               | behind |
        | a plus sign                | +                     | before |
        | a minus sign               | -                     | before |
        | a dash                     | -                     | among  |
        | a dot                      | .                     | among  |
        | a comma                    | ,                     | among  |
        | a parenthesis              | )                     | among  |
        | a slash                    | /                     | among  |
        | a hash                     | #                     | behind |
        | an asterisk                | *                     | before |
        | an exponent                | e9                    | behind |
        | a line break after it      | \\n                   | behind |
        | a tab                      | \\t                   | among  |
        | an underscore              | _                     | among  |
        | an at sign                 | @                     | among  |
        | a bracket                  | [                     | among  |
        | a colon                    | :                     | behind |
        | an equals sign             | =                     | behind |
        | a carriage return after it | \\r                   | behind |
        | a line break before it     | \\n                   | before |
        | two plus signs             | ++                    | before |
        | an extension in words      |  ext. 5               | behind |
        | the letter O               | O                     | among  |
        | capitals                   | FLOWERS               | behind |
        | a pause                    | p                     | among  |
        | the scheme of a URL        | tel:                  | before |
        | a dollar sign              | $                     | behind |
        | an exclamation mark        | !                     | behind |
        | a letter far behind        | 12345678901234567890a | behind |
        | a letter before it         | a                     | before |
        | an ampersand               | &                     | among  |
        | a percent sign             | %                     | behind |
        | a semicolon                | ;                     | behind |
        | an apostrophe              | '                     | among  |
        | a tilde                    | ~                     | before |
        | a caret                    | ^                     | among  |
        | a brace                    | }                     | behind |
        | a sign of less             | <                     | before |
        | a question mark            | ?                     | behind |
        | a backtick                 | `                     | behind |
        | a non-breaking space       | \\u00a0               | among  |
        | a zero width space         | \\u200b               | among  |

    Scenario Outline: A phone number of <kind> is refused
      Given a valid updateContact request
      And with the field "cellPhone.phoneNumber" set to <number>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind              | number        |
        | letters alone     | "ninenineone" |
        | blanks alone      | "   "         |
        | no digit at all   | ""            |
        | a dash alone      | "-"           |
        | a plus sign alone | "+"           |

    Scenario Outline: A phone number with a letter in it is refused beside the country code <code> too
      Given a valid updateContact request
      And with the field "cellPhone.countryCode" set to <code>
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | code   |
        | "+1"   |
        | "+44"  |
        | "+971" |

    Scenario: An update of the phone number alone, with a letter in it, is refused
      Given a valid updateContact request
      And with only the field "cellPhone"
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is refused
      And nothing has changed

  @unspecified
  Rule: What hardly anybody sends comes back as it was sent, where it is taken

    Scenario Outline: <What> comes back as it was sent, where it is accepted
      Given a valid updateContact request
      And <difference>
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | What                                                         | difference                                                                |
        | A first name of 20000 letters                                | with the field "firstName" 20000 letters long                             |
        | An empty extension                                           | with the field "cellPhone.extension" set to ""                            |
        | An empty country code                                        | with the field "cellPhone.countryCode" set to ""                          |

  @unspecified
  Rule: What the documentation leaves open is answered without a server error

    Scenario Outline: <What> may be accepted or refused
      Given a valid updateContact request
      And <difference>
      When the request is sent
      Then the request is answered without a server error

      Examples:
        | What                                                         | difference                                                                |
        | No body                                                      | without a body                                                            |
        | An empty object                                              | with the body {}                                                          |
        | An empty first name                                          | with the field "firstName" set to ""                                      |
        | An empty last name                                           | with the field "lastName" set to ""                                       |
        | A first name of blanks                                       | with the field "firstName" set to "   "                                   |
        | A name with a null character                                 | with the field "firstName" set to "Ann\\u0000Bob"                         |
        | A name with half a surrogate pair                            | with the first `john` of the body replaced by `john\\ud83d`               |
        | An empty salutation                                          | with the field "salutation" set to ""                                     |
        | Another salutation                                           | with the field "salutation" set to "Dr."                                  |
        | A country code of letters                                    | with the field "cellPhone.countryCode" set to "IN"                        |
        | A country code without a plus                                | with the field "cellPhone.countryCode" set to "91"                        |
        | An empty cellPhone                                           | with the field "cellPhone" set to {}                                      |
        | A phone number of Arabic-Indic digits                        | with the field "cellPhone.phoneNumber" set to "٩٨٧٦٥٤٣٢١٠"                |
        | A phone number of fullwidth digits                           | with the field "cellPhone.phoneNumber" set to "９８７６５４３２１０"      |
        | A full name                                                  | with the field "fullName" set to "Somebody Else"                          |
        | A status                                                     | with the field "status" set to "INACTIVE"                                 |
        | An id in the body                                            | with the field "id" set to "000000000000000000000000"                     |
        | A time of creation                                           | with the field "createdAt" set to "2001-01-01T00:00:00Z"                  |
        | An undocumented field                                        | with the field "nickname" set to "Johnny"                                 |
        | An undocumented field of 100 levels                          | with the field "nickname" nested 100 levels deep                          |
        | A key given twice                                            | with the first `"john"` of the body replaced by `"Ann","firstName":"Bob"` |
        | An unknown accountId                                         | with the header "accountId" set to "000000000000000000000000"             |
        | A media type that ends with +json                            | with the header "Content-Type" set to "application/vnd.api+json"          |
        | The media type text/json                                     | with the header "Content-Type" set to "text/json"                         |
        | An unknown charset                                           | with the header "Content-Type" set to "application/json; charset=klingon" |
        | An id in capitals                                            | with the path parameter "id" set to "ABCDEFABCDEFABCDEFABCDEF"            |
        | The id bulk-update, whose path is that of another operation, | with the path parameter "id" set to "bulk-update"                         |
        | A query parameter                                            | with the query parameter "dryRun" set to "true"                           |
        | A body in UTF-16                                             | with the whole body in UTF-16                                             |
        | A byte order mark before the body                            | with a byte order mark before the body                                    |
        | An accountId of 5000 letters                                 | with the header "accountId" 5000 letters long                             |

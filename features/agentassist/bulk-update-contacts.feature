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

    Scenario: Contacts may be updated again and again
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      Given another valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

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

    Scenario Outline: A bulk update to a phone number <shape> is accepted
      Given a valid bulkUpdateContacts request
      And with <digits> as the field "cellPhone.phoneNumber" in record 2
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
      Given a valid bulkUpdateContacts request
      And with 18 fresh digits as the field "cellPhone.phoneNumber" in record 2
      When the request is sent
      Then the request may be accepted or refused
      And the rule "value" is kept

  @large
  Rule: A batch may be of any size

    Scenario: One contact is updated
      Given a valid bulkUpdateContacts request for 1 record
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

    Scenario: Eleven contacts are updated
      Given 9 existing contacts
      And a valid bulkUpdateContacts request for 11 records
      When the request is sent
      Then the request is accepted
      And the change is kept

    Scenario: Twenty-five contacts are updated
      Given 23 existing contacts
      And a valid bulkUpdateContacts request for 25 records
      When the request is sent
      Then the request is accepted, as the rule "batch-of-25" says
      And the answer returns what was sent
      And the change is kept

    Scenario Outline: All of <count> contacts are updated, where so many are taken
      Given <count> existing contacts
      And a valid bulkUpdateContacts request for <count> records
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | count |
        | 26    |
        | 60    |
        | 120   |

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
        | cellPhone.extension   | "007"              |

  @state
  Rule: An update changes neither when a contact was created nor by whom, and moves updatedAt on

    Scenario: The first update moves updatedAt on and leaves the creation as it was
      Given a valid bulkUpdateContacts request
      When enough time passes for a later timestamp
      And the request is sent
      Then the request is accepted
      And the rule "after" is kept
      And the rule "not-before" is kept
      And the rule "unchanged" is kept

    Scenario: The same update may be sent twice and moves updatedAt on each time
      Given a valid bulkUpdateContacts request
      When the request is sent
      Then the request is accepted
      When enough time passes for a later timestamp
      And the same request is sent again
      Then the request is accepted
      And the answer returns what was sent
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

    Scenario: An unknown id stays unknown when its record has failed
      Given a valid bulkUpdateContacts request
      And with an unknown "id" in record 2
      When the request is sent
      Then only record 2 fails, as the rule "others-still-done" says
      When the same request is sent again
      Then only record 2 fails, as the rule "others-still-done" says

    Scenario: One record of twenty-five has an unknown id, and the others are done
      Given 23 existing contacts
      And a valid bulkUpdateContacts request for 25 records
      And with an unknown "id" in record 13
      When the request is sent
      Then only record 13 fails, as the rule "others-still-done" says
      And the change is kept

    Scenario Outline: A record whose id is <kind> fails alone or with the whole request
      Given a valid bulkUpdateContacts request
      And with <id>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind                            | id                                                   |
        | a word                          | the field "id" in record 1 set to "not-an-id"        |
        | empty                           | the field "id" in record 1 set to ""                 |
        | a number in quotes              | the field "id" in record 1 set to "99999999999999"   |
        | text like SQL                   | the field "id" in record 1 set to "' OR '1'='1"      |
        | 2000 letters long               | the field "id" 2000 letters long                     |
        | one character too short         | the "id" in record 1 one character too short         |
        | one character too long          | the "id" in record 2 one character too long          |
        | right but for a blank before it | the first `"id":"` of the body replaced by `"id":" ` |
        | a percent sign                  | the field "id" in record 1 set to "%"                |
        | an asterisk                     | the field "id" in record 1 set to "*"                |

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
        | text                             | first name                         | last name                    |
        | composed accents                 | "Zoë"                              | "docproof Müller"            |
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
        | an ampersand                     | "Ann & Bob"                        | "docproof Doe & Sons"        |
        | double quotes                    | "Ann \\"Annie\\""                  | "docproof \\"Doe\\""         |
        | a typographic apostrophe         | "D’Arcy"                           | "docproof O’Brien"           |
        | a backslash                      | "Ann\\\\Bob"                       | "docproof C:\\\\Doe\\\\n"    |
        | text like SQL                    | "Robert'); DROP TABLE contacts;--" | "docproof ' OR '1'='1"       |
        | text like a template             | "{{firstName}}"                    | "docproof ${7*7} {0} %s"     |
        | text like a URL escape           | "Ann%20Bob"                        | "docproof a+b%41"            |
        | text like JSON                   | "{\\"a\\": null}"                  | "docproof [1, 2]"            |
        | text like a number               | "00042"                            | "docproof 1e3"               |
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
      Given a valid bulkUpdateContacts request
      And with the field "firstName" in record 2 set to <first name>
      And with the field "lastName" in record 2 set to <last name>
      And without the field "fullName" in record 2
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | text                               | first name      | last name                            |
        | decomposed accents                 | "Zoe\\u0308"    | "docproof Mu\\u0308ller"             |
        | Chinese characters                 | "小明"            | "docproof 王"                         |
        | a character beyond the basic plane | "𠮷野"            | "docproof 𝒟oe"                       |
        | HTML tags                          | "<b>Ann</b>"    | "docproof <script>alert(1)</script>" |
        | an apostrophe                      | "D'Arcy"        | "docproof O'Brien"                   |
        | spaces around them                 | " Ann "         | " docproof Doe "                     |
        | Cyrillic and Greek letters         | "Ольга"         | "docproof Παπαδόπουλος"              |
        | text like a template               | "{{firstName}}" | "docproof ${7*7} {0} %s"             |
        | the word null                      | "null"          | "docproof undefined"                 |
        | two spaces in the middle           | "Ann  Bob"      | "docproof  van  Doe"                 |
        | a tab                              | "Ann\\tBob"     | "docproof\\tDoe"                     |
        | a line break                       | "Ann\\nBob"     | "docproof\\nDoe"                     |
        | mixed case                         | "mcDONALD"      | "docproof DE la Cruz"                |
        | an invisible space                 | "Ann\\u200bBob" | "docproof\\u200bDoe"                 |
        | a dollar sign                      | "A$AP"          | "docproof $1 $& Doe"                 |
        | digits alone                       | "00042"         | "00042"                              |
        | text like a number                 | "00042"         | "docproof 1e3"                       |
        | an ampersand                       | "Ann & Bob"     | "docproof Doe & Sons"                |

    Scenario: Names with rare control characters come back as they were sent, where they are accepted
      Given a valid bulkUpdateContacts request
      And with the field "firstName" in record 2 set to "Ann\u007fBob"
      And with the field "lastName" in record 2 set to "docproof\u0085Doe"
      And without the field "fullName" in record 2
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    Scenario Outline: A <field> of 200 letters comes back as it was sent
      Given a valid bulkUpdateContacts request
      And with the field "<field>" 200 letters long
      And without the field "fullName"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the change is kept

      Examples:
        | field     |
        | firstName |
        | lastName  |

    Scenario Outline: A <field> of <length> letters comes back whole where it is taken
      Given a valid bulkUpdateContacts request
      And with the field "<field>" <length> letters long
      And without the field "fullName"
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
      Given a valid bulkUpdateContacts request
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

    Scenario Outline: A streamId that is one character too <way> is refused
      Given a valid bulkUpdateContacts request
      And with the "streamId" one character too <way>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | way   |
        | short |
        | long  |

    Scenario Outline: A streamId that is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the path parameter "streamId" set to "<id>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind                   | id             |
        | a word                 | not-an-id      |
        | a number               | 99999999999999 |
        | its prefix alone       | st-            |
        | two words              | not an id      |
        | text like SQL          | ' OR '1'='1    |
        | text like a URL escape | %00            |
        | an emoji               | 🎉              |
        | a percent sign         | %              |
        | an asterisk            | *              |
        | a pattern              | .*             |
        | the word undefined     | undefined      |
        | the word null          | null           |

    Scenario: A streamId of 2000 letters is refused
      Given a valid bulkUpdateContacts request
      And with the path parameter "streamId" 2000 letters long
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: A streamId with a <character> behind it is refused
      Given a valid bulkUpdateContacts request
      And with a <character> behind the path parameter "streamId"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | character      |
        | blank          |
        | null character |

  @media-type
  Rule: The request's Content-Type is application/json

    Scenario: A bulk update without Content-Type is refused
      Given a valid bulkUpdateContacts request
      And without the header "Content-Type"
      When the request is sent
      Then the request is refused
      And a refusal has changed nothing

    Scenario Outline: A bulk update of the type <type> is refused
      Given a valid bulkUpdateContacts request
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

    Scenario Outline: A bulk update whose body is written <how> is accepted
      Given a valid bulkUpdateContacts request
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
      Given a valid bulkUpdateContacts request
      And with <damage>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples: JSON that is wrong in one place
        | flaw                                | damage                                                          |
        | is not closed                       | the last `]` of the body replaced by ``                         |
        | has a comma at its end              | the last `]` of the body replaced by `,]`                       |
        | has a comma at the end of a record  | the first `"+91"}}` of the body replaced by `"+91"},}`          |
        | has a key without quotes            | the first `"firstName"` of the body replaced by `firstName`     |
        | has single quotes                   | every `"` of the body replaced by `'`                           |
        | has a key without a value           | the first `"jane"` of the body replaced by ``                   |
        | has a comment                       | the last `]` of the body replaced by `/* why */]`               |
        | goes on after its end               | the last `]` of the body replaced by `] and more`               |
        | has an unknown escape               | the first `"jane"` of the body replaced by `"j\\x61ne"`         |
        | has a number that JSON lacks        | the first `"jane"` of the body replaced by `NaN`                |
        | has an unescaped tab                | a raw tab behind the first `jane` of the body                   |
        | has an unescaped line break         | a raw line break behind the first `jane` of the body            |
        | has an unescaped null character     | a raw null character behind the first `jane` of the body        |
        | is a text that holds the array      | the whole body as a text in quotes                              |
        | has the word undefined              | the first `"jane"` of the body replaced by `undefined`          |
        | has null as Python spells it        | the first `"jane"` of the body replaced by `None`               |
        | has a number with a plus sign       | the first `"jane"` of the body replaced by `+7`                 |
        | has a number with a zero before it  | the first `"jane"` of the body replaced by `07`                 |
        | has a number that begins with a dot | the first `"jane"` of the body replaced by `.7`                 |
        | has a number that ends with a dot   | the first `"jane"` of the body replaced by `7.`                 |
        | has a hexadecimal number            | the first `"jane"` of the body replaced by `0x7`                |
        | has an equals sign for a colon      | the first `"firstName":` of the body replaced by `"firstName"=` |
        | has two commas                      | the first `"jane",` of the body replaced by `"jane",,`          |
        | has no comma between fields         | the first `"jane",` of the body replaced by `"jane"`            |
        | has a semicolon for a comma         | the first `"jane",` of the body replaced by `"jane";`           |
        | has no colon behind a key           | the first `"firstName":` of the body replaced by `"firstName"`  |
        | has no opening bracket and brace    | the first `[{` of the body replaced by ``                       |

    Scenario Outline: A body that is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the body <body>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples: Something else than JSON
        | kind       | body                                          |
        | plain text | Ann Doe                                       |
        | a form     | firstName=Ann&lastName=Doe                    |
        | XML        | <contact><firstName>Ann</firstName></contact> |

      Examples: Other types than an array
        | kind       | body                                          |
        | an empty object               | {}               |
        | an object that holds an array | {"contacts": []} |
        | a string                      | "contacts"       |
        | a number                      | 42               |
        | a fraction | 1.5                                           |
        | null                          | null             |
        | a boolean                     | true             |

    Scenario: A record without an array around it is refused
      Given a valid bulkUpdateContacts request for 1 record
      And with the first `[` of the body replaced by ``
      And with the last `]` of the body replaced by ``
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: An object around the array is refused
      Given a valid bulkUpdateContacts request
      And with the first `[` of the body replaced by `{"contacts":[`
      And with the last `]` of the body replaced by `]}`
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: An empty body is refused
      Given a valid bulkUpdateContacts request
      And with this body:
        """
        """
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: A bulk update without a body is refused
      Given a valid bulkUpdateContacts request
      And without a body
      When the request is sent
      Then the request is refused
      And nothing has changed

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

    Scenario Outline: An array that holds <kind> <place> valid records is refused, at least in part
      Given a valid bulkUpdateContacts request
      And with <damage>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind     | place  | damage                                              |
        | a string | behind | the last `]` of the body replaced by `,"John Doe"]` |
        | a number | behind | the last `]` of the body replaced by `,42]`         |
        | null     | behind | the last `]` of the body replaced by `,null]`       |
        | an array | behind | the last `]` of the body replaced by `,[]]`         |
        | null     | before | the first `[` of the body replaced by `[null,`      |

    Scenario: A body in another encoding than UTF-8 is refused
      Given a valid bulkUpdateContacts request
      And with the field "firstName" set to "Zoë"
      And with the whole body in Latin-1
      When the request is sent
      Then the request is refused
      And nothing has changed

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

    Scenario Outline: A record whose <field> is <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the field "<field>" in record 2 set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field                 | kind                           | value                                                                                          |
        | id                    | a number                       | 42                                                                                             |
        | id                    | null                           | null                                                                                           |
        | id                    | an object                      | {"value": "text"}                                                                              |
        | id                    | an array                       | ["text"]                                                                                       |
        | id                    | a boolean                      | true                                                                                           |
        | firstName             | a number                       | 42                                                                                             |
        | firstName             | null                           | null                                                                                           |
        | firstName             | an object                      | {"value": "text"}                                                                              |
        | firstName             | an array                       | ["text"]                                                                                       |
        | firstName             | a boolean                      | true                                                                                           |
        | lastName              | a number                       | 42                                                                                             |
        | lastName              | null                           | null                                                                                           |
        | lastName              | an object                      | {"value": "text"}                                                                              |
        | lastName              | an array                       | ["text"]                                                                                       |
        | lastName              | a boolean                      | true                                                                                           |
        | salutation            | a number                       | 42                                                                                             |
        | salutation            | null                           | null                                                                                           |
        | salutation            | an object                      | {"value": "text"}                                                                              |
        | salutation            | an array                       | ["text"]                                                                                       |
        | salutation            | a boolean                      | true                                                                                           |
        | cellPhone.phoneNumber | a number                       | 9876543210                                                                                     |
        | cellPhone.phoneNumber | null                           | null                                                                                           |
        | cellPhone.phoneNumber | an object                      | {"value": "text"}                                                                              |
        | cellPhone.phoneNumber | an array                       | ["text"]                                                                                       |
        | cellPhone.phoneNumber | a boolean                      | true                                                                                           |
        | cellPhone.countryCode | a number                       | 42                                                                                             |
        | cellPhone.countryCode | null                           | null                                                                                           |
        | cellPhone.countryCode | an object                      | {"value": "text"}                                                                              |
        | cellPhone.countryCode | an array                       | ["text"]                                                                                       |
        | cellPhone.countryCode | a boolean                      | true                                                                                           |
        | cellPhone.extension   | a number                       | 42                                                                                             |
        | cellPhone.extension   | null                           | null                                                                                           |
        | cellPhone.extension   | an object                      | {"value": "text"}                                                                              |
        | cellPhone.extension   | an array                       | ["text"]                                                                                       |
        | cellPhone.extension   | a boolean                      | true                                                                                           |
        | cellPhone             | a string                       | "text"                                                                                         |
        | cellPhone             | null                           | null                                                                                           |
        | cellPhone             | an array                       | []                                                                                             |
        | cellPhone             | a number                       | 42                                                                                             |
        | cellPhone             | a boolean                      | true                                                                                           |
        | id                    | zero                           | 0                                                                                              |
        | id                    | false                          | false                                                                                          |
        | id                    | like an operator of a database | {"$gt": ""}                                                                                    |
        | firstName             | zero                           | 0                                                                                              |
        | firstName             | false                          | false                                                                                          |
        | firstName             | an empty array                 | []                                                                                             |
        | firstName             | an empty object                | {}                                                                                             |
        | lastName              | zero                           | 0                                                                                              |
        | lastName              | false                          | false                                                                                          |
        | lastName              | an empty array                 | []                                                                                             |
        | lastName              | an empty object                | {}                                                                                             |
        | salutation            | zero                           | 0                                                                                              |
        | salutation            | false                          | false                                                                                          |
        | salutation            | an empty array                 | []                                                                                             |
        | salutation            | an empty object                | {}                                                                                             |
        | cellPhone.extension   | zero                           | 0                                                                                              |
        | cellPhone.extension   | false                          | false                                                                                          |
        | cellPhone.extension   | an empty array                 | []                                                                                             |
        | cellPhone.extension   | an empty object                | {}                                                                                             |
        | firstName             | two texts in an array          | ["Ann", "Bob"]                                                                                 |
        | lastName              | a fraction                     | 12.5                                                                                           |
        | cellPhone             | zero                           | 0                                                                                              |
        | cellPhone             | false                          | false                                                                                          |
        | cellPhone             | an empty string                | ""                                                                                             |
        | cellPhone             | a text that holds it           | "{\\"phoneNumber\\": \\"2025550147\\", \\"countryCode\\": \\"+1\\", \\"extension\\": \\"+\\"}" |
        | cellPhone.countryCode | zero                           | 0                                                                                              |
        | cellPhone.countryCode | false                          | false                                                                                          |
        | cellPhone.phoneNumber | zero                           | 0                                                                                              |
        | cellPhone.phoneNumber | false                          | false                                                                                          |

    Scenario: A phone that stands in an array is refused
      Given a valid bulkUpdateContacts request
      And with the field "cellPhone" in record 2 set to [{"phoneNumber": "2025550147", "countryCode": "+1", "extension": "+"}]
      When the request is sent
      Then the request is refused
      And nothing has changed

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

    Scenario Outline: A batch of one record whose <field> is null is refused
      Given a valid bulkUpdateContacts request for 1 record
      And with the field "<field>" set to null
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

    Scenario: A batch of one record whose full name is null is refused
      Given a valid bulkUpdateContacts request for 1 record
      And with the field "fullName" set to null
      When the request is sent
      Then the request is refused

  @format
  Rule: A phone number is numeric digits without any special characters or alphabets

    Scenario Outline: A phone number with <kind> is refused
      Given a valid bulkUpdateContacts request
      And with 10 fresh digits and "<character>" <where> them as the field "cellPhone.phoneNumber" in record 2
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
        | a non-breaking space       | \\u00a0               | among  |
        | a zero width space         | \\u200b               | among  |
        | an extension               | x123                  | behind |
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

    Scenario Outline: A phone number of <kind> is refused
      Given a valid bulkUpdateContacts request
      And with the field "cellPhone.phoneNumber" in record 2 set to <number>
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
      Given a valid bulkUpdateContacts request
      And with the field "cellPhone.countryCode" in record 2 set to <code>
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 2
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | code   |
        | "+1"   |
        | "+44"  |
        | "+971" |

    Scenario: A batch of one record with a letter in its phone number is refused
      Given a valid bulkUpdateContacts request for 1 record
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: Two bad phone numbers of three are refused
      Given another existing contact
      And a valid bulkUpdateContacts request for 3 records
      And with 10 fresh digits and "-" among them as the field "cellPhone.phoneNumber" in record 1
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 3
      When the request is sent
      Then the request is refused
      And nothing has changed

  @partial-failure
  Rule: A record that breaks a documented constraint fails alone or with the whole request, and changes nothing

    Scenario Outline: The <place> record <flaw>, and changes nothing
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 4 records
      And <difference>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | place | flaw                            | difference                                                                               |
        | first | has no phone number             | without the field "cellPhone.phoneNumber" in record 1                                    |
        | third | has no last name                | without the field "lastName" in record 3                                                 |
        | last  | has no extension                | without the field "cellPhone.extension" in record 4                                      |
        | first | has a number as its first name  | with the field "firstName" in record 1 set to 42                                         |
        | third | has null as its salutation      | with the field "salutation" in record 3 set to null                                      |
        | last  | has a number as its last name   | with the field "lastName" in record 4 set to 42                                          |
        | first | has letters in its phone number | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 1 |
        | third | has letters in its phone number | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 3 |
        | last  | has letters in its phone number | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 4 |

    Scenario Outline: A bulk update that is refused for <a fault> takes nothing over
      Given a valid bulkUpdateContacts request
      And with the field "firstName" in record 2 set to "Zelda"
      And with the field "salutation" in record 2 set to "Mrs."
      And with the field "cellPhone.countryCode" in record 2 set to "+44"
      And <difference>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | a fault              | difference                                          |
        | a missing token      | with a credential that is missing                   |
        | a tampered token     | with a credential that is tampered                  |
        | an expired token     | with a credential that is expired                   |
        | a scope              | with a credential that is for another scope         |
        | a missing accountId  | without the header "accountId"                      |
        | an unknown streamId  | with an unknown "streamId"                          |
        | null for a last name | with the field "lastName" in record 2 set to null   |
        | no extension         | without the field "cellPhone.extension" in record 2 |

    Scenario: A bad record takes nothing over
      Given a valid bulkUpdateContacts request
      And with the field "salutation" in record 2 set to "Mrs."
      And with the field "cellPhone.countryCode" in record 2 set to "+44"
      And with the field "cellPhone.extension" in record 2 set to "77"
      And with the field "lastName" in record 2 set to 42
      When enough time passes for a later timestamp
      And the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: A record with another contact's number takes nothing over
      Given another existing contact
      And a valid bulkUpdateContacts request
      And with the same "cellPhone" in record 2 as the last contact
      And with the field "salutation" in record 2 set to "Mrs."
      And with the field "cellPhone.extension" in record 2 set to "77"
      When enough time passes for a later timestamp
      And the request is sent
      Then the rule "one-contact-per-number" is kept
      And nothing has changed

    Scenario: Two bad records of four change nothing
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 4 records
      And without the field "firstName" in record 2
      And with an unknown "id" in record 3
      When the request is sent
      Then the request is refused
      And nothing has changed

  @partial-failure @state
  Rule: Beside a record that fails, the change of a successful one is kept

    Scenario Outline: Of three records the <place> is bad
      Given another existing contact
      And a valid bulkUpdateContacts request for 3 records
      And without the field "lastName" in record <record>
      When the request is sent
      Then the request is refused
      And the change is kept

      Examples:
        | place  | record |
        | first  | 1      |
        | second | 2      |
        | last   | 3      |

    Scenario Outline: Of three records the <place> has another contact's number
      Given 2 existing contacts
      And a valid bulkUpdateContacts request for 3 records
      And with the same "cellPhone" in record <record> as the last contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept
      And the change is kept

      Examples:
        | place  | record |
        | first  | 1      |
        | second | 2      |
        | last   | 3      |

    Scenario Outline: The <position> of twenty-five records has <a fault>
      Given 23 existing contacts
      And a valid bulkUpdateContacts request for 25 records
      And <with it>
      When the request is sent
      Then the request is refused
      And the change is kept

      Examples:
        | position | a fault                | with it                                                                                   |
        | 13th     | a letter in its number | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 13 |
        | 20th     | no last name           | without the field "lastName" in record 20                                                 |
        | 7th      | a letter in its number | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 7  |
        | 25th     | a letter in its number | with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 25 |
        | 12th     | no first name          | without the field "firstName" in record 12                                                |
        | 14th     | no salutation          | without the field "salutation" in record 14                                               |
        | 16th     | no phone               | without the field "cellPhone" in record 16                                                |
        | 18th     | no country code        | without the field "cellPhone.countryCode" in record 18                                    |
        | 24th     | no extension           | without the field "cellPhone.extension" in record 24                                      |
        | 11th     | an empty number        | with the field "cellPhone.phoneNumber" in record 11 set to ""                             |
        | 15th     | a number for a name    | with the field "firstName" in record 15 set to 42                                         |
        | 19th     | null for a name        | with the field "lastName" in record 19 set to null                                        |
        | 21st     | no id                  | without the field "id" in record 21                                                       |

  @unspecified
  Rule: What hardly anybody sends comes back as it was sent, where it is taken

    Scenario Outline: <What> comes back as it was sent, where it is accepted
      Given a valid bulkUpdateContacts request
      And <difference>
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | What                                  | difference                                                                |
        | A first name of 20000 letters         | with the field "firstName" 20000 letters long                             |
        | An empty extension                    | with the field "cellPhone.extension" set to ""                            |
        | An empty country code                 | with the field "cellPhone.countryCode" set to ""                          |

  @unspecified
  Rule: What the documentation leaves open is answered without a server error

    Scenario: Lists in lists, a hundred and ten deep, may be accepted or refused
      Given a valid bulkUpdateContacts request
      And with this body:
        """
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
        ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        """
      When the request is sent
      Then the request is answered without a server error

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
        | A name with a null character          | with the field "firstName" set to "Ann\\u0000Bob"                         |
        | A name with half a surrogate pair     | with the first `jane` of the body replaced by `jane\\ud83d`               |
        | An empty salutation                   | with the field "salutation" set to ""                                     |
        | Another salutation                    | with the field "salutation" set to "Dr."                                  |
        | A country code of letters             | with the field "cellPhone.countryCode" set to "IN"                        |
        | A country code without a plus         | with the field "cellPhone.countryCode" set to "91"                        |
        | A phone number of Arabic-Indic digits | with the field "cellPhone.phoneNumber" set to "٩٨٧٦٥٤٣٢١٠"                |
        | A phone number of fullwidth digits    | with the field "cellPhone.phoneNumber" set to "９８７６５４３２１０"      |
        | A status                              | with the field "status" set to "INACTIVE"                                 |
        | An undocumented field                 | with the field "nickname" set to "Johnny"                                 |
        | An undocumented field of 100 levels   | with the field "nickname" nested 100 levels deep                          |
        | A key given twice                     | with the first `"jane"` of the body replaced by `"Ann","firstName":"Bob"` |
        | An unknown accountId                  | with the header "accountId" set to "000000000000000000000000"             |
        | A media type that ends with +json     | with the header "Content-Type" set to "application/vnd.api+json"          |
        | The media type text/json              | with the header "Content-Type" set to "text/json"                         |
        | An unknown charset                    | with the header "Content-Type" set to "application/json; charset=klingon" |
        | A query parameter                     | with the query parameter "dryRun" set to "true"                           |
        | A body in UTF-16                      | with the whole body in UTF-16                                             |
        | A byte order mark before the body     | with a byte order mark before the body                                    |
        | An accountId of 5000 letters          | with the header "accountId" 5000 letters long                             |

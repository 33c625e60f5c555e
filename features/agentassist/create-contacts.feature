@agentassist @createContacts
Feature: Create contacts
  The documentation: "Use this API to create a contact with the given stream ID."

  Rule: Contacts that meet the documentation are created

    Scenario: The documented sample creates a contact
      Given the documented createContacts sample
      When the request is sent
      Then the request is accepted
      And the answer has the documented fields and types
      And the answer is like the documented sample
      And the answer returns what was sent

    Scenario: A contact is kept as it was created
      Given a valid createContacts request
      And with the field "firstName" set to "Ann"
      And with the field "salutation" set to "Mrs."
      And with the field "cellPhone.countryCode" set to "+44"
      And with the field "cellPhone.extension" set to "007"
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request
      And with only the field "lastName"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    @unicode
    Scenario Outline: A contact whose name has <text> is kept as it was created
      Given a valid createContacts request
      And with the field "firstName" set to <name>
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request
      And with only the field "salutation"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | text                               | name             |
        | decomposed accents                 | "Zoe\\u0308"     |
        | Chinese characters                 | "小明"           |
        | a character beyond the basic plane | "𠮷野"           |
        | markup                             | "<b>Ann</b> & B" |
        | an apostrophe                      | "D'Arcy"         |
        | spaces around it                   | " Ann "          |

    Scenario Outline: A contact with the salutation <salutation> is created
      Given a valid createContacts request
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

    Scenario Outline: A contact with the country code <code> is created
      Given a valid createContacts request
      And with the field "cellPhone.countryCode" set to <code>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the rule "value" is kept

      Examples:
        | code   |
        | "+1"   |
        | "+44"  |
        | "+971" |

    Scenario Outline: A contact with the extension <extension> is created
      Given a valid createContacts request
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

  Rule: A phone number may have any digits

    Scenario Outline: A phone number of <digits> is created
      Given a valid createContacts request
      And with <digits> as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is accepted
      And the rule "value" is kept

      Examples:
        | digits                               |
        | 7 fresh digits                       |
        | 13 fresh digits                      |
        | 10 fresh digits that begin with "0"  |
        | 10 fresh digits that begin with "00" |
        | 10 fresh digits that begin with "1"  |
        | 12 fresh digits that begin with "91" |

    Scenario: A phone number that is longer than any real one comes back whole where it is taken
      Given a valid createContacts request
      And with 18 fresh digits as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request may be accepted or refused
      And the rule "value" is kept

  Rule: One contact is answered for each contact that was submitted, in order, with an id of its own

    Scenario Outline: <count> contacts are created by one request
      Given a valid createContacts request for <count> records
      When the request is sent
      Then the request is accepted
      And the rule "one-contact-per-submitted" is kept
      And the rule "in-order" is kept
      And the rule "own-ids" is kept
      And the answer returns what was sent

      Examples:
        | count |
        | 2     |
        | 3     |
        | 25    |

    Scenario: Contacts of one request that share no value keep each its own, in the order sent
      Given a valid createContacts request for 3 records
      And with the field "lastName" set to "docproof Zebra"
      And with the field "salutation" set to "Mrs."
      And with 10 fresh digits that begin with "9" as the field "cellPhone.phoneNumber"
      And with the field "lastName" in record 2 set to "docproof Middle"
      And with the field "salutation" in record 2 set to "mr"
      And with the field "cellPhone.countryCode" in record 2 set to "+44"
      And with the field "cellPhone.extension" in record 2 set to "007"
      And with 10 fresh digits that begin with "5" as the field "cellPhone.phoneNumber" in record 2
      And with the field "lastName" in record 3 set to "docproof Adams"
      And with the field "cellPhone.countryCode" in record 3 set to "+971"
      And with the field "cellPhone.extension" in record 3 set to "1234"
      And with 10 fresh digits that begin with "2" as the field "cellPhone.phoneNumber" in record 3
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      And the rule "in-order" is kept

    Scenario: The last of several created contacts is kept as it was created
      Given a valid createContacts request for 3 records
      And with the field "firstName" in record 3 set to "Third"
      And with the field "lastName" in record 3 set to "docproof Third"
      And with the field "cellPhone.extension" in record 3 set to "77"
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request for the third contact
      And with only the field "salutation"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    Scenario Outline: The <which> of <count> created contacts is there, under its own id
      Given a valid createContacts request for <count> records
      When the request is sent
      Then the request is accepted
      Given a valid updateContact request for the <which> contact
      And with the same "cellPhone" as the <which> contact
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | which  | count |
        | first  | 3     |
        | second | 3     |
        | last   | 3     |
        | last   | 11    |
        | last   | 25    |

    Scenario Outline: The <which> of <count> created contacts has its number
      Given a valid createContacts request for <count> records
      When the request is sent
      Then the request is accepted
      Given a valid createContacts request
      And with the same "cellPhone" as the <which> contact
      When the request is sent
      Then the rule "one-contact-per-number" is kept

      Examples:
        | which  | count |
        | second | 3     |
        | last   | 3     |
        | last   | 25    |

    Scenario: Contacts of different people come back in the order in which they were submitted
      Given a valid createContacts request for 3 records
      And with the field "firstName" in record 1 set to "Zoe"
      And with the field "firstName" in record 2 set to "Ann"
      And with the field "firstName" in record 3 set to "Mia"
      When the request is sent
      Then the request is accepted
      And the rule "in-order" is kept
      And the answer returns what was sent

    Scenario: Contacts of two requests have different ids
      Given a valid createContacts request for 2 records
      When the request is sent
      Then the request is accepted
      Given another valid createContacts request for 2 records
      When the request is sent
      Then the request is accepted
      And the rule "own-ids" is kept

    @concurrency
    Scenario: Two different contacts that are created at the same moment have different ids
      Given a valid createContacts request
      And another valid createContacts request
      When both requests are sent at the same moment
      Then the request is accepted
      And the rule "own-ids" is kept

    @large
    Scenario Outline: All of <count> contacts are created, where so many are taken
      Given a valid createContacts request for <count> records
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | count |
        | 26    |
        | 60    |
        | 120   |

  @unicode
  Rule: Names come back as they were sent

    Scenario Outline: Names with <text> come back as they were sent
      Given a valid createContacts request
      And with the field "firstName" set to <first name>
      And with the field "lastName" set to <last name>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | text                               | first name                         | last name                            |
        | composed accents                   | "Zoë"                              | "docproof Müller"                    |
        | decomposed accents                 | "Zoe\\u0308"                       | "docproof Mu\\u0308ller"             |
        | Chinese characters                 | "小明"                               | "docproof 王"                         |
        | Japanese kana                      | "さくら"                              | "docproof タナカ"                       |
        | Korean syllables                   | "민준"                               | "docproof 김"                         |
        | Arabic letters                     | "محمد"                             | "docproof العربي"                    |
        | Hebrew letters                     | "שרה"                              | "docproof כהן"                       |
        | Devanagari letters                 | "अर्जुन"                           | "docproof शर्मा"                     |
        | Cyrillic and Greek letters         | "Ольга"                            | "docproof Παπαδόπουλος"              |
        | a Turkish dotless i                | "Işıl"                             | "docproof Yıldız İ"                  |
        | a sharp s                          | "Theiß"                            | "docproof Strauß"                    |
        | a ligature                         | "ﬁona"                             | "docproof Wolﬀ"                      |
        | an emoji of one character          | "Ann 🎉"                            | "docproof 🎉 Doe"                     |
        | an emoji of several joined ones    | "👩‍👩‍👧‍👦"                          | "docproof 👨‍💻"                       |
        | an emoji with a skin tone          | "👋🏽"                               | "docproof 👍🏿"                        |
        | a character beyond the basic plane | "𠮷野"                               | "docproof 𝒟oe"                       |
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
        | one letter                         | "A"                                | "B"                                  |
        | text like a formula                | "=1+1"                             | "@docproof Doe"                      |
        | a dollar sign                      | "A$AP"                             | "docproof $1 $& Doe"                 |
        | marks of writing direction         | "\\u202eAnn\\u202c"                | "docproof \\u200fDoe\\u200e"         |
        | an invisible space                 | "Ann\\u200bBob"                    | "docproof\\u200bDoe"                 |
        | a line separator                   | "Ann\\u2028Bob"                    | "docproof\\u2029Doe"                 |
        | a heart drawn as an emoji          | "Ann \\u2764\\ufe0f"               | "docproof \\u2602\\ufe0f"            |
        | a character for private use        | "Ann \\ue000"                      | "docproof \\uf8ff"                   |
        | the word NULL in capitals          | "NULL"                             | "docproof Null"                      |
        | a word like a boolean              | "true"                             | "docproof No"                        |
        | three dots behind it               | "Ann..."                           | "docproof Doe..."                    |
        | a smiley                           | "Ann :)"                           | "docproof Doe :-("                   |
        | two percent signs                  | "100%% Ann"                        | "docproof %%d %%s"                   |
        | text like a template tag           | "{% if %}Ann"                      | "docproof {% Doe %}"                 |
        | backticks                          | "`Ann`"                            | "docproof `Doe`"                     |
        | a sign of less                     | "Ann < Bob"                        | "docproof a<b"                       |
        | two hyphens                        | "Ann--Bob"                         | "docproof Doe -- Roe"                |
        | Thai letters                       | "สมชาย"                            | "docproof ใจดี"                      |
        | digits alone                       | "00042"                            | "00042"                              |
        | one word for both                  | "docproof"                         | "docproof"                           |

    Scenario: Names with rare control characters come back as they were sent, where they are accepted
      Given a valid createContacts request
      And with the field "firstName" set to "Ann\u007fBob"
      And with the field "lastName" set to "docproof\u0085Doe"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    Scenario Outline: A <field> of 200 letters comes back as it was sent
      Given a valid createContacts request
      And with the field "<field>" 200 letters long
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent
      Given a valid updateContact request
      And with only the field "salutation"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | field     |
        | firstName |
        | lastName  |

    Scenario Outline: A <field> of <length> letters comes back whole where it is taken
      Given a valid createContacts request
      And with the field "<field>" <length> letters long
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent
      Given a valid updateContact request
      And with only the field "salutation"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

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
      Given a valid createContacts request
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

    Scenario: Without the header accountId a request is refused
      Given a valid createContacts request
      And without the header "accountId"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: With an empty header accountId a request is refused
      Given a valid createContacts request
      And with the header "accountId" left empty
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: Without the streamId in its path a request is refused
      Given a valid createContacts request
      And without the path parameter "streamId"
      When the request is sent
      Then the request is refused
      And nothing has changed

  @ids
  Rule: The streamId must be that of an application

    Scenario: An unknown streamId is refused
      Given a valid createContacts request
      And with an unknown "streamId"
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: A streamId that is <kind> is refused
      Given a valid createContacts request
      And with the path parameter "streamId" set to "<id>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | kind               | id             |
        | a word             | not-an-id      |
        | two words          | not an id      |
        | a number           | 99999999999999 |
        | its prefix alone   | st-            |
        | text like SQL      | ' OR '1'='1    |
        | an emoji           | 🎉              |
        | a percent sign     | %              |
        | an asterisk        | *              |
        | a pattern          | .*             |
        | the word undefined | undefined      |
        | the word null      | null           |

    Scenario Outline: A streamId that is one character too <way> is refused
      Given a valid createContacts request
      And with the "streamId" one character too <way>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | way   |
        | short |
        | long  |

    Scenario: A streamId of 2000 letters is refused
      Given a valid createContacts request
      And with the path parameter "streamId" 2000 letters long
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: A streamId with a <character> behind it is refused
      Given a valid createContacts request
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

    Scenario: A request without Content-Type is refused
      Given a valid createContacts request
      And without the header "Content-Type"
      When the request is sent
      Then the request is refused
      And a refusal has changed nothing

    Scenario Outline: A request of the type <type> is refused
      Given a valid createContacts request
      And with the header "Content-Type" set to "<type>"
      When the request is sent
      Then the request is refused
      And a refusal has changed nothing

      Examples:
        | type                              |
        | text/plain                        |
        | application/xml                   |
        | application/x-www-form-urlencoded |
        | application/octet-stream          |
        | multipart/form-data; boundary=x   |

    Scenario Outline: A request of the type <type> is accepted
      Given a valid createContacts request
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

    Scenario Outline: A request whose body is written <how> is accepted
      Given a valid createContacts request
      And with the same body <how>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | how                       |
        | spread over several lines |
        | in escaped letters        |
        | in another order          |

    Scenario Outline: A right body with <flaw> is refused
      Given a valid createContacts request
      And with <damage>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples: Malformed JSON
        | flaw                            | damage                                                          |
        | a comma behind its last item    | the last `]` of the body replaced by `,]`                       |
        | a comma behind a last field     | the last `}` of the body replaced by `,}`                       |
        | a comment                       | the first `{` of the body replaced by `{/* why */`              |
        | words behind its end            | the last `]` of the body replaced by `] and more`               |
        | another array behind its end    | the last `]` of the body replaced by `][]`                      |
        | no closing bracket              | the last `]` of the body replaced by ``                         |
        | no last quote                   | the last `"}}]` of the body replaced by ``                      |
        | a key without quotes            | the first `"firstName"` of the body replaced by `firstName`     |
        | single quotes                   | every `"` of the body replaced by `'`                           |
        | a key without a value           | the first `"John"` of the body replaced by ``                   |
        | a word without quotes           | the first `"John"` of the body replaced by `John`               |
        | NaN for a name                  | the first `"John"` of the body replaced by `NaN`                |
        | an unknown escape               | the first `John` of the body replaced by `\\x4aohn`             |
        | a raw tab in a name             | a raw tab behind the first `John` of the body                   |
        | a raw line break in a name      | a raw line break behind the first `John` of the body            |
        | two commas between fields       | the first `"John",` of the body replaced by `"John",,`          |
        | no comma between fields         | the first `"John",` of the body replaced by `"John"`            |
        | a semicolon for a comma         | the first `"John",` of the body replaced by `"John";`           |
        | no colon behind a key           | the first `"firstName":` of the body replaced by `"firstName"`  |
        | a comma before its first item   | the first `[` of the body replaced by `[,`                      |
        | the word undefined              | the first `"John"` of the body replaced by `undefined`          |
        | null as Python spells it        | the first `"John"` of the body replaced by `None`               |
        | a number with a plus sign       | the first `"John"` of the body replaced by `+7`                 |
        | a number with a zero before it  | the first `"John"` of the body replaced by `07`                 |
        | a number that begins with a dot | the first `"John"` of the body replaced by `.7`                 |
        | a number that ends with a dot   | the first `"John"` of the body replaced by `7.`                 |
        | a hexadecimal number            | the first `"John"` of the body replaced by `0x7`                |
        | an equals sign for a colon      | the first `"firstName":` of the body replaced by `"firstName"=` |

    Scenario Outline: A body that is <kind>, not JSON, is refused
      Given a valid createContacts request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples:
        | kind       | body                                          |
        | plain text | Ann Doe                                       |
        | a form     | firstName=Ann&lastName=Doe                    |
        | XML        | <contact><firstName>Ann</firstName></contact> |

    Scenario: A body that is JSON within a JSON text is refused
      Given a valid createContacts request
      And with the whole body as a text in quotes
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario: An empty body is refused
      Given a valid createContacts request
      And with this body:
        """
        """
      When the request is sent
      Then the request is refused

    Scenario: A request without a body is refused
      Given a valid createContacts request
      And without a body
      When the request is sent
      Then the request is refused

    Scenario Outline: A body that is <kind> is refused
      Given a valid createContacts request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples: Other types than an array
        | kind       | body                                          |
        | an empty object                | {}                                   |
        | an object that holds an array  | {"contacts": []}                     |
        | an object that holds a contact | {"contacts": [{"firstName": "Ann"}]} |
        | a string                       | "contacts"                           |
        | a number                       | 42                                   |
        | a fraction | 1.5                                           |
        | null                           | null                                 |
        | a boolean                      | true                                 |

    Scenario: A contact without an array around it is refused
      Given a valid createContacts request
      And with the first `[` of the body replaced by ``
      And with the last `]` of the body replaced by ``
      When the request is sent
      Then the request is refused

    Scenario Outline: An array that holds <kind> is refused
      Given a valid createContacts request
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

    Scenario Outline: An array that holds <kind> besides a contact is refused
      Given a valid createContacts request
      And with the last `]` of the body replaced by `, <other>]`
      When the request is sent
      Then the request is refused

      Examples: Other things than contacts
        | kind     | other      |
        | a string | "John Doe" |
        | null     | null       |
        | an array | []         |

    Scenario: A body in another encoding than UTF-8 is refused
      Given a valid createContacts request
      And with the field "firstName" set to "Zoë"
      And with the whole body in Latin-1
      When the request is sent
      Then the request is refused

  @required
  Rule: Every field of a contact is required

    Scenario Outline: Without <field> a request is refused
      Given a valid createContacts request
      And without the field "<field>"
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field               |
        | firstName           |
        | lastName            |
        | salutation          |
        | cellPhone.extension |

    # Nothing shows whether there is a contact without a number.
    Scenario Outline: Without <field> a request is refused
      Given a valid createContacts request
      And without the field "<field>"
      When the request is sent
      Then the request is refused

      Examples:
        | field                 |
        | cellPhone             |
        | cellPhone.phoneNumber |
        | cellPhone.countryCode |

    Scenario: A contact with no field at all is refused
      Given a valid createContacts request
      And with the body [{}]
      When the request is sent
      Then the request is refused

    Scenario Outline: Contact <position> of three without <field> makes the request refused as a whole
      Given a valid createContacts request for 3 records
      And without the field "<field>" in record <position>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | position | field                 |
        | 1        | lastName              |
        | 1        | cellPhone.extension   |
        | 2        | firstName             |
        | 2        | lastName              |
        | 2        | salutation            |
        | 2        | cellPhone             |
        | 2        | cellPhone.phoneNumber |
        | 2        | cellPhone.countryCode |
        | 2        | cellPhone.extension   |
        | 3        | firstName             |
        | 3        | lastName              |
        | 3        | salutation            |
        | 3        | cellPhone             |
        | 3        | cellPhone.phoneNumber |
        | 3        | cellPhone.countryCode |
        | 3        | cellPhone.extension   |

    Scenario: The last of 25 contacts without a last name makes the request refused as a whole
      Given a valid createContacts request for 25 records
      And without the field "lastName" in record 25
      When the request is sent
      Then the request is refused
      And nothing has changed

  @types
  Rule: Every field has its documented type

    Scenario Outline: A <field> that is <kind> is refused
      Given a valid createContacts request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | field               | kind                  | value             |
        | firstName           | a number              | 42                |
        | firstName           | null                  | null              |
        | firstName           | an object             | {"value": "text"} |
        | firstName           | an array              | ["text"]          |
        | firstName           | a boolean             | true              |
        | lastName            | a number              | 42                |
        | lastName            | null                  | null              |
        | lastName            | an object             | {"value": "text"} |
        | lastName            | an array              | ["text"]          |
        | lastName            | a boolean             | true              |
        | salutation          | a number              | 42                |
        | salutation          | null                  | null              |
        | salutation          | an object             | {"value": "text"} |
        | salutation          | an array              | ["text"]          |
        | salutation          | a boolean             | true              |
        | cellPhone.extension | a number              | 42                |
        | cellPhone.extension | null                  | null              |
        | cellPhone.extension | an object             | {"value": "text"} |
        | cellPhone.extension | an array              | ["text"]          |
        | cellPhone.extension | a boolean             | true              |
        | firstName           | zero                  | 0                 |
        | firstName           | false                 | false             |
        | firstName           | an empty array        | []                |
        | firstName           | an empty object       | {}                |
        | lastName            | zero                  | 0                 |
        | lastName            | false                 | false             |
        | lastName            | an empty array        | []                |
        | lastName            | an empty object       | {}                |
        | salutation          | zero                  | 0                 |
        | salutation          | false                 | false             |
        | salutation          | an empty array        | []                |
        | salutation          | an empty object       | {}                |
        | cellPhone.extension | zero                  | 0                 |
        | cellPhone.extension | false                 | false             |
        | cellPhone.extension | an empty array        | []                |
        | cellPhone.extension | an empty object       | {}                |
        | firstName           | two texts in an array | ["Ann", "Bob"]    |
        | lastName            | a fraction            | 12.5              |

    # Nothing shows whether there is a contact without a number.
    Scenario Outline: A <field> that is <kind> is refused
      Given a valid createContacts request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field                 | kind                 | value                                                                                          |
        | cellPhone.phoneNumber | a number             | 9876543210                                                                                     |
        | cellPhone.phoneNumber | null                 | null                                                                                           |
        | cellPhone.phoneNumber | an object            | {"value": "text"}                                                                              |
        | cellPhone.phoneNumber | an array             | ["text"]                                                                                       |
        | cellPhone.phoneNumber | a boolean            | true                                                                                           |
        | cellPhone.countryCode | a number             | 42                                                                                             |
        | cellPhone.countryCode | null                 | null                                                                                           |
        | cellPhone.countryCode | an object            | {"value": "text"}                                                                              |
        | cellPhone.countryCode | an array             | ["text"]                                                                                       |
        | cellPhone.countryCode | a boolean            | true                                                                                           |
        | cellPhone             | a string             | "text"                                                                                         |
        | cellPhone             | null                 | null                                                                                           |
        | cellPhone             | an array             | []                                                                                             |
        | cellPhone             | a number             | 42                                                                                             |
        | cellPhone             | a boolean            | true                                                                                           |
        | cellPhone             | zero                 | 0                                                                                              |
        | cellPhone             | false                | false                                                                                          |
        | cellPhone             | an empty string      | ""                                                                                             |
        | cellPhone             | a text that holds it | "{\\"phoneNumber\\": \\"2025550147\\", \\"countryCode\\": \\"+1\\", \\"extension\\": \\"+\\"}" |
        | cellPhone.countryCode | zero                 | 0                                                                                              |
        | cellPhone.countryCode | false                | false                                                                                          |
        | cellPhone.phoneNumber | zero                 | 0                                                                                              |
        | cellPhone.phoneNumber | false                | false                                                                                          |

    Scenario: A phone that stands in an array is refused
      Given a valid createContacts request
      And with the field "cellPhone" set to [{"phoneNumber": "2025550147", "countryCode": "+1", "extension": "+"}]
      When the request is sent
      Then the request is refused

    Scenario Outline: Contact <position> of three with a <field> that is null makes the request refused as a whole
      Given a valid createContacts request for 3 records
      And with the field "<field>" in record <position> set to null
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | position | field                 |
        | 1        | firstName             |
        | 1        | cellPhone.phoneNumber |
        | 2        | lastName              |
        | 2        | cellPhone.extension   |
        | 3        | firstName             |
        | 3        | lastName              |
        | 3        | salutation            |
        | 3        | cellPhone             |
        | 3        | cellPhone.phoneNumber |
        | 3        | cellPhone.countryCode |
        | 3        | cellPhone.extension   |

  @format
  Rule: A phone number is numeric digits without any special characters or alphabets

    Scenario Outline: A phone number with <kind> is refused
      Given a valid createContacts request
      And with 10 fresh digits and "<character>" <where> them as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is refused

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
        | an invisible space         | \\u200b               | before |
        | a semicolon                | ;                     | behind |
        | a percent sign             | %                     | behind |
        | an apostrophe              | '                     | among  |
        | an extension               | x123                  | behind |
        | an emoji                   | 😀                     | behind |
        | a null character           | \\u0000               | behind |
        | a hexadecimal sign         | 0x                    | before |
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

    Scenario Outline: A phone number with a letter in it is refused beside the country code <code> too
      Given a valid createContacts request
      And with the field "cellPhone.countryCode" set to <code>
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber"
      When the request is sent
      Then the request is refused

      Examples:
        | code   |
        | "+1"   |
        | "+44"  |
        | "+971" |

    Scenario Outline: The <position> of twenty-five contacts has <a fault>
      Given a valid createContacts request for 25 records
      And <with it>
      When the request is sent
      Then the request is refused

      Examples:
        | position | a fault             | with it                                                       |
        | 12th     | no first name       | without the field "firstName" in record 12                    |
        | 14th     | no salutation       | without the field "salutation" in record 14                   |
        | 16th     | no phone            | without the field "cellPhone" in record 16                    |
        | 18th     | no country code     | without the field "cellPhone.countryCode" in record 18        |
        | 24th     | no extension        | without the field "cellPhone.extension" in record 24          |
        | 11th     | an empty number     | with the field "cellPhone.phoneNumber" in record 11 set to "" |
        | 15th     | a number for a name | with the field "firstName" in record 15 set to 42             |
        | 19th     | null for a name     | with the field "lastName" in record 19 set to null            |

    Scenario Outline: A phone number of <kind> is refused
      Given a valid createContacts request
      And with the field "cellPhone.phoneNumber" set to <number>
      When the request is sent
      Then the request is refused

      Examples:
        | kind              | number        |
        | letters alone     | "ninenineone" |
        | blanks alone      | "   "         |
        | no digit at all   | ""            |
        | a dash alone      | "-"           |
        | a plus sign alone | "+"           |

    Scenario: Two bad phone numbers of three make the request refused as a whole
      Given a valid createContacts request for 3 records
      And with 10 fresh digits and "-" among them as the field "cellPhone.phoneNumber" in record 1
      And with 10 fresh digits and "a" among them as the field "cellPhone.phoneNumber" in record 3
      When the request is sent
      Then the request is refused
      And nothing has changed

    Scenario Outline: A bad phone number in contact <position> of <count> makes the request refused as a whole
      Given a valid createContacts request for <count> records
      And with 10 fresh digits and "-" among them as the field "cellPhone.phoneNumber" in record <position>
      When the request is sent
      Then the request is refused
      And nothing has changed

      Examples:
        | position | count |
        | 1        | 3     |
        | 2        | 3     |
        | 3        | 3     |
        | 25       | 25    |
        | 13       | 25    |

  @unspecified
  Rule: What hardly anybody sends comes back as it was sent, where it is taken

    Scenario Outline: <What> comes back as it was sent, where it is accepted
      Given a valid createContacts request
      And <difference>
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | What                                    | difference                                                                               |
        | A first name of 20000 letters           | with the field "firstName" 20000 letters long                                            |
        | An empty extension                      | with the field "cellPhone.extension" set to ""                                           |
        | An empty country code                   | with the field "cellPhone.countryCode" set to ""                                         |

  @unspecified
  Rule: What the documentation leaves open is answered without a server error

    Scenario: Arrays in arrays, a hundred and ten deep, may be accepted or refused
      Given a valid createContacts request
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
      Given a valid createContacts request
      And <difference>
      When the request is sent
      Then the request is answered without a server error

      Examples:
        | What                                    | difference                                                                               |
        | An empty first name                     | with the field "firstName" set to ""                                                     |
        | An empty last name                      | with the field "lastName" set to ""                                                      |
        | A first name of blanks                  | with the field "firstName" set to "   "                                                  |
        | A name with a null character            | with the field "firstName" set to "Ann\\u0000Bob"                                        |
        | A name with control characters          | with the field "firstName" set to "Ann\\u0007\\u001bBob"                                 |
        | A name with half a surrogate pair       | with the first `John` of the body replaced by `Ann\\ud83d`                               |
        | An empty salutation                     | with the field "salutation" set to ""                                                    |
        | Another salutation                      | with the field "salutation" set to "Dr."                                                 |
        | A country code without a plus sign      | with the field "cellPhone.countryCode" set to "91"                                       |
        | A country code of letters               | with the field "cellPhone.countryCode" set to "IN"                                       |
        | A phone number of Arabic-Indic digits   | with the field "cellPhone.phoneNumber" set to "٩٨٧٦٥٤٣٢١٠"                               |
        | A phone number of fullwidth digits      | with the field "cellPhone.phoneNumber" set to "９８７６５４３２１０"                     |
        | A phone number of superscript digits    | with the field "cellPhone.phoneNumber" set to "⁹⁸⁷⁶⁵⁴³²¹⁰"                               |
        | A phone number of 40 digits             | with the field "cellPhone.phoneNumber" set to "7777777777777777777777777777777777777777" |
        | An undocumented field                   | with the field "nickname" set to "Johnny"                                                |
        | An undocumented field that is an object | with the field "cellPhone.carrier" set to {"name": "Example"}                            |
        | An undocumented field, nested deeply    | with the field "nickname" nested 100 levels deep                                         |
        | An empty array                          | with the body []                                                                         |
        | A key given twice                       | with the first `"firstName"` of the body replaced by `"firstName":"Ann","firstName"`     |
        | An unknown accountId                    | with the header "accountId" set to "000000000000000000000000"                            |
        | An accountId of another kind            | with the header "accountId" set to "no account"                                          |
        | A media type that ends with +json       | with the header "Content-Type" set to "application/vnd.api+json"                         |
        | The media type text/json                | with the header "Content-Type" set to "text/json"                                        |
        | An unknown charset                      | with the header "Content-Type" set to "application/json; charset=klingon"                |
        | A query parameter                       | with the query parameter "dryRun" set to "true"                                          |
        | A body in UTF-16                        | with the whole body in UTF-16                                                            |
        | A byte order mark before the body       | with a byte order mark before the body                                                   |
        | An accountId of 5000 letters            | with the header "accountId" 5000 letters long                                            |

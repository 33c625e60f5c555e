@agentassist @updateContactList
Feature: Update a contact list
  The documentation: "Use this API to update a specific contact list associated with a campaign."

  Rule: An update that meets the documentation is accepted

    Scenario: The documented sample updates a contact list
      Given the documented updateContactList sample
      When the request is sent
      Then the request is accepted
      And the answer has the documented fields and types
      And the answer is like the documented sample
      And the answer returns what was sent

    Scenario: The same update may be sent twice
      Given a valid updateContactList request
      When the request is sent
      Then the request is accepted
      When the same request is sent again
      Then the request is accepted
      And the answer returns what was sent

    Scenario Outline: A list that has allowDuplicates set to <value> is accepted
      Given a valid updateContactList request
      And with the field "allowDuplicates" set to <value>
      When the request is sent
      Then the request is accepted

      Examples:
        | value |
        | true  |
        | false |

  Rule: The answer tells of the list that was updated

    Scenario: A contact list may be renamed again and again
      Given a valid updateContactList request
      When the request is sent
      Then the request is accepted
      Given another valid updateContactList request
      When the request is sent
      Then the request is accepted
      And the rule "value" is kept
      And the rule "echo" is kept
      And the rule "names-list" is kept

  @optional
  Rule: The description is optional

    Scenario: A list without a description is accepted
      Given a valid updateContactList request
      And without the field "description"
      When the request is sent
      Then the request is accepted
      And the answer has the documented fields and types
      And the answer returns what was sent

    Scenario Outline: A description with <text> is accepted
      Given a valid updateContactList request
      And with the field "description" set to <description>
      When the request is sent
      Then the request is accepted

      Examples:
        | text               | description                     |
        | accents            | "Clés dues à Noël"              |
        | Chinese characters | "续约名单"                      |
        | an emoji           | "Renewals 🎉"                   |
        | HTML tags          | "<b>Renewals</b> &amp; more"    |
        | quotes             | "The \\"big\\" list of O'Brien" |
        | a line break       | "First line\\nSecond line"      |

    Scenario: A description of 200 letters is accepted
      Given a valid updateContactList request
      And with the field "description" 200 letters long
      When the request is sent
      Then the request is accepted

    Scenario: A description of 2000 letters may be accepted or refused
      Given a valid updateContactList request
      And with the field "description" 2000 letters long
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

  @unicode
  Rule: A list's name comes back as it was sent

    Scenario Outline: A name with <text> comes back as it was sent
      Given a valid updateContactList request
      And with the field "name" set to <name>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | text                               | name                                 |
        | composed accents                   | "docproof Müller"                    |
        | decomposed accents                 | "docproof Mu\\u0308ller"             |
        | Chinese characters                 | "docproof 王"                         |
        | Japanese kana                      | "docproof タナカ"                       |
        | Korean syllables                   | "docproof 김"                         |
        | Arabic letters                     | "docproof العربي"                    |
        | Hebrew letters                     | "docproof כהן"                       |
        | Devanagari letters                 | "docproof शर्मा"                     |
        | Cyrillic and Greek letters         | "docproof Παπαδόπουλος"              |
        | a Turkish dotless i                | "docproof Yıldız İ"                  |
        | a sharp s                          | "docproof Strauß"                    |
        | a ligature                         | "docproof Wolﬀ"                      |
        | an emoji of one character          | "docproof 🎉 Doe"                     |
        | an emoji of several joined ones    | "docproof 👨‍💻"                       |
        | an emoji with a skin tone          | "docproof 👍🏿"                        |
        | a character beyond the basic plane | "docproof 𝒟oe"                       |
        | HTML tags                          | "docproof <script>alert(1)</script>" |
        | HTML entities                      | "docproof &lt;Doe&#39;&gt;"          |
        | an ampersand                       | "docproof Doe & Sons"                |
        | double quotes                      | "docproof \\"Doe\\""                 |
        | an apostrophe                      | "docproof O'Brien"                   |
        | a typographic apostrophe           | "docproof O’Brien"                   |
        | a backslash                        | "docproof C:\\\\Doe\\\\n"            |
        | text like SQL                      | "docproof ' OR '1'='1"               |
        | text like a template               | "docproof ${7*7} {0} %s"             |
        | text like a URL escape             | "docproof a+b%41"                    |
        | text like JSON                     | "docproof [1, 2]"                    |
        | text like a number                 | "docproof 1e3"                       |
        | the word null                      | "docproof undefined"                 |
        | two spaces in the middle           | "docproof  van  Doe"                 |
        | spaces around them                 | " docproof Doe "                     |
        | a non-breaking space               | "docproof\\u00a0Doe"                 |
        | a tab                              | "docproof\\tDoe"                     |
        | a line break                       | "docproof\\nDoe"                     |
        | mixed case                         | "docproof DE la Cruz"                |
        | punctuation                        | "docproof Doe/Roe; #1_*"             |
        | one letter                         | "d"                                  |
        | text like a formula                | "=1+1 docproof"                      |
        | a dollar sign                      | "docproof $1 $& Doe"                 |
        | marks of writing direction         | "docproof \\u202eDoe\\u202c"         |
        | an invisible space                 | "docproof\\u200bDoe"                 |
        | a line separator                   | "docproof\\u2028Doe"                 |
        | a heart drawn as an emoji          | "docproof \\u2764\\ufe0f"            |
        | a character for private use        | "docproof \\ue000"                   |
        | digits alone                       | "2025"                               |
        | a word like a boolean              | "true"                               |
        | a text like a date                 | "2025-07-01"                         |
        | two percent signs                  | "docproof 100%%"                     |
        | text like a template tag           | "docproof {% Doe %}"                 |
        | backticks                          | "docproof `Doe`"                     |
        | a sign of less                     | "docproof a < b"                     |
        | three dots behind it               | "docproof Doe..."                    |
        | Thai letters                       | "docproof สมชาย"                     |

    Scenario: A name with a rare control character comes back as it was sent, where it is accepted
      Given a valid updateContactList request
      And with the field "name" set to "docproof\u0085Doe"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    Scenario: A name of 200 letters comes back as it was sent
      Given a valid updateContactList request
      And with the field "name" 200 letters long
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: A name of 300 letters comes back whole where it is taken
      Given a valid updateContactList request
      And with the field "name" 300 letters long
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

  @credentials
  Rule: A JWT token with the scope Campaign Management is required

    Scenario Outline: A token that is <state> is refused
      Given a valid updateContactList request
      And with a credential that is <state>
      When the request is sent
      Then the request is refused

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

    Scenario Outline: Without the header <header> an update is refused
      Given a valid updateContactList request
      And without the header "<header>"
      When the request is sent
      Then the request is refused

      Examples:
        | header    |
        | iid       |
        | accountId |

    Scenario Outline: With an empty header <header> an update is refused
      Given a valid updateContactList request
      And with the header "<header>" left empty
      When the request is sent
      Then the request is refused

      Examples:
        | header    |
        | iid       |
        | accountId |

    Scenario Outline: Without the <parameter> in its path an update is refused
      Given a valid updateContactList request
      And without the path parameter "<parameter>"
      When the request is sent
      Then the request is refused

      Examples:
        | parameter     |
        | IID           |
        | contactListId |

  @ids
  Rule: The ids in the path must be those of an application and of a contact list

    Scenario Outline: An unknown <parameter> is refused
      Given a valid updateContactList request
      And with an unknown "<parameter>"
      When the request is sent
      Then the request is refused

      Examples:
        | parameter     |
        | IID           |
        | contactListId |

    Scenario Outline: <Kind> as the <parameter> is refused
      Given a valid updateContactList request
      And with the path parameter "<parameter>" set to "<id>"
      When the request is sent
      Then the request is refused

      Examples:
        | parameter     | Kind               | id             |
        | IID           | A word             | not-an-id      |
        | IID           | Two words          | not an id      |
        | IID           | A number           | 99999999999999 |
        | IID           | Its prefix alone   | st-            |
        | IID           | Text like SQL      | ' OR '1'='1    |
        | IID           | An emoji           | 🎉              |
        | contactListId | A word             | not-an-id      |
        | contactListId | Two words          | not an id      |
        | contactListId | A number           | 99999999999999 |
        | contactListId | Its prefix alone   | cl-            |
        | contactListId | Text like SQL      | ' OR '1'='1    |
        | contactListId | An emoji           | 🎉              |
        | IID           | A percent sign     | %              |
        | IID           | An asterisk        | *              |
        | IID           | A pattern          | .*             |
        | IID           | The word undefined | undefined      |
        | IID           | The word null      | null           |
        | contactListId | A percent sign     | %              |
        | contactListId | An asterisk        | *              |
        | contactListId | A pattern          | .*             |
        | contactListId | The word undefined | undefined      |
        | contactListId | The word null      | null           |

    Scenario Outline: The <parameter>, one character too <way>, is refused
      Given a valid updateContactList request
      And with the "<parameter>" one character too <way>
      When the request is sent
      Then the request is refused

      Examples:
        | parameter     | way   |
        | IID           | short |
        | IID           | long  |
        | contactListId | short |
        | contactListId | long  |

    Scenario Outline: 2000 letters as the <parameter> are refused
      Given a valid updateContactList request
      And with the path parameter "<parameter>" 2000 letters long
      When the request is sent
      Then the request is refused

      Examples:
        | parameter     |
        | IID           |
        | contactListId |

    Scenario Outline: The <parameter> with a <character> behind it is refused
      Given a valid updateContactList request
      And with a <character> behind the path parameter "<parameter>"
      When the request is sent
      Then the request is refused

      Examples:
        | parameter     | character      |
        | IID           | blank          |
        | IID           | null character |
        | contactListId | blank          |
        | contactListId | null character |

  @media-type
  Rule: The request's Content-Type is application/json

    Scenario: An update without Content-Type is refused
      Given a valid updateContactList request
      And without the header "Content-Type"
      When the request is sent
      Then the request is refused

    Scenario Outline: An update of the type <type> is refused
      Given a valid updateContactList request
      And with the header "Content-Type" set to "<type>"
      When the request is sent
      Then the request is refused

      Examples:
        | type                              |
        | text/plain                        |
        | application/xml                   |
        | application/x-www-form-urlencoded |
        | application/octet-stream          |
        | multipart/form-data; boundary=x   |

    Scenario Outline: An update of the type <type> is accepted
      Given a valid updateContactList request
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
      Given a valid updateContactList request
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
      Given a valid updateContactList request
      And with <damage>
      When the request is sent
      Then the request is refused

      Examples: Malformed JSON
        | flaw                            | damage                                                                                   |
        | a comma behind its last field   | the last `}` of the body replaced by `,}`                                                |
        | a comment                       | the first `{` of the body replaced by `{/* why */`                                       |
        | words behind its end            | the last `}` of the body replaced by `} and more`                                        |
        | another object behind its end   | the last `}` of the body replaced by `}{}`                                               |
        | no closing bracket              | the last `}` of the body replaced by ``                                                  |
        | a key without quotes            | the first `"name"` of the body replaced by `name`                                        |
        | single quotes                   | every `"` of the body replaced by `'`                                                    |
        | a key without a value           | the first `"passiveApiIntegration"` of the body replaced by ``                           |
        | a word without quotes           | the first `"passiveApiIntegration"` of the body replaced by `passiveApiIntegration`      |
        | NaN for a source                | the first `"passiveApiIntegration"` of the body replaced by `NaN`                        |
        | True with a capital             | the last `true` of the body replaced by `True`                                           |
        | an unknown escape               | the first `list` of the body replaced by `\\x6cist`                                      |
        | a raw tab in a text             | a raw tab behind the first `list` of the body                                            |
        | a raw line break in a text      | a raw line break behind the first `list` of the body                                     |
        | the word undefined              | the first `"passiveApiIntegration"` of the body replaced by `undefined`                  |
        | null as Python spells it        | the first `"passiveApiIntegration"` of the body replaced by `None`                       |
        | a number with a plus sign       | the first `"passiveApiIntegration"` of the body replaced by `+7`                         |
        | a number with a zero before it  | the first `"passiveApiIntegration"` of the body replaced by `07`                         |
        | a number that begins with a dot | the first `"passiveApiIntegration"` of the body replaced by `.7`                         |
        | a number that ends with a dot   | the first `"passiveApiIntegration"` of the body replaced by `7.`                         |
        | a hexadecimal number            | the first `"passiveApiIntegration"` of the body replaced by `0x7`                        |
        | an equals sign for a colon      | the first `"source":` of the body replaced by `"source"=`                                |
        | two commas                      | the first `"passiveApiIntegration",` of the body replaced by `"passiveApiIntegration",,` |
        | no comma between fields         | the first `"passiveApiIntegration",` of the body replaced by `"passiveApiIntegration"`   |
        | a semicolon for a comma         | the first `"passiveApiIntegration",` of the body replaced by `"passiveApiIntegration";`  |
        | no colon behind a key           | the first `"source":` of the body replaced by `"source"`                                 |

    Scenario Outline: A body that is <kind>, not JSON, is refused
      Given a valid updateContactList request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples:
        | kind       | body                               |
        | plain text | docproof                           |
        | a form     | name=docproof&allowDuplicates=true |
        | XML        | <list><name>docproof</name></list> |

    Scenario: A body that is JSON within a JSON text is refused
      Given a valid updateContactList request
      And with the whole body as a text in quotes
      When the request is sent
      Then the request is refused

    Scenario: An empty body is refused
      Given a valid updateContactList request
      And with this body:
        """
        """
      When the request is sent
      Then the request is refused

    Scenario: An update without a body is refused
      Given a valid updateContactList request
      And without a body
      When the request is sent
      Then the request is refused

    Scenario Outline: A body that is <kind> is refused
      Given a valid updateContactList request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples: Other types than an object
        | kind       | body                               |
        | an array with a list | [{"name": "docproof", "source": "passiveApiIntegration", "allowDuplicates": true}] |
        | an empty array       | []                                                                                 |
        | a string             | "docproof"                                                                         |
        | a number             | 42                                                                                 |
        | a fraction | 1.5                                |
        | null                 | null                                                                               |
        | a boolean            | true                                                                               |

    Scenario: A body in another encoding than UTF-8 is refused
      Given a valid updateContactList request
      And with the field "name" set to "Zoë"
      And with the whole body in Latin-1
      When the request is sent
      Then the request is refused

  @required
  Rule: Name, source and allowDuplicates are required

    Scenario Outline: Without <field> an update is refused
      Given a valid updateContactList request
      And without the field "<field>"
      When the request is sent
      Then the request is refused

      Examples:
        | field           |
        | name            |
        | source          |
        | allowDuplicates |

    Scenario: An update without any field is refused
      Given a valid updateContactList request
      And with the body {}
      When the request is sent
      Then the request is refused

    Scenario: A name that is misspelt as in the sample is refused
      Given a valid updateContactList request
      And without the field "name"
      And with the field "name1" set to "Renewal Due - July 2025"
      When the request is sent
      Then the request is refused

  @types
  Rule: Every field has its documented type

    Scenario Outline: A list whose <field> is <kind> is refused without a description too
      Given a valid updateContactList request
      And without the field "description"
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field           | kind            | value             |
        | name            | a number        | 42                |
        | name            | null            | null              |
        | source          | a number        | 42                |
        | source          | null            | null              |
        | allowDuplicates | a string        | "yes"             |
        | allowDuplicates | null            | null              |

    Scenario Outline: A list whose <field> is <kind> is refused
      Given a valid updateContactList request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field           | kind            | value             |
        | name            | a number        | 42                |
        | name            | null            | null              |
        | name            | an object       | {"value": "text"} |
        | name            | an array        | ["text"]          |
        | name            | a boolean       | true              |
        | description     | a number        | 42                |
        | description     | null            | null              |
        | description     | an object       | {"value": "text"} |
        | description     | an array        | ["text"]          |
        | description     | a boolean       | true              |
        | source          | a number        | 42                |
        | source          | null            | null              |
        | source          | an object       | {"value": "text"} |
        | source          | an array        | ["text"]          |
        | source          | a boolean       | true              |
        | allowDuplicates | a string        | "true"            |
        | allowDuplicates | the word yes    | "yes"             |
        | allowDuplicates | a 1 in quotes   | "1"               |
        | allowDuplicates | an empty string | ""                |
        | allowDuplicates | the number 1    | 1                 |
        | allowDuplicates | the number 0    | 0                 |
        | allowDuplicates | null            | null              |
        | allowDuplicates | an object       | {}                |
        | allowDuplicates | an array        | [true]            |
        | name            | zero            | 0                 |
        | name            | false           | false             |
        | name            | an empty array  | []                |
        | name            | an empty object | {}                |
        | description     | zero            | 0                 |
        | description     | false           | false             |
        | description     | an empty array  | []                |
        | description     | an empty object | {}                |
        | source          | zero            | 0                 |
        | source          | false           | false             |
        | source          | an empty array  | []                |
        | source          | an empty object | {}                |

  @unspecified
  Rule: What the documentation leaves open is answered without a server error

    @concurrency
    Scenario: Two updates at the same moment are both answered
      Given a valid updateContactList request
      And another valid updateContactList request
      When both requests are sent at the same moment
      Then the request is answered without a server error

    Scenario Outline: <What> may be accepted or refused
      Given a valid updateContactList request
      And <difference>
      When the request is sent
      Then the request is answered without a server error

      Examples:
        | What                                 | difference                                                                                    |
        | An empty name                        | with the field "name" set to ""                                                               |
        | A name of blanks                     | with the field "name" set to "   "                                                            |
        | A name of 20000 letters              | with the field "name" 20000 letters long                                                      |
        | A name with a null character         | with the field "name" set to "docproof\\u0000"                                                |
        | A name with half a surrogate pair    | with the first `Renewal` of the body replaced by `\\ud83d`                                    |
        | An undocumented field, nested deeply | with the field "color" nested 100 levels deep                                                 |
        | An empty description                 | with the field "description" set to ""                                                        |
        | An empty source                      | with the field "source" set to ""                                                             |
        | Another source                       | with the field "source" set to "manualUpload"                                                 |
        | A source in capitals                 | with the field "source" set to "PASSIVEAPIINTEGRATION"                                        |
        | An undocumented field                | with the field "color" set to "blue"                                                          |
        | A listType                           | with the field "listType" set to "sms"                                                        |
        | A key given twice                    | with the first `"source"` of the body replaced by `"source":"passiveApiIntegration","source"` |
        | An iid header unlike the path        | with the header "iid" set to "st-00000000-0000-4000-8000-000000000000"                        |
        | An unknown accountId                 | with the header "accountId" set to "000000000000000000000000"                                 |
        | A media type that ends with +json    | with the header "Content-Type" set to "application/vnd.api+json"                              |
        | The media type text/json             | with the header "Content-Type" set to "text/json"                                             |
        | An unknown charset                   | with the header "Content-Type" set to "application/json; charset=klingon"                     |
        | A query parameter                    | with the query parameter "dryRun" set to "true"                                               |
        | A body in UTF-16                     | with the whole body in UTF-16                                                                 |
        | A byte order mark before the body    | with a byte order mark before the body                                                        |
        | An accountId of 5000 letters         | with the header "accountId" 5000 letters long                                                 |

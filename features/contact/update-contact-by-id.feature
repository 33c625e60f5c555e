@contact @updateContactById
Feature: Update Contact By Id
  The documentation: every field of the body is optional; texts, times and ids may be null,
  objects may not.

  Rule: An update that meets the documentation is accepted

    Scenario: The documented sample updates a contact
      Given the documented updateContactById sample
      When the request is sent
      Then the request is accepted
      And the answer has the documented fields and types
      And the answer is like the documented sample
      And the answer returns what was sent

    Scenario: The same update may be sent twice
      Given a valid updateContactById request
      When the request is sent
      Then the request is accepted
      When the same request is sent again
      Then the request is accepted
      And the answer returns what was sent

    Scenario: A contact may be updated again and again
      Given a valid updateContactById request
      When the request is sent
      Then the request is accepted
      Given another valid updateContactById request
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

  @optional
  Rule: Every field of the body is optional

    Scenario: An update without any field is accepted
      Given a valid updateContactById request
      And with the body {}
      When the request is sent
      Then the request is accepted

    Scenario Outline: Without <field> an update is accepted
      Given a valid updateContactById request
      And without the field "<field>"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field              |
        | first_name         |
        | last_name          |
        | email              |
        | channels           |
        | user_attributes    |
        | last_seen          |
        | last_sent          |
        | org_id             |
        | first_assistant_id |
        | last_assistant_id  |
        | first_widget_id    |
        | last_widget_id     |
        | custom_fields      |

    Scenario Outline: An update of <field> alone is accepted
      Given a valid updateContactById request
      And with only the field "<field>"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field              |
        | first_name         |
        | last_name          |
        | email              |
        | channels           |
        | user_attributes    |
        | last_seen          |
        | last_sent          |
        | org_id             |
        | first_assistant_id |
        | last_assistant_id  |
        | first_widget_id    |
        | last_widget_id     |
        | custom_fields      |

  @optional @types
  Rule: Texts, times and ids may be null

    Scenario Outline: An update whose <field> is null is accepted
      Given a valid updateContactById request
      And with the field "<field>" set to null
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field              |
        | first_name         |
        | last_name          |
        | email              |
        | last_seen          |
        | last_sent          |
        | org_id             |
        | first_assistant_id |
        | last_assistant_id  |
        | first_widget_id    |
        | last_widget_id     |

    Scenario Outline: An update of <field> alone, to null, is accepted
      Given a valid updateContactById request
      And with only the field "<field>"
      And with the field "<field>" set to null
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field              |
        | first_name         |
        | last_name          |
        | email              |
        | last_seen          |
        | last_sent          |
        | org_id             |
        | first_assistant_id |
        | last_assistant_id  |
        | first_widget_id    |
        | last_widget_id     |

    Scenario: An update in which all of them are null is accepted
      Given a valid updateContactById request
      And with the field "first_name" set to null
      And with the field "last_name" set to null
      And with the field "email" set to null
      And with the field "last_seen" set to null
      And with the field "last_sent" set to null
      And with the field "org_id" set to null
      And with the field "first_assistant_id" set to null
      And with the field "last_assistant_id" set to null
      And with the field "first_widget_id" set to null
      And with the field "last_widget_id" set to null
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

  @unicode
  Rule: Texts come back as they were sent

    Scenario Outline: Names with <text> come back as they were sent
      Given a valid updateContactById request
      And with the field "first_name" set to <first name>
      And with the field "last_name" set to <last name>
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
        | one letter                         | "A"                                | "O"                                  |
        | text like a formula                | "=1+1"                             | "+docproof Doe"                      |
        | a dollar sign                      | "A$AP"                             | "docproof $Doe"                      |
        | marks of the writing's direction   | "\\u202bAnn\\u202c"                | "docproof \\u200fDoe\\u200e"         |
        | invisible characters               | "Ann\\u200bBob"                    | "docproof\\u00adDoe"                 |
        | line separators                    | "Ann\\u2028Bob"                    | "docproof\\u2029Doe"                 |
        | a variation selector               | "\\u2764\\ufe0f Ann"               | "docproof \\u260e\\ufe0f"            |
        | characters of private use          | "Ann\\ue000"                       | "docproof \\uf8ffDoe"                |

    Scenario: Names with rare control characters come back as they were sent, where they are accepted
      Given a valid updateContactById request
      And with the field "first_name" set to "Ann\u0085Bob"
      And with the field "last_name" set to "docproof\u007f\u0091Doe"
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

    Scenario Outline: A <field> of 200 letters comes back as it was sent
      Given a valid updateContactById request
      And with the field "<field>" 200 letters long
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field      |
        | first_name |
        | last_name  |

    Scenario Outline: A <field> of <length> letters comes back whole where it is taken
      Given a valid updateContactById request
      And with the field "<field>" <length> letters long
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | field      | length |
        | first_name | 300    |
        | last_name  | 300    |
        | last_name  | 600    |
        | last_name  | 1100   |
        | last_name  | 5000   |

    Scenario Outline: The email <email> comes back as it was sent
      Given a valid updateContactById request
      And with the field "email" set to <email>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | email                                                                      |
        | "ann@example.com"                                                          |
        | "ann.doe+docproof@mail.example.com"                                        |
        | "Ann_Doe-1@example.org"                                                    |
        | "ann@Example.COM"                                                          |
        | "o'brien@example.com"                                                      |
        | "ann@example.photography"                                                  |
        | "ann.maria.elisabeth.doe+docproof@customers.mail.example.com"              |
        | "ann@example.de"                                                           |
        | "a.n.n@example.com"                                                        |
        | "ann@3com.example"                                                         |
        | "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com" |

  Rule: Times come back as the instants that were sent

    Scenario Outline: A <field> <spelling> comes back as the same instant
      Given a valid updateContactById request
      And with the field "<field>" set to <time>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field     | spelling                                 | time                             |
        | last_seen | in UTC                                   | "2024-02-29T23:59:59Z"           |
        | last_seen | with an offset of nothing                | "2023-11-07T05:31:56+00:00"      |
        | last_seen | with an offset to the east               | "2023-11-07T06:31:56+01:00"      |
        | last_seen | with an offset to the west               | "2023-11-06T21:31:56-08:00"      |
        | last_seen | with an offset of minutes                | "2023-11-07T11:16:56+05:45"      |
        | last_seen | with milliseconds                        | "2023-11-07T05:31:56.789Z"       |
        | last_seen | with a tenth of a second                 | "2023-11-07T05:31:56.7Z"         |
        | last_seen | with microseconds                        | "2023-11-07T05:31:56.789012Z"    |
        | last_seen | with nanoseconds                         | "2023-11-07T05:31:56.789012345Z" |
        | last_seen | with milliseconds and an offset          | "2023-11-07T06:31:56.001+01:00"  |
        | last_seen | before 1970                              | "1969-12-31T23:59:59Z"           |
        | last_seen | in the future                            | "2040-01-01T00:00:00Z"           |
        | last_seen | before 1902                              | "1900-01-01T00:00:00Z"           |
        | last_seen | as clocks go back in Europe              | "2023-10-29T01:30:00Z"           |
        | last_seen | just before a full minute                | "2023-11-07T05:31:59.9999Z"      |
        | last_sent | in UTC                                   | "2024-02-29T23:59:59Z"           |
        | last_sent | with an offset of nothing                | "2023-11-07T05:31:56+00:00"      |
        | last_sent | with an offset to the east               | "2023-11-07T06:31:56+01:00"      |
        | last_sent | with an offset to the west               | "2023-11-06T21:31:56-08:00"      |
        | last_sent | with an offset of minutes                | "2023-11-07T11:16:56+05:45"      |
        | last_sent | with milliseconds                        | "2023-11-07T05:31:56.789Z"       |
        | last_sent | with a tenth of a second                 | "2023-11-07T05:31:56.7Z"         |
        | last_sent | with microseconds                        | "2023-11-07T05:31:56.789012Z"    |
        | last_sent | with milliseconds and an offset          | "2023-11-07T06:31:56.001+01:00"  |
        | last_sent | before 1970                              | "1969-12-31T23:59:59Z"           |
        | last_sent | in the future                            | "2040-01-01T00:00:00Z"           |
        | last_sent | as clocks go back in America             | "2023-11-05T06:30:00Z"           |
        | last_seen | with an offset of half hours to the west | "2023-11-07T02:01:56-03:30"      |
        | last_seen | with the offset farthest to the east     | "2023-11-07T05:31:56+14:00"      |
        | last_seen | with the offset farthest to the west     | "2023-11-06T17:31:56-12:00"      |
        | last_seen | in a year that its offset changes        | "2023-12-31T23:30:00-01:00"      |
        | last_seen | as clocks go forward in Europe           | "2023-03-26T02:30:00Z"           |
        | last_seen | at noon                                  | "2023-11-07T12:00:00Z"           |
        | last_seen | with hundredths of a second              | "2023-11-07T05:31:56.04Z"        |

    Scenario: Times that differ are not mixed up
      Given a valid updateContactById request
      And with the field "last_seen" set to "2024-05-06T07:08:09Z"
      And with the field "last_sent" set to "2021-02-03T04:05:06Z"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

  Rule: Ids come back as they were sent, in either case

    Scenario Outline: The <field> <spelling> comes back
      Given a valid updateContactById request
      And with the field "<field>" set to <id>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | field              | spelling      | id                                     |
        | org_id             | in lower case | "9f1b2c3d-4e5f-4a6b-8c7d-0123456789ab" |
        | org_id             | in capitals   | "9F1B2C3D-4E5F-4A6B-8C7D-0123456789AB" |
        | first_assistant_id | in lower case | "9f1b2c3d-4e5f-4a6b-8c7d-0123456789ab" |
        | first_assistant_id | in capitals   | "9F1B2C3D-4E5F-4A6B-8C7D-0123456789AB" |
        | last_assistant_id  | in lower case | "9f1b2c3d-4e5f-4a6b-8c7d-0123456789ab" |
        | last_assistant_id  | in capitals   | "9F1B2C3D-4E5F-4A6B-8C7D-0123456789AB" |
        | first_widget_id    | in lower case | "9f1b2c3d-4e5f-4a6b-8c7d-0123456789ab" |
        | first_widget_id    | in capitals   | "9F1B2C3D-4E5F-4A6B-8C7D-0123456789AB" |
        | last_widget_id     | in lower case | "9f1b2c3d-4e5f-4a6b-8c7d-0123456789ab" |
        | last_widget_id     | in capitals   | "9F1B2C3D-4E5F-4A6B-8C7D-0123456789AB" |

    Scenario Outline: UUIDs of <kind> come back
      Given a valid updateContactById request
      And with the field "org_id" set to <id>
      And with the field "first_assistant_id" set to <id>
      And with the field "last_assistant_id" set to <id>
      And with the field "first_widget_id" set to <id>
      And with the field "last_widget_id" set to <id>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | kind                | id                                     |
        | version 1           | "c232ab00-9414-11ec-b3c8-9f6bdeced846" |
        | version 4           | "919108f7-52d1-4320-9bac-f847db4148a8" |
        | version 5           | "2ed6657d-e927-568b-95e1-2665a8aea6a2" |
        | version 7           | "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" |
        | Microsoft's variant | "00020906-0000-0000-c000-000000000046" |
        | an old variant      | "333a2276-0000-0000-0d00-008009000000" |
        | nothing but ones    | "ffffffff-ffff-ffff-ffff-ffffffffffff" |

    Scenario: Ids that differ are not mixed up
      Given a valid updateContactById request
      And with the field "org_id" set to "11111111-0d44-4b50-8888-8dd25736052a"
      And with the field "first_assistant_id" set to "22222222-0d44-4b50-8888-8dd25736052a"
      And with the field "last_assistant_id" set to "33333333-0d44-4b50-8888-8dd25736052a"
      And with the field "first_widget_id" set to "44444444-0d44-4b50-8888-8dd25736052a"
      And with the field "last_widget_id" set to "55555555-0d44-4b50-8888-8dd25736052a"
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

  Rule: Objects come back with at least what was sent

    Scenario Outline: Objects with <content> come back
      Given a valid updateContactById request
      And with the field "channels" set to <object>
      And with the field "user_attributes" set to <object>
      And with the field "custom_fields" set to <object>
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

      Examples:
        | content                         | object                                                                                                                                                                                                                                                          |
        | a text                          | {"plan": "gold"}                                                                                                                                                                                                                                                |
        | an empty text                   | {"nickname": ""}                                                                                                                                                                                                                                                |
        | blanks around a text            | {"note": " two  blanks "}                                                                                                                                                                                                                                       |
        | a text like a number            | {"postcode": "00501", "version": "1.10", "order": "1e3"}                                                                                                                                                                                                        |
        | a text like a date              | {"born": "1990-01-31", "seen": "2023-11-07T06:31:56+01:00"}                                                                                                                                                                                                     |
        | a text like a value             | {"consent": "true", "title": "null"}                                                                                                                                                                                                                            |
        | a number                        | {"age": 42, "score": -0.25, "large": 9007199254740991}                                                                                                                                                                                                          |
        | a zero                          | {"visits": 0, "balance": 0.0}                                                                                                                                                                                                                                   |
        | a fraction                      | {"price": 0.1, "share": 33.333333333333336}                                                                                                                                                                                                                     |
        | a number of 19 digits           | {"order": 1234567890123456789, "post": 9223372036854775807}                                                                                                                                                                                                     |
        | a boolean                       | {"vip": true, "muted": false}                                                                                                                                                                                                                                   |
        | a null                          | {"nickname": null}                                                                                                                                                                                                                                              |
        | a null in an object             | {"address": {"street": null, "city": "Doe"}}                                                                                                                                                                                                                    |
        | an array                        | {"tags": ["a", "b", 3, null, {"c": true}]}                                                                                                                                                                                                                      |
        | equal items in an array         | {"tags": ["a", "a", 1, 1, {"b": 2}, {"b": 2}]}                                                                                                                                                                                                                  |
        | an array in no order            | {"tags": ["b", "c", "a"], "sizes": [3, 1, 2]}                                                                                                                                                                                                                   |
        | twelve items in an array        | {"tags": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]}                                                                                                                                                                                          |
        | arrays in an array              | {"grid": [[1, 2], [], [[3]]]}                                                                                                                                                                                                                                   |
        | any text in an array            | {"notes": [" two  blanks ", "<b>bold</b> & more", ""]}                                                                                                                                                                                                          |
        | an empty array                  | {"tags": []}                                                                                                                                                                                                                                                    |
        | an empty object                 | {"more": {}}                                                                                                                                                                                                                                                    |
        | nested objects                  | {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": "deep"}}}}}}}}                                                                                                                                                                                                  |
        | Unicode                         | {"città": "東京 🎉 Zoe\\u0308"}                                                                                                                                                                                                                                    |
        | markup                          | {"note": "<b>bold</b> &amp; \\"quoted\\""}                                                                                                                                                                                                                      |
        | a key of several words          | {"favourite colour": "blue"}                                                                                                                                                                                                                                    |
        | keys in mixed case              | {"favouriteColour": "blue", "URL": "/", "iPhone": true}                                                                                                                                                                                                         |
        | keys with underscores           | {"favourite_colour": "blue", "_order": 2}                                                                                                                                                                                                                       |
        | keys that are numbers           | {"0": "a", "1": "b"}                                                                                                                                                                                                                                            |
        | keys like those of records      | {"id": "7", "_id": "8", "type": "vip"}                                                                                                                                                                                                                          |
        | blanks around a key             | {" colour ": "blue"}                                                                                                                                                                                                                                            |
        | twelve keys                     | {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12}                                                                                                                                                             |
        | a negative number               | {"balance": -5}                                                                                                                                                                                                                                                 |
        | a tiny number                   | {"share": 1e-9}                                                                                                                                                                                                                                                 |
        | a key of 64 letters             | {"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk": 1}                                                                                                                                                                                         |
        | an emoji in a key               | {"k🎉": 1}                                                                                                                                                                                                                                                       |
        | a quote in a key                | {"a\\"b": 1}                                                                                                                                                                                                                                                    |
        | a hyphen in a key               | {"first-name": "Ann"}                                                                                                                                                                                                                                           |
        | a slash in a key                | {"a/b": 1}                                                                                                                                                                                                                                                      |
        | a dot in a key                  | {"a.b": 1}                                                                                                                                                                                                                                                      |
        | a dollar sign in a key          | {"price$": 1}                                                                                                                                                                                                                                                   |
        | brackets in a key               | {"a[]": 1}                                                                                                                                                                                                                                                      |
        | keys like values                | {"null": 1, "true": 2}                                                                                                                                                                                                                                          |
        | keys that differ by case alone  | {"Plan": "a", "plan": "b"}                                                                                                                                                                                                                                      |
        | keys like those of the contact  | {"name": "x", "email": "y", "created_at": "z"}                                                                                                                                                                                                                  |
        | 25 keys                         | {"k0": 0, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5, "k6": 6, "k7": 7, "k8": 8, "k9": 9, "k10": 10, "k11": 11, "k12": 12, "k13": 13, "k14": 14, "k15": 15, "k16": 16, "k17": 17, "k18": 18, "k19": 19, "k20": 20, "k21": 21, "k22": 22, "k23": 23, "k24": 24} |
        | thirty items in an array        | {"tags": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]}                                                                                                                                        |
        | line breaks and tabs            | {"note": "a\\nb\\r\\nc\\td"}                                                                                                                                                                                                                                    |
        | a backslash                     | {"path": "C:\\\\Doe"}                                                                                                                                                                                                                                           |
        | a text like JSON                | {"raw": "[1, 2]", "more": "{\\"a\\": 1}"}                                                                                                                                                                                                                       |
        | a text like a URL               | {"link": "https://example.com/?a=b%20c"}                                                                                                                                                                                                                        |
        | a text like a number of a phone | {"phone": "+1 202-555-0147"}                                                                                                                                                                                                                                    |
        | a text like an email            | {"mail": "Ann@Example.COM"}                                                                                                                                                                                                                                     |
        | a text like a boolean           | {"a": "TRUE", "b": "no"}                                                                                                                                                                                                                                        |
        | booleans in an array            | {"flags": [true, false]}                                                                                                                                                                                                                                        |
        | nested values that are empty    | {"a": {"b": "", "c": [], "d": {}, "e": 0}}                                                                                                                                                                                                                      |
        | nested keys in mixed case       | {"a": {"bCd": 1, "e_f": 2}}                                                                                                                                                                                                                                     |
        | objects in an array             | {"rows": [{"a": 1}, {"b": 2}]}                                                                                                                                                                                                                                  |
        | one item in an array            | {"tags": ["only"]}                                                                                                                                                                                                                                              |
        | a fraction of five digits       | {"price": 1234.56789}                                                                                                                                                                                                                                           |

    Scenario: An object that was changed comes back as it is now
      Given a valid updateContactById request
      And with the field "custom_fields" set to {"plan": "gold"}
      When the request is sent
      Then the request is accepted
      Given another valid updateContactById request
      And with the field "custom_fields" set to {"plan": "silver"}
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario: Objects with texts of 200 letters come back
      Given a valid updateContactById request
      And with the field "channels.note" 200 letters long
      And with the field "user_attributes.note" 200 letters long
      And with the field "custom_fields.note" 200 letters long
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

    Scenario Outline: Objects with texts of <length> letters come back whole where they are taken
      Given a valid updateContactById request
      And with the field "channels.note" <length> letters long
      And with the field "user_attributes.note" <length> letters long
      And with the field "custom_fields.note" <length> letters long
      When the request is sent
      Then the request may be accepted or refused
      And the answer returns what was sent

      Examples:
        | length |
        | 300    |
        | 1100   |
        | 5000   |

    Scenario: Objects that differ are not mixed up
      Given a valid updateContactById request
      And with the field "channels" set to {"sms": true}
      And with the field "user_attributes" set to {"age": 42}
      And with the field "custom_fields" set to {"plan": "gold"}
      When the request is sent
      Then the request is accepted
      And the answer returns what was sent

  @credentials
  Rule: An API key is required

    Scenario Outline: An API key that is <state> is refused
      Given a valid updateContactById request
      And with a credential that is <state>
      When the request is sent
      Then the request is refused

      Examples:
        | state                  |
        | missing                |
        | empty                  |
        | garbage                |
        | unknown                |
        | tampered               |
        | tampered in its middle |
        | tampered at its end    |
        | cut short              |
        | extended               |
        | in the other case      |
        | followed by a blank    |

    Scenario Outline: <An operator> of a database for the API key is refused
      Given a valid updateContactById request
      And with a credential that is missing
      And with the query parameter "<name>" set to "<value>"
      When the request is sent
      Then the request is refused

      Examples:
        | An operator      | name         | value |
        | An operator      | api_key[$ne] | x     |
        | Another operator | api_key[$gt] | 0     |

  @required
  Rule: The contact's id is required

    Scenario: Without the contact_id in its path an update is refused
      Given a valid updateContactById request
      And without the path parameter "contact_id"
      When the request is sent
      Then the request is refused

  @ids
  Rule: The contact's id is the UUID of a contact

    Scenario: An unknown contact_id is refused
      Given a valid updateContactById request
      And with an unknown "contact_id"
      When the request is sent
      Then the request is refused

    Scenario Outline: A contact_id that is one character too <way> is refused
      Given a valid updateContactById request
      And with the "contact_id" one character too <way>
      When the request is sent
      Then the request is refused

      Examples:
        | way   |
        | short |
        | long  |

    Scenario Outline: A contact_id that is <kind> is refused
      Given a valid updateContactById request
      And with the path parameter "contact_id" set to "<id>"
      When the request is sent
      Then the request is refused

      Examples:
        | kind                       | id                                   |
        | a word                     | not-a-uuid                           |
        | a number                   | 99999999999999                       |
        | two words                  | not an id                            |
        | a UUID with another letter | 3c90c3cc-0d44-4b50-8888-8dd25736052g |
        | 24 hexadecimal digits      | 667e48f7c8b972fc691a2b3c             |
        | text like SQL              | ' OR '1'='1                          |
        | text like a URL escape     | %00                                  |
        | an emoji                   | 🎉                                   |

    Scenario: A contact_id of 2000 letters is refused
      Given a valid updateContactById request
      And with the path parameter "contact_id" 2000 letters long
      When the request is sent
      Then the request is refused

    Scenario Outline: A contact_id with a <character> behind it is refused
      Given a valid updateContactById request
      And with a <character> behind the path parameter "contact_id"
      When the request is sent
      Then the request is refused

      Examples:
        | character      |
        | blank          |
        | null character |

  @media-type
  Rule: The request's Content-Type is application/json

    Scenario: An update without Content-Type is refused
      Given a valid updateContactById request
      And without the header "Content-Type"
      When the request is sent
      Then the request is refused

    Scenario Outline: An update of the type <type> is refused
      Given a valid updateContactById request
      And with the header "Content-Type" set to "<type>"
      When the request is sent
      Then the request is refused

      Examples:
        | type                              |
        | text/plain                        |
        | application/xml                   |
        | application/x-www-form-urlencoded |
        | multipart/form-data               |
        | application/octet-stream          |

    Scenario Outline: An update of the type <type> is accepted
      Given a valid updateContactById request
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
      Given a valid updateContactById request
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
      Given a valid updateContactById request
      And with the field "first_name" set to "Ann"
      And with the field "custom_fields" set to {"visits": 7}
      And with <damage>
      When the request is sent
      Then the request is refused

      Examples: JSON that is wrong in one place
        | flaw                                | damage                                                              |
        | is not closed                       | the last `}` of the body replaced by ``                             |
        | has a comma at its end              | the last `}` of the body replaced by `,}`                           |
        | has a key without quotes            | the first `"first_name"` of the body replaced by `first_name`       |
        | has single quotes                   | every `"` of the body replaced by `'`                               |
        | has a key without a value           | the first `"Ann"` of the body replaced by ``                        |
        | has a comment                       | the last `}` of the body replaced by `/* why */}`                   |
        | goes on after its end               | the last `}` of the body replaced by `} and more`                   |
        | has an unknown escape               | the first `"Ann"` of the body replaced by `"\\x41nn"`               |
        | has a number that JSON lacks        | the first `"visits":7` of the body replaced by `"visits":NaN`       |
        | has a number with a zero before it  | the first `"visits":7` of the body replaced by `"visits":07`        |
        | has an unescaped tab                | a raw tab behind the first `Ann` of the body                        |
        | has an unescaped line break         | a raw line break behind the first `Ann` of the body                 |
        | has an unescaped null character     | a raw null character behind the first `Ann` of the body             |
        | is a text that holds the object     | the whole body as a text in quotes                                  |
        | has two commas                      | the first `"Ann",` of the body replaced by `"Ann",,`                |
        | has a semicolon for a comma         | the first `"Ann",` of the body replaced by `"Ann";`                 |
        | has no colon behind a key           | the first `"first_name":` of the body replaced by `"first_name"`    |
        | has a hexadecimal number            | the first `"visits":7` of the body replaced by `"visits":0x7`       |
        | has a number with a plus sign       | the first `"visits":7` of the body replaced by `"visits":+7`        |
        | has a number that begins with a dot | the first `"visits":7` of the body replaced by `"visits":.7`        |
        | has a number that ends with a dot   | the first `"visits":7` of the body replaced by `"visits":7.`        |
        | has the word undefined              | the first `"visits":7` of the body replaced by `"visits":undefined` |
        | has null as Python spells it        | the first `"visits":7` of the body replaced by `"visits":None`      |

    Scenario Outline: A body that is <kind> is refused
      Given a valid updateContactById request
      And with the body <body>
      When the request is sent
      Then the request is refused

      Examples: Something else than JSON
        | kind       | body                                            |
        | plain text | Ann Doe                                         |
        | a form     | first_name=Ann&last_name=Doe                    |
        | XML        | <contact><first_name>Ann</first_name></contact> |

      Examples: Other types than an object
        | kind                    | body                    |
        | an array with an update | [{"first_name": "Ann"}] |
        | an empty array          | []                      |
        | a string                | "Ann"                   |
        | a number                | 42                      |
        | null                    | null                    |
        | a boolean               | true                    |

    Scenario: A body in another encoding than UTF-8 is refused
      Given a valid updateContactById request
      And with the field "first_name" set to "Zoë"
      And with the whole body in Latin-1
      When the request is sent
      Then the request is refused

  @types
  Rule: Every field has its documented type

    Scenario Outline: An update of the <field> alone, which is <kind>, is refused
      Given a valid updateContactById request
      And with the body {}
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field              | kind      | value             |
        | first_name         | a number  | 42                |
        | last_name          | an array  | ["text"]          |
        | email              | a boolean | true              |
        | last_seen          | no time   | "yesterday"       |
        | last_sent          | no time   | "yesterday"       |
        | last_seen          | a number  | 42                |
        | last_sent          | an object | {}                |
        | org_id             | a number  | 42                |
        | first_assistant_id | no UUID   | "docproof"        |
        | last_assistant_id  | no UUID   | "docproof"        |
        | first_widget_id    | no UUID   | "docproof"        |
        | last_widget_id     | no UUID   | "docproof"        |
        | channels        | a string  | "text" |
        | user_attributes | null      | null   |
        | custom_fields   | an array  | []     |

    Scenario Outline: An update whose <field> is <kind> is refused
      Given a valid updateContactById request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples: Texts, times and ids are text or null
        | field              | kind      | value             |
        | first_name         | a number  | 42                |
        | first_name         | an object | {"value": "text"} |
        | first_name         | an array  | ["text"]          |
        | first_name         | a boolean | true              |
        | last_name          | a number  | 42                |
        | last_name          | an object | {"value": "text"} |
        | last_name          | an array  | ["text"]          |
        | last_name          | a boolean | true              |
        | email              | a number  | 42                |
        | email              | an object | {"value": "text"} |
        | email              | an array  | ["text"]          |
        | email              | a boolean | true              |
        | last_seen          | a number  | 42                |
        | last_seen          | an object | {"value": "text"} |
        | last_seen          | an array  | ["text"]          |
        | last_seen          | a boolean | true              |
        | last_sent          | a number  | 42                |
        | last_sent          | an object | {"value": "text"} |
        | last_sent          | an array  | ["text"]          |
        | last_sent          | a boolean | true              |
        | org_id             | a number  | 42                |
        | org_id             | an object | {"value": "text"} |
        | org_id             | an array  | ["text"]          |
        | org_id             | a boolean | true              |
        | first_assistant_id | a number  | 42                |
        | first_assistant_id | an object | {"value": "text"} |
        | first_assistant_id | an array  | ["text"]          |
        | first_assistant_id | a boolean | true              |
        | last_assistant_id  | a number  | 42                |
        | last_assistant_id  | an object | {"value": "text"} |
        | last_assistant_id  | an array  | ["text"]          |
        | last_assistant_id  | a boolean | true              |
        | first_widget_id    | a number  | 42                |
        | first_widget_id    | an object | {"value": "text"} |
        | first_widget_id    | an array  | ["text"]          |
        | first_widget_id    | a boolean | true              |
        | last_widget_id     | a number  | 42                |
        | last_widget_id     | an object | {"value": "text"} |
        | last_widget_id     | an array  | ["text"]          |
        | last_widget_id     | a boolean | true              |

      Examples: Objects are objects
        | field           | kind      | value  |
        | channels        | a string  | "text" |
        | channels        | null      | null   |
        | channels        | an array  | []     |
        | channels        | a number  | 42     |
        | channels        | a boolean | true   |
        | user_attributes | a string  | "text" |
        | user_attributes | null      | null   |
        | user_attributes | an array  | []     |
        | user_attributes | a number  | 42     |
        | user_attributes | a boolean | true   |
        | custom_fields   | a string  | "text" |
        | custom_fields   | null      | null   |
        | custom_fields   | an array  | []     |
        | custom_fields   | a number  | 42     |
        | custom_fields   | a boolean | true   |

      Examples: What is empty has a type too
        | field              | kind            | value |
        | first_name         | zero            | 0     |
        | first_name         | false           | false |
        | first_name         | an empty array  | []    |
        | first_name         | an empty object | {}    |
        | last_name          | zero            | 0     |
        | last_name          | an empty array  | []    |
        | email              | false           | false |
        | email              | an empty object | {}    |
        | last_seen          | zero            | 0     |
        | last_seen          | an empty array  | []    |
        | last_sent          | false           | false |
        | last_sent          | an empty object | {}    |
        | org_id             | zero            | 0     |
        | org_id             | an empty object | {}    |
        | first_assistant_id | false           | false |
        | last_assistant_id  | an empty array  | []    |
        | first_widget_id    | zero            | 0     |
        | last_widget_id     | false           | false |
        | channels           | an empty text   | ""    |
        | user_attributes    | zero            | 0     |
        | custom_fields      | false           | false |

    Scenario Outline: An update of <field> alone that is <kind> is refused
      Given a valid updateContactById request
      And with only the field "<field>"
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field           | kind     | value      |
        | first_name      | a number | 42         |
        | last_seen       | a number | 1699335116 |
        | org_id          | a number | 42         |
        | channels        | null     | null       |
        | user_attributes | null     | null       |
        | custom_fields   | null     | null       |

    Scenario: A wrong type behind a null is refused
      Given a valid updateContactById request
      And with the field "first_name" set to null
      And with the field "org_id" set to 42
      When the request is sent
      Then the request is refused

  @format
  Rule: Times are date-times

    Scenario Outline: An update whose <field> is <kind> is refused
      Given a valid updateContactById request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field     | kind                                | value                           |
        | last_seen | a word                              | "yesterday"                     |
        | last_seen | an empty text                       | ""                              |
        | last_seen | a date alone                        | "2023-11-07"                    |
        | last_seen | a time alone                        | "05:31:56Z"                     |
        | last_seen | a number in quotes                  | "1699335116"                    |
        | last_seen | in a month 13                       | "2023-13-07T05:31:56Z"          |
        | last_seen | on a 30 February                    | "2023-02-30T05:31:56Z"          |
        | last_seen | on a leap day of another year       | "2023-02-29T05:31:56Z"          |
        | last_seen | in an hour 25                       | "2023-11-07T25:31:56Z"          |
        | last_seen | in a minute 61                      | "2023-11-07T05:61:56Z"          |
        | last_seen | in another order                    | "07/11/2023 05:31:56"           |
        | last_seen | spelt as in mail                    | "Tue, 07 Nov 2023 05:31:56 GMT" |
        | last_seen | followed by more                    | "2023-11-07T05:31:56Z and more" |
        | last_sent | a word                              | "yesterday"                     |
        | last_sent | an empty text                       | ""                              |
        | last_sent | a date alone                        | "2023-11-07"                    |
        | last_sent | a time alone                        | "05:31:56Z"                     |
        | last_sent | a number in quotes                  | "1699335116"                    |
        | last_sent | in a month 13                       | "2023-13-07T05:31:56Z"          |
        | last_sent | on a 30 February                    | "2023-02-30T05:31:56Z"          |
        | last_sent | on a leap day of another year       | "2023-02-29T05:31:56Z"          |
        | last_sent | in an hour 25                       | "2023-11-07T25:31:56Z"          |
        | last_sent | in a minute 61                      | "2023-11-07T05:61:56Z"          |
        | last_sent | in another order                    | "07/11/2023 05:31:56"           |
        | last_sent | spelt as in mail                    | "Tue, 07 Nov 2023 05:31:56 GMT" |
        | last_sent | followed by more                    | "2023-11-07T05:31:56Z and more" |
        | last_seen | with an hour of one digit           | "2023-11-07T5:31:56Z"           |
        | last_sent | with a month of one digit           | "2023-1-07T05:31:56Z"           |
        | last_seen | with slashes in its date            | "2023/11/07T05:31:56Z"          |
        | last_sent | with a dot and nothing behind it    | "2023-11-07T05:31:56.Z"         |
        | last_seen | with two offsets                    | "2023-11-07T05:31:56+01:00Z"    |
        | last_sent | with its offset twice               | "2023-11-07T05:31:56ZZ"         |
        | last_seen | with another letter before its time | "2023-11-07x05:31:56Z"          |
        | last_sent | milliseconds in quotes              | "1699335116000"                 |
        | last_seen | the word now                        | "now"                           |
        | last_sent | with a line break behind it         | "2023-11-07T05:31:56Z\\n"       |
        | last_seen | spelt in words                      | "November 7, 2023 05:31:56 GMT" |
        | last_sent | in quotes of its own                | "\\"2023-11-07T05:31:56Z\\""    |

      Examples: Parts that no calendar and no clock has
        | field     | kind                         | value                       |
        | last_seen | in a month 0                 | "2023-00-07T05:31:56Z"      |
        | last_sent | on a day 0                   | "2023-11-00T05:31:56Z"      |
        | last_seen | in a second 61               | "2023-11-07T05:31:61Z"      |
        | last_sent | with an offset of 25 hours   | "2023-11-07T05:31:56+25:00" |
        | last_seen | with an offset of 99 minutes | "2023-11-07T05:31:56+00:99" |
        | last_sent | in a year of two digits      | "23-11-07T05:31:56Z"        |
        | last_seen | on a 31 November             | "2023-11-31T05:31:56Z"      |
        | last_sent | on a leap day of 1900        | "1900-02-29T05:31:56Z"      |
        | last_seen | with an offset of 24 hours   | "2023-11-07T05:31:56+24:00" |

  @format
  Rule: Ids are UUIDs

    Scenario Outline: An update whose <field> is <kind> is refused
      Given a valid updateContactById request
      And with the field "<field>" set to <value>
      When the request is sent
      Then the request is refused

      Examples:
        | field              | kind                                | value                                           |
        | org_id             | a word                              | "not-a-uuid"                                    |
        | org_id             | an empty text                       | ""                                              |
        | org_id             | one digit short                     | "3c90c3cc-0d44-4b50-8888-8dd25736052"           |
        | org_id             | one digit long                      | "3c90c3cc-0d44-4b50-8888-8dd25736052ab"         |
        | org_id             | a UUID with another letter          | "3c90c3cc-0d44-4b50-8888-8dd25736052g"          |
        | org_id             | 24 hexadecimal digits               | "667e48f7c8b972fc691a2b3c"                      |
        | org_id             | a UUID and more                     | "3c90c3cc-0d44-4b50-8888-8dd25736052a and more" |
        | org_id             | a UUID and a line break             | "3c90c3cc-0d44-4b50-8888-8dd25736052a\\n"       |
        | first_assistant_id | a word                              | "not-a-uuid"                                    |
        | first_assistant_id | an empty text                       | ""                                              |
        | first_assistant_id | one digit short                     | "3c90c3cc-0d44-4b50-8888-8dd25736052"           |
        | first_assistant_id | one digit long                      | "3c90c3cc-0d44-4b50-8888-8dd25736052ab"         |
        | first_assistant_id | a UUID with another letter          | "3c90c3cc-0d44-4b50-8888-8dd25736052g"          |
        | first_assistant_id | 24 hexadecimal digits               | "667e48f7c8b972fc691a2b3c"                      |
        | first_assistant_id | a UUID and more                     | "3c90c3cc-0d44-4b50-8888-8dd25736052a and more" |
        | last_assistant_id  | a word                              | "not-a-uuid"                                    |
        | last_assistant_id  | an empty text                       | ""                                              |
        | last_assistant_id  | one digit short                     | "3c90c3cc-0d44-4b50-8888-8dd25736052"           |
        | last_assistant_id  | one digit long                      | "3c90c3cc-0d44-4b50-8888-8dd25736052ab"         |
        | last_assistant_id  | a UUID with another letter          | "3c90c3cc-0d44-4b50-8888-8dd25736052g"          |
        | last_assistant_id  | 24 hexadecimal digits               | "667e48f7c8b972fc691a2b3c"                      |
        | last_assistant_id  | a UUID and more                     | "3c90c3cc-0d44-4b50-8888-8dd25736052a and more" |
        | first_widget_id    | a word                              | "not-a-uuid"                                    |
        | first_widget_id    | an empty text                       | ""                                              |
        | first_widget_id    | one digit short                     | "3c90c3cc-0d44-4b50-8888-8dd25736052"           |
        | first_widget_id    | one digit long                      | "3c90c3cc-0d44-4b50-8888-8dd25736052ab"         |
        | first_widget_id    | a UUID with another letter          | "3c90c3cc-0d44-4b50-8888-8dd25736052g"          |
        | first_widget_id    | 24 hexadecimal digits               | "667e48f7c8b972fc691a2b3c"                      |
        | first_widget_id    | a UUID and more                     | "3c90c3cc-0d44-4b50-8888-8dd25736052a and more" |
        | last_widget_id     | a word                              | "not-a-uuid"                                    |
        | last_widget_id     | an empty text                       | ""                                              |
        | last_widget_id     | one digit short                     | "3c90c3cc-0d44-4b50-8888-8dd25736052"           |
        | last_widget_id     | one digit long                      | "3c90c3cc-0d44-4b50-8888-8dd25736052ab"         |
        | last_widget_id     | a UUID with another letter          | "3c90c3cc-0d44-4b50-8888-8dd25736052g"          |
        | last_widget_id     | 24 hexadecimal digits               | "667e48f7c8b972fc691a2b3c"                      |
        | last_widget_id     | a UUID and more                     | "3c90c3cc-0d44-4b50-8888-8dd25736052a and more" |
        | org_id             | a UUID with a blank before it       | " 3c90c3cc-0d44-4b50-8888-8dd25736052a"         |
        | first_assistant_id | a UUID with hyphens in other places | "3c90-c3cc0d44-4b50-8888-8dd25736052a"          |
        | last_assistant_id  | a UUID with underscores for hyphens | "3c90c3cc_0d44_4b50_8888_8dd25736052a"          |
        | first_widget_id    | a UUID in quotes of its own         | "\\"3c90c3cc-0d44-4b50-8888-8dd25736052a\\""    |
        | last_widget_id     | a UUID with a prefix                | "u-3c90c3cc-0d44-4b50-8888-8dd25736052a"        |
        | org_id             | a UUID with a tab before it         | "\\t3c90c3cc-0d44-4b50-8888-8dd25736052a"       |

  @unspecified
  Rule: What the documentation leaves open is answered without a server error

    @concurrency
    Scenario: Two updates at the same moment are both answered
      Given a valid updateContactById request
      And another valid updateContactById request
      When both requests are sent at the same moment
      Then the request is answered without a server error

    Scenario Outline: <What> may be accepted or refused
      Given a valid updateContactById request
      And <difference>
      When the request is sent
      Then the request is answered without a server error

      Examples:
        | What                                  | difference                                                                                  |
        | No body                               | without a body                                                                              |
        | An empty first name                   | with the field "first_name" set to ""                                                       |
        | An empty last name                    | with the field "last_name" set to ""                                                        |
        | A first name of 20000 letters         | with the field "first_name" 20000 letters long                                              |
        | A name with a null character          | with the field "first_name" set to "Ann\\u0000Bob"                                          |
        | A name with half a surrogate pair     | with the first `{"first_name":"` of the body replaced by `{"first_name":"\\ud83d`           |
        | An empty email                        | with the field "email" set to ""                                                            |
        | An email that is none                 | with the field "email" set to "no email"                                                    |
        | An email with an accent               | with the field "email" set to "zoë@exämple.com"                                             |
        | A time without an offset              | with the field "last_seen" set to "2023-11-07T05:31:56"                                     |
        | A time with a space                   | with the field "last_sent" set to "2023-11-07 05:31:56Z"                                    |
        | A time in small letters               | with the field "last_seen" set to "2023-11-07t05:31:56z"                                    |
        | A time in the basic format            | with the field "last_seen" set to "20231107T053156Z"                                        |
        | A leap second                         | with the field "last_seen" set to "2016-12-31T23:59:60Z"                                    |
        | A time at 24 o'clock                  | with the field "last_seen" set to "2023-11-07T24:00:00Z"                                    |
        | A time in the year 9999               | with the field "last_seen" set to "9999-12-31T23:59:59Z"                                    |
        | A time in the year 0                  | with the field "last_seen" set to "0000-01-01T00:00:00Z"                                    |
        | A UUID without hyphens                | with the field "org_id" set to "3c90c3cc0d444b5088888dd25736052a"                           |
        | A UUID in braces                      | with the field "org_id" set to "{3c90c3cc-0d44-4b50-8888-8dd25736052a}"                     |
        | A UUID as a URN                       | with the field "org_id" set to "urn:uuid:3c90c3cc-0d44-4b50-8888-8dd25736052a"              |
        | The UUID of zeros                     | with the field "org_id" set to "00000000-0000-0000-0000-000000000000"                       |
        | A contact_id without hyphens          | with the path parameter "contact_id" set to "3c90c3cc0d444b5088888dd25736052a"              |
        | A contact_id in braces                | with the path parameter "contact_id" set to "{3c90c3cc-0d44-4b50-8888-8dd25736052a}"        |
        | An object with an empty key           | with the field "custom_fields" set to {"": "empty"}                                         |
        | An object with a key of dots          | with the field "custom_fields" set to {"a.b.c": 1}                                          |
        | An object with a key like an operator | with the field "custom_fields" set to {"$set": {"a": 1}}                                    |
        | An object with a key like a prototype | with the field "custom_fields" set to {"__proto__": {"a": 1}}                               |
        | An object with a number of 30 digits  | with the field "custom_fields" set to {"n": 123456789012345678901234567890}                 |
        | An object with a number of 301 digits | with the field "custom_fields" set to {"n": 1e300}                                          |
        | An object of 100 levels               | with the field "custom_fields" nested 100 levels deep                                       |
        | An undocumented field                 | with the field "nickname" set to "Johnny"                                                   |
        | An undocumented field of 100 levels   | with the field "nickname" nested 100 levels deep                                            |
        | A key given twice                     | with the first `{"first_name":` of the body replaced by `{"first_name":"Ann","first_name":` |
        | A media type that ends with +json     | with the header "Content-Type" set to "application/vnd.api+json"                            |
        | The media type text/json              | with the header "Content-Type" set to "text/json"                                           |
        | An unknown charset                    | with the header "Content-Type" set to "application/json; charset=klingon"                   |
        | A query parameter                     | with the query parameter "dry_run" set to "true"                                            |
        | A body in UTF-16                      | with the whole body in UTF-16                                                               |
        | A byte order mark before the body     | with a byte order mark before the body                                                      |

"""Writes the suites of the other tools: suites.py FOLDER CASES URL."""

import json
import pathlib
import sys

folder, count, url = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


def note(number):
    return {
        "title": f"note {number}",
        "text": f"the text of note {number}",
        "pinned": False,
        "author": {"firstName": "Zoë", "lastName": "Smith"},
        "labels": ["home", "shopping"],
    }


(folder / "target.toml").write_text(
    f'[notes]\nbase-url = "{url}"\n[notes.credentials.key]\nkey = "${{NOTES_X_KEY}}"\n'
)

# hurl: a file a case.
hurl = folder / "hurl"
hurl.mkdir(exist_ok=True)
for number in range(count):
    sent = note(number)
    (hurl / f"note-{number:06}.hurl").write_text(
        f"""POST {url}/notes
X-Key: n-5c1f08e2a94b7d36
Content-Type: application/json
{json.dumps(sent, ensure_ascii=False)}
HTTP 201
[Asserts]
header "Content-Type" contains "application/json"
jsonpath "$.id" isString
jsonpath "$.title" == "{sent['title']}"
jsonpath "$.text" == "{sent['text']}"
jsonpath "$.pinned" == false
jsonpath "$.author.firstName" == "Zoë"
jsonpath "$.labels" count == 2
"""
    )

# cucumber-js: a scenario a case.
cucumber = folder / "cucumber"
cucumber.mkdir(exist_ok=True)
(cucumber / "steps.cjs").write_text(
    """const { Given, When, Then } = require(process.env.CUCUMBER || '@cucumber/cucumber');
const assert = require('node:assert');
Given('note {int}', function (number) {
  this.sent = { title: `note ${number}`, text: `the text of note ${number}`, pinned: false,
    author: { firstName: 'Zoë', lastName: 'Smith' }, labels: ['home', 'shopping'] };
});
When('it is sent', async function () {
  this.answer = await fetch('%s/notes', { method: 'POST', body: JSON.stringify(this.sent),
    headers: { 'X-Key': 'n-5c1f08e2a94b7d36', 'Content-Type': 'application/json' } });
  this.body = await this.answer.json();
});
Then('it comes back', function () {
  assert.equal(this.answer.status, 201);
  assert.match(this.answer.headers.get('content-type'), /application\\/json/);
  assert.equal(typeof this.body.id, 'string');
  for (const name of Object.keys(this.sent)) assert.deepEqual(this.body[name], this.sent[name]);
});
"""
    % url
)
scenarios = "".join(
    f"\n  Scenario: Note {number}\n    Given note {number}\n    When it is sent\n    Then it comes back\n"
    for number in range(count)
)
(cucumber / "notes.feature").write_text("Feature: Notes\n" + scenarios)

# newman: a request a case.
test = """pm.test('it comes back', () => {
  pm.response.to.have.status(201);
  pm.expect(pm.response.headers.get('Content-Type')).to.include('application/json');
  const body = pm.response.json(), sent = JSON.parse(pm.request.body.raw);
  pm.expect(body.id).to.be.a('string');
  for (const name of Object.keys(sent)) pm.expect(body[name]).to.eql(sent[name]);
});"""
items = [
    {
        "name": f"Note {number}",
        "event": [{"listen": "test", "script": {"exec": test.split("\n")}}],
        "request": {
            "method": "POST",
            "url": f"{url}/notes",
            "header": [
                {"key": "X-Key", "value": "n-5c1f08e2a94b7d36"},
                {"key": "Content-Type", "value": "application/json"},
            ],
            "body": {"mode": "raw", "raw": json.dumps(note(number), ensure_ascii=False)},
        },
    }
    for number in range(count)
]
schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
(folder / "postman.json").write_text(
    json.dumps({"info": {"name": "Notes", "schema": schema}, "item": items})
)

# tavern: a document a case.
documents = []
for number in range(count):
    sent = json.dumps(note(number), ensure_ascii=False)
    documents.append(
        f"""test_name: Note {number}
stages:
  - name: it comes back
    request:
      url: {url}/notes
      method: POST
      headers: {{X-Key: n-5c1f08e2a94b7d36}}
      json: {sent}
    response:
      status_code: 201
      strict: false
      json:
        id: !anystr
        title: note {number}
        text: the text of note {number}
        pinned: false
"""
    )
(folder / "test_notes.tavern.yaml").write_text("---\n".join(documents))

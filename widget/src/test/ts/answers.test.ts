import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field } from '../../main/ts/site.js';
import { problemOf } from '../../main/ts/view/answers.js';
import words from '../../main/ts/words/de.js';

const { missing, phoneShort, phoneLong, phoneOdd, emailOdd } = words.form;

const cases: readonly [Field, string, boolean, string | null][] = [
  ['name', '', false, null],
  ['name', '  ', true, missing.name],
  ['name', 'Ó', true, null],
  ['phone', '', false, null],
  ['phone', ' ', true, missing.phone],
  ['phone', '+44 770', false, phoneShort],
  ['phone', '+44 7700 900 119', true, null],
  ['phone', '(0351) 21-234.5678', false, null],
  ['phone', '+1234567890123456', false, phoneLong],
  ['phone', 'call me maybe', false, phoneOdd],
  ['email', '', true, missing.email],
  ['email', 'elena', false, emailOdd],
  ['email', 'elena@shop', false, emailOdd],
  ['email', 'elena@shop.example', true, null],
  ['email', ' elena+x@mail.shop.example ', true, null],
  ['email', 'two words@shop.example', false, emailOdd],
];

for (const [field, answer, required, problem] of cases) {
  test(`${field} “${answer}”${required ? ', required' : ''}`, () => {
    assert.equal(problemOf(field, answer, required, words.form), problem);
  });
}

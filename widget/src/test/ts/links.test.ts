import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesIn } from '../../main/ts/view/dom.js';

const addresses = (text: string) =>
  addressesIn(text)
    .filter(({ address }) => address)
    .map((part) => part.text);

test('addresses are found in sentences, and only those of the web', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['See https://example.com/fjord?a=1&b=2.', ['https://example.com/fjord?a=1&b=2']],
    ['(https://example.com/a_(b))', ['https://example.com/a_(b)']],
    ['“https://example.com/x”, she said', ['https://example.com/x']],
    ['HTTPS://EXAMPLE.COM!', ['HTTPS://EXAMPLE.COM']],
    ['https://a.example, http://b.example…', ['https://a.example', 'http://b.example']],
    ['javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd', []],
    ['<a href="https://example.com/">', ['https://example.com/']],
    ['https://', []],
    ['', []],
  ];
  for (const [text, found] of table) {
    assert.deepEqual(addresses(text), found, text);
  }
});

test('an address ends where the direction of writing is turned', () => {
  assert.deepEqual(addresses('https://bank.example/\u202emoc.live//:sptth'), ['https://bank.example/']);
  assert.deepEqual(addresses('https://bank.example\u2066x'), ['https://bank.example']);
});

test('no text loses a character, however long and strange it is', () => {
  const texts = [
    '🎉'.repeat(10_000),
    Array.from({ length: 200 }, (_, line) => `Line ${line}`).join('\n'),
    'w'.repeat(4_096),
    'https://example.com/' + ')'.repeat(4_000),
    'https://example.com/' + '(a)'.repeat(1_200) + ').,;',
    '\u202e\u2066<script>alert(1)</script>https://x.example/<b>',
  ];
  for (const text of texts) {
    const began = performance.now();
    assert.equal(addressesIn(text).map((part) => part.text).join(''), text);
    assert.ok(performance.now() - began < 20_000, text.slice(0, 40));
  }
});

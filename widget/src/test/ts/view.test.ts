import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSite } from '../../main/ts/site.js';
import type { Message } from '../../main/ts/frames.js';
import * as threads from '../../main/ts/thread.js';
import { type News, type Row, rowsOf } from '../../main/ts/view/rows.js';
import { Calendar, directionOf, english, usableLocale } from '../../main/ts/words.js';

const now = new Date(2026, 2, 4, 12, 0).getTime();
const on = (day: number, hour: number) => new Date(2026, 2, day, hour, 5).toISOString();

function thread(...messages: Partial<Message>[]): threads.Thread {
  return messages.reduce<threads.Thread>(
    (held, message, index) =>
      threads.received(held, {
        seq: index + 1,
        from: 'agent',
        name: 'Tomás',
        cid: null,
        kind: 'text',
        text: 'Message',
        attachment: null,
        replyTo: null,
        at: on(4, 10),
        status: null,
        ...message,
      }),
    threads.emptyThread,
  );
}

function rows(held: threads.Thread, news: News | null = null): readonly Row[] {
  return rowsOf(held, {
    now,
    words: english,
    calendar: new Calendar('en'),
    typing: null,
    news,
    problem: () => 'Not sent',
  });
}

const outline = (all: readonly Row[]) =>
  all.map((row) =>
    row.kind === 'bubble' ? (row.first ? 'first ' : 'next ') + row.time : 'text' in row ? row.text : '',
  );

test('days, runs and system lines', () => {
  const held = thread(
    { at: on(1, 9) },
    { at: on(3, 9) },
    { at: on(4, 10) },
    { at: on(4, 11) },
    { from: 'system', text: 'Ingrid joined the chat' },
    { name: 'Ingrid' },
    { from: 'visitor', name: null, status: 'read' },
  );
  assert.deepEqual(outline(rows(held)), [
    'Sunday',
    'first 09:05',
    'Yesterday',
    'first 09:05',
    'Today',
    'first 10:05',
    'next 11:05',
    'Ingrid joined the chat',
    'first 10:05',
    'first 10:05',
  ]);
});

test('what is new is told apart once', () => {
  const held = thread({}, { from: 'visitor', status: 'sent' }, {}, {});
  assert.deepEqual(outline(rows(held, { after: 1, count: 2 })), [
    'Today',
    'first 10:05',
    'first 10:05',
    '2 new since you left',
    'first 10:05',
    'next 10:05',
  ]);
});

test('a message keeps its row from the queue to the thread', () => {
  const queued = threads.said(thread({}), 'c1', 'Hello', on(4, 11));
  const key = (all: readonly Row[]) => all.at(-1)?.key;
  assert.equal(key(rows(queued)), 'cid c1');
  assert.equal(key(rows(threads.accepted(queued, 'c1', 2, on(4, 11)))), 'cid c1');
});

test('a failed message can be mended until it is put away', () => {
  const failed = thread({ from: 'visitor', status: 'failed' });
  assert.deepEqual(rows(failed).map(({ kind }) => kind), ['line', 'bubble', 'fix']);
  assert.deepEqual(rows(threads.putAway(failed, 1)), []);
});

test('a quote shows who said what, and what is not there is not quoted', () => {
  const held = thread(
    { text: '', kind: 'image', attachment: { kind: 'image' } as Message['attachment'] },
    { from: 'visitor', name: null, status: 'read', replyTo: 1 },
    { replyTo: 2 },
    { replyTo: 99 },
  );
  const quotes = rows(held).flatMap((row) => (row.kind === 'bubble' ? [row.quote] : []));
  assert.deepEqual(quotes, [
    null,
    { seq: 1, own: false, name: 'Tomás', text: 'Photo' },
    { seq: 2, own: true, name: null, text: 'Message' },
    null,
  ]);
});

test('a file that waits is drawn with how far it is', () => {
  const file = { kind: 'document', name: 'a.pdf', mime: 'application/pdf', size: 9, width: null, height: null, handle: null };
  let held = threads.said(thread({}), 'c1', '', on(4, 11), null, file);
  held = threads.said(held, 'c2', 'Here', on(4, 11), 1, { ...file, handle: 'h1' });
  held = threads.refused(threads.said(held, 'c3', '', on(4, 11), null, file), 'c3', 'too_large');
  const all = rowsOf(held, {
    now,
    words: english,
    calendar: new Calendar('en'),
    typing: null,
    news: null,
    upload: { cid: 'c1', part: 0.4 },
    problem: () => 'Not sent',
  });
  const bubbles = all.flatMap((row) => (row.kind === 'bubble' && row.own ? [row] : []));
  assert.deepEqual(
    bubbles.map(({ text, wordless, part, attachment }) => [text, wordless, part, attachment?.state]),
    [
      ['a.pdf', true, 0.4, 'here'],
      ['Here', false, 1, 'waiting'],
      ['a.pdf', true, null, 'here'],
    ],
  );
});

test('no two rows have the same key, even when clocks disagree', () => {
  let held = thread({ at: on(4, 10) }, { at: on(3, 10) }, { at: on(4, 10) });
  held = threads.said(held, 'c1', 'Hello', on(2, 10));
  const keys = rows(held).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

test('a site with nothing said about it is plain', () => {
  const site = readSite({ name: 'Juniper & Co.', questions: ['One?', 7, ''], theme: 'pink', x: 1 });
  assert.deepEqual(
    [site.initials, site.online, site.theme, site.position, site.questions, site.replyTime],
    ['JC', true, 'auto', 'right', ['One?'], null],
  );
  assert.equal(readSite(null).name, '');
});

test('a language is what the page says, if it is one', () => {
  assert.equal(usableLocale('', null, 'pt_PT', 'pt-pt'), 'pt-PT');
  assert.equal(usableLocale(undefined), 'en');
  assert.deepEqual(['ar-EG', 'he', 'en', 'arn'].map(directionOf), ['rtl', 'rtl', 'ltr', 'ltr']);
});

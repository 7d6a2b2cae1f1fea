import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Hours, openBetween, readHours, standingAt } from '../../main/ts/hours.js';

const WORKDAYS = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' }));

function hours(zone: string, week: object[], ...closed: string[]): Hours {
  const read = readHours({ zone, week, closed: closed.map((date) => ({ date })) });
  assert.ok(read);
  return read;
}

function standing(held: Hours, now: string): string {
  const { open, until } = standingAt(held, Date.parse(now));
  return `${open ? 'open' : 'closed'} until ${until === null ? 'ever' : new Date(until).toISOString()}`;
}

const SHOP = hours('Europe/Lisbon', WORKDAYS, '2026-12-25');
const NIGHT = hours('Europe/Berlin', [{ day: 7, from: '02:30', to: '05:00' }]);
const BAR = hours('America/New_York', [
  { day: 5, from: '18:00', to: '24:00' },
  { day: 6, from: '00:00', to: '02:00' },
]);

const cases: readonly [string, Hours, string, string][] = [
  ['in the middle of a day', SHOP, '2026-07-15T10:00:00Z', 'open until 2026-07-15T17:00:00.000Z'],
  ['to the minute of the end', SHOP, '2026-07-15T16:59:59Z', 'open until 2026-07-15T17:00:00.000Z'],
  ['at the end', SHOP, '2026-07-15T17:00:00Z', 'closed until 2026-07-16T08:00:00.000Z'],
  ['over the weekend', SHOP, '2026-07-17T20:00:00Z', 'closed until 2026-07-20T08:00:00.000Z'],
  ['over the weekend in which summer time begins', SHOP, '2026-03-27T19:00:00Z', 'closed until 2026-03-30T08:00:00.000Z'],
  ['over the weekend in which it ends', SHOP, '2026-10-23T19:00:00Z', 'closed until 2026-10-26T09:00:00.000Z'],
  ['over a day on which it is closed, and a weekend', SHOP, '2026-12-24T19:00:00Z', 'closed until 2026-12-28T09:00:00.000Z'],
  ['where the beginning is skipped, from the jump', NIGHT, '2026-03-28T12:00:00Z', 'closed until 2026-03-29T01:00:00.000Z'],
  ['the skipped hour is short', NIGHT, '2026-03-29T01:30:00Z', 'open until 2026-03-29T03:00:00.000Z'],
  ['where an hour comes twice, closed in between', NIGHT, '2026-10-25T00:45:00Z', 'open until 2026-10-25T01:00:00.000Z'],
  ['and open the second time', NIGHT, '2026-10-25T01:10:00Z', 'closed until 2026-10-25T01:30:00.000Z'],
  [
    'before a jump on a later day, by what is earlier',
    hours('Europe/Lisbon', [{ day: 7, from: '00:30', to: '12:00' }]),
    '2026-03-27T12:00:00Z',
    'closed until 2026-03-29T00:30:00.000Z',
  ],
  [
    'where midnight is skipped',
    hours('Africa/Cairo', [{ day: 5, from: '00:00', to: '06:00' }]),
    '2026-04-23T12:00:00Z',
    'closed until 2026-04-23T22:00:00.000Z',
  ],
  ['through midnight', BAR, '2026-07-18T01:00:00Z', 'open until 2026-07-18T06:00:00.000Z'],
  ['from another day of the week than the reader’s', BAR, '2026-07-18T06:00:00Z', 'closed until 2026-07-24T22:00:00.000Z'],
  [
    'never closed',
    hours('Asia/Tokyo', [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }))),
    '2026-07-18T06:00:00Z',
    'open until ever',
  ],
];

for (const [name, held, now, expected] of cases) {
  test(`hours ${name}`, () => assert.equal(standing(held, now), expected));
}

test('the stretches of a week are cut where the week is', () => {
  const from = Date.parse('2026-07-13T12:00:00Z');
  const to = Date.parse('2026-07-15T00:00:00Z');
  const told = openBetween(SHOP, from, to).map((stretch) =>
    [stretch.from, stretch.to].map((at) => new Date(at).toISOString().slice(5, 16)).join(' '),
  );
  assert.deepEqual(told, ['07-13T12:00 07-13T17:00', '07-14T08:00 07-14T17:00']);
});

test('a stretch through midnight is one', () => {
  const friday = Date.parse('2026-07-17T12:00:00Z');
  assert.equal(openBetween(BAR, friday, friday + 86_400_000).length, 1);
});

test('what a browser cannot read is no hours', () => {
  assert.equal(readHours(null), null);
  assert.equal(readHours({ zone: 'Mars/Olympus', week: WORKDAYS, closed: [] }), null);
  assert.equal(readHours({ zone: 'UTC', week: [], closed: [] }), null);
  assert.equal(readHours({ zone: 'UTC', week: 'always', closed: [] }), null);
});

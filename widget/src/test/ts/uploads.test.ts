import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Queued, said, emptyThread } from '../../main/ts/thread.js';
import { type Dispatcher, type Outcome, outcomeOf, type Parcel, Uploads } from '../../main/ts/uploads.js';
import { FakeClock } from './fakes.js';

const file = { kind: 'image', name: 'a.jpg', mime: 'image/jpeg', size: 3, width: 1, height: 1, handle: null };
const queue = (...cids: string[]): readonly Queued[] =>
  cids.reduce((held, cid) => said(held, cid, '', '2026-03-02T10:00:00Z', null, file), emptyThread).queue;

/** Lets what is promised happen. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
};

function world(outcomes: readonly Outcome[]) {
  const clock = new FakeClock();
  const told: string[] = [];
  const parcels: Parcel[] = [];
  const signals: AbortSignal[] = [];
  let answer: (outcome: Outcome) => void = () => {};
  const left = [...outcomes];
  const dispatcher: Dispatcher = {
    bytes: (cid) => Promise.resolve(cid === 'gone' ? null : new Blob(['abc'])),
    token: () => 'vt_1',
    progressed: (cid, part) => told.push(`${cid} ${part}`),
    kept: (cid, handle) => told.push(`${cid} kept ${handle}`),
    refused: (cid, code, reason) => told.push(`${cid} refused ${code} ${reason}`),
    pause: (millis, code) => told.push(`pause ${millis} ${code}`),
    stranger: () => told.push('stranger'),
  };
  const uploads = new Uploads(dispatcher, clock, (parcel, signal) => {
    parcels.push(parcel);
    signals.push(signal);
    const next = left.shift();
    return next === undefined ? new Promise((done) => (answer = done)) : Promise.resolve(next);
  });
  const take = async (...cids: string[]) => {
    const [first] = queue(...cids);
    uploads.take(first as Queued);
    await settle();
  };
  return { uploads, clock, told, parcels, signals, take, answer: (outcome: Outcome) => answer(outcome) };
}

test('what the gateway keeps is told with its handle', async () => {
  const { take, told, parcels } = world([{ t: 'kept', handle: 'h1' }]);
  await take('c1');
  assert.deepEqual(told, ['c1 kept h1']);
  assert.deepEqual([parcels[0]?.name, parcels[0]?.token], ['a.jpg', 'vt_1']);
});

test('a file on its way is not taken twice, and is let go when its message is', async () => {
  const { uploads, take, parcels, signals, told, answer } = world([]);
  await take('c1');
  await take('c1');
  assert.equal(parcels.length, 1);
  uploads.tend(queue('c2'));
  assert.equal(signals[0]?.aborted, true);
  answer({ t: 'kept', handle: 'late' });
  await settle();
  assert.deepEqual(told, []);
});

test('progress is told now and then, and not for every byte', async () => {
  const { take, parcels, clock, told } = world([]);
  await take('c1');
  parcels[0]?.progressed(0.1);
  parcels[0]?.progressed(0.2);
  clock.pass(200);
  parcels[0]?.progressed(0.5);
  assert.deepEqual(told, ['c1 0.1', 'c1 0.5']);
});

test('a cut upload is tried again, longer and longer apart, and then given to the visitor', async () => {
  const cut: Outcome = { t: 'cut' };
  const { take, told } = world([cut, cut, cut, cut, cut, cut]);
  for (let turn = 0; turn < 6; turn++) {
    await take('c1');
  }
  assert.deepEqual(told, [
    'pause 2000 null',
    'pause 4000 null',
    'pause 8000 null',
    'pause 16000 null',
    'pause 30000 null',
    'c1 refused cut null',
  ]);
});

test('who is a stranger says hello again, once for each token', async () => {
  const { take, told } = world([{ t: 'stranger' }, { t: 'stranger' }]);
  await take('c1');
  await take('c1');
  assert.deepEqual(told, ['stranger', 'c1 refused not_welcome null']);
});

test('a file whose bytes are gone says so', async () => {
  const { take, told, parcels } = world([]);
  await take('gone');
  assert.deepEqual([told, parcels.length], [['gone refused lost null'], 0]);
});

test('answers are read for what they say, a proxy’s too', () => {
  const table: readonly (readonly [number, string, string | null, Outcome])[] = [
    [201, '{"id":"h1"}', null, { t: 'kept', handle: 'h1' }],
    [201, 'not json', null, { t: 'cut' }],
    [401, '{"code":"not_welcome"}', null, { t: 'stranger' }],
    [413, '<html>nginx</html>', null, { t: 'refused', code: 'too_large', reason: '' }],
    [415, '{"code":"unsupported_type","detail":"No."}', null, { t: 'refused', code: 'unsupported_type', reason: 'No.' }],
    [422, '{"code":"empty","detail":"The file is empty."}', null, { t: 'refused', code: 'empty', reason: 'The file is empty.' }],
    [429, '{}', '7', { t: 'later', code: 'rate_limited', seconds: 7 }],
    [429, '{}', 'soon', { t: 'later', code: 'rate_limited', seconds: 5 }],
    [503, '{}', null, { t: 'later', code: 'unavailable', seconds: 5 }],
    [502, '', null, { t: 'cut' }],
    [200, '[]', null, { t: 'cut' }],
  ];
  for (const [status, body, retryAfter, outcome] of table) {
    assert.deepEqual(outcomeOf(status, body, retryAfter), outcome, `${status} ${body}`);
  }
});

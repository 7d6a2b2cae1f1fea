import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type ClientFrame, readFrame, writeFrame } from '../../main/ts/frames.js';

const samples = new URL('../../../../src/test/frames/', import.meta.url);
const sample = (name: string) => readFileSync(new URL(name + '.json', samples), 'utf8');
const cid = '0b9f3c1e-6d5a-4f0e-9b1c-2f6f1f0f7a11';
const at = '2026-03-02T10:41:07.120Z';

test('every sample of the gateway reads as the type that it names', () => {
  const names = readdirSync(samples).filter((name) => name.startsWith('gateway-'));
  assert.ok(names.length > 20);
  for (const name of names) {
    const text = readFileSync(new URL(name, samples), 'utf8');
    assert.equal(readFrame(text)?.t, (JSON.parse(text) as { t: string }).t, name);
  }
});

test('every sample of the client is what the widget writes', () => {
  const page = {
    url: 'https://shop.example.com/lamps/fjord',
    title: 'Fjord pendant',
    referrer: 'https://search.example.com/',
  };
  const home = { url: 'https://shop.example.com/', title: 'Juniper & Co.', referrer: '' };
  const frames: Record<string, ClientFrame> = {
    'client-hello-first': { t: 'hello', token: null, after: 0, page, locale: 'en' },
    'client-hello-again': { t: 'hello', token: 'vt_6f1a', after: 12, page: home, locale: 'pt-PT' },
    'client-send': { t: 'send', cid, text: 'Hi! Is the Fjord pendant dimmable?' },
    'client-send-reply': { t: 'send', cid, text: 'The green one', reply_to: 12 },
    'client-send-attachment': { t: 'send', cid, text: '', attachment: 'a_1f4c' },
    'client-typing': { t: 'typing', on: true },
    'client-got': { t: 'got', seq: 13 },
    'client-seen': { t: 'seen', seq: 13 },
    'client-profile': {
      t: 'profile',
      name: 'Elena Marchetti',
      phone: '+447700900119',
      email: 'elena@example.com',
    },
    'client-rate': { t: 'rate', score: 4, comment: 'Quick and kind.' },
    'client-end': { t: 'end' },
    'client-page': {
      t: 'page',
      url: 'https://juniper.example/lamps/fjord-pendant',
      title: 'Fjord pendant',
      referrer: 'https://search.example/',
      landing: 'https://juniper.example/?utm_campaign=autumn',
    },
    'client-ping': { t: 'ping' },
  };
  const names = readdirSync(samples).filter((name) => name.startsWith('client-'));
  assert.equal(names.length, Object.keys(frames).length);
  for (const [name, frame] of Object.entries(frames)) {
    assert.deepEqual(JSON.parse(writeFrame(frame)), JSON.parse(sample(name)), name);
  }
});

test('members get the names they have inside', () => {
  assert.deepEqual(readFrame(sample('gateway-welcome')), {
    t: 'welcome',
    token: 'vt_6f1a',
    conversation: { code: 'K7QD', status: 'open', lastSeq: 12 },
    online: true,
    heartbeat: 25,
  });
  assert.deepEqual(readFrame(sample('gateway-error-rate-limited')), {
    t: 'error',
    code: 'rate_limited',
    message: 'Too fast.',
    cid,
    retryAfter: 6,
  });
  assert.deepEqual(readFrame(sample('gateway-message-visitor')), {
    t: 'message',
    message: {
      seq: 14,
      from: 'visitor',
      name: null,
      cid,
      kind: 'text',
      text: 'Hi! Is the Fjord pendant dimmable?',
      attachment: null,
      replyTo: null,
      at,
      status: 'sent',
    },
  });
});

test('unknown members are dropped and an unknown type says so', () => {
  assert.deepEqual(readFrame('{"t":"pong","of":[1,{"deep":null}]}'), { t: 'pong' });
  assert.deepEqual(readFrame('{"t":"wave","hand":"left"}'), { t: 'unknown', type: 'wave' });
});

test('what is no frame reads as nothing', () => {
  const broken = [
    '',
    'null',
    '[]',
    '"pong"',
    '{}',
    '{"t":7}',
    '{"t":"accepted","cid":"c","seq":-1,"at":"2026-03-02T10:41:07Z"}',
    '{"t":"accepted","cid":"c","seq":1.5,"at":"2026-03-02T10:41:07Z"}',
    '{"t":"accepted","cid":"c","seq":1,"at":"soon"}',
    '{"t":"accepted","seq":1,"at":"2026-03-02T10:41:07Z"}',
    '{"t":"status","seq":1,"status":"lost"}',
    '{"t":"typing","on":"yes"}',
    '{"t":"welcome","token":null,"conversation":null,"online":true,"heartbeat":25}',
    '{"t":"welcome","token":"x","conversation":[],"online":true,"heartbeat":25}',
    '{"t":"message","seq":1,"from":"nobody","at":"2026-03-02T10:41:07Z","text":"?"}',
  ];
  for (const text of broken) {
    assert.equal(readFrame(text), null, text);
  }
});

test('what a file or a quote should not be makes no frame, and what is new is passed over', () => {
  const base = { t: 'message', seq: 1, from: 'agent', at: '2026-03-02T10:00:00Z' };
  const read = (more: object) => readFrame(JSON.stringify({ ...base, ...more }));
  for (const bad of [{ attachment: 'x' }, { attachment: [1] }, { attachment: { size: 'x' } }, { reply_to: '5' }]) {
    assert.equal(read(bad), null, JSON.stringify(bad));
  }
  const frame = read({ attachment: { kind: 'hologram', mime: 'x/y', depth: 3 }, reply_to: 5, later: {} });
  assert.ok(frame?.t === 'message');
  assert.deepEqual([frame.message.attachment?.kind, frame.message.replyTo], ['hologram', 5]);
  assert.deepEqual(readFrame('{"t":"erupted"}'), { t: 'unknown', type: 'erupted' });
});

test('markup in words and names stays words', () => {
  const hostile = '<img src=x onerror="alert(1)">\u202e';
  const frame = readFrame(
    JSON.stringify({ t: 'message', seq: 1, from: 'agent', at: '2026-03-02T10:00:00Z', name: hostile, text: hostile }),
  );
  assert.ok(frame?.t === 'message');
  assert.deepEqual([frame.message.name, frame.message.text], [hostile, hostile]);
});

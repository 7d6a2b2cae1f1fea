import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chosen } from '../../main/ts/change.js';
import { MemoryDrawer } from '../../main/ts/drawer.js';
import type { ClientFrame } from '../../main/ts/frames.js';
import { Session } from '../../main/ts/session.js';
import { Store } from '../../main/ts/store.js';
import type { Tabs } from '../../main/ts/tabs.js';
import { Talk } from '../../main/ts/talk.js';
import * as threads from '../../main/ts/thread.js';
import { type Outcome, Uploads } from '../../main/ts/uploads.js';
import { FakeClock, FakeWire, LoneTabs, Room } from './fakes.js';

const at = '2026-03-02T10:00:00Z';
const chosen = (name: string): Chosen => ({
  kind: 'image',
  name,
  mime: 'image/jpeg',
  size: 3,
  width: 4,
  height: 3,
  handle: null,
  bytes: new Blob([name]),
});

const settle = async () => {
  for (let turn = 0; turn < 40; turn++) {
    await Promise.resolve();
  }
};

/** A gateway that keeps files by handles and messages by cids. */
function world() {
  const clock = new FakeClock();
  const wires: FakeWire[] = [];
  const sends: Extract<ClientFrame, { t: 'send' }>[] = [];
  const uploaded: string[] = [];
  const held: { seq: number; cid: string }[] = [];
  let cids = 0;
  const gateway = {
    wires,
    sends,
    uploaded,
    outcome: null as Outcome | null,
    refuse: null as object | null,
    deaf: false,
  };
  const hear = (wire: FakeWire, frame: ClientFrame) => {
    if (frame.t === 'hello') {
      const conversation = held.length === 0 ? null : { code: 'K7QD', status: 'open', last_seq: held.length };
      wire.says({ t: 'welcome', token: 'vt_1', conversation, online: true, heartbeat: 25 });
    } else if (frame.t === 'send') {
      sends.push(frame);
      const refused = gateway.refuse;
      gateway.refuse = null;
      if (refused !== null) {
        wire.says({ t: 'error', message: 'Attach it again.', cid: frame.cid, ...refused });
      } else if (!gateway.deaf) {
        const known = held.find(({ cid }) => cid === frame.cid) ?? { seq: held.length + 1, cid: frame.cid };
        if (!held.includes(known)) {
          held.push(known);
        }
        wire.says({ t: 'accepted', cid: frame.cid, seq: known.seq, at });
      }
    }
  };
  const dial = () => {
    const wire = new FakeWire();
    wire.heard = (frame) => hear(wire, frame);
    wires.push(wire);
    clock.after(10, () => wire.opens());
    return wire;
  };
  const visit = (drawer = new MemoryDrawer(), tabs: Tabs = new LoneTabs()) =>
    new Session({
      socketUrl: 'wss://chat.example.com/',
      name: 'bellhop/test/',
      store: new Store(drawer, new Map(drawer.entries)),
      clock,
      dial,
      talk: () => Talk,
      uploads: (dispatcher) =>
        Promise.resolve(
          new Uploads(dispatcher, clock, async ({ bytes }) => {
            if (gateway.outcome !== null) {
              return gateway.outcome;
            }
            uploaded.push(await bytes.text());
            return { t: 'kept', handle: 'h-' + uploaded.length };
          }),
        ),
      random: () => 0.5,
      newCid: () => 'cid-' + ++cids,
      page: () => ({ url: 'https://shop.example.com/', title: '', referrer: '' }),
      locale: () => 'en',
      tabs,
      changed: () => {},
      arrived: () => {},
    });
  /** Time and promises, in turns. */
  const pass = async (millis: number) => {
    for (let turn = 0; turn < 20; turn++) {
      clock.pass(millis / 20);
      await new Promise((done) => setImmediate(done));
    }
  };
  return { clock, gateway, visit, pass };
}

test('files go one after the other, the words and the quote with the first', async () => {
  const { gateway, visit, pass } = world();
  const session = visit();
  session.say('Hello');
  await pass(1_000);
  session.quote(1);
  session.choose([chosen('a.jpg'), chosen('b.jpg')]);
  session.say('Two photos');
  session.say('And words');
  await pass(1_000);
  assert.deepEqual(gateway.uploaded, ['a.jpg', 'b.jpg']);
  assert.deepEqual(
    gateway.sends.map(({ text, reply_to, attachment }) => [text, reply_to, attachment]),
    [
      ['Hello', undefined, undefined],
      ['Two photos', 1, 'h-1'],
      ['', undefined, 'h-2'],
      ['And words', undefined, undefined],
    ],
  );
  assert.deepEqual([session.quoting, session.tray, session.thread.queue], [null, [], []]);
  const [, photo] = session.thread.messages;
  assert.deepEqual([photo?.kind, photo?.replyTo, photo?.attachment?.state], ['image', 1, 'waiting']);
});

test('what waits survives the page, with its bytes, its quote and the tray', async () => {
  const { gateway, visit, pass } = world();
  const drawer = new MemoryDrawer();
  const before = visit(drawer);
  before.say('Hello');
  await pass(1_000);
  before.quote(1);
  gateway.wires.forEach((wire) => wire.breaks());
  before.choose([chosen('kept.jpg')]);
  before.say('Offline');
  before.choose([chosen('draft.jpg')]);
  before.quote(1);
  before.end();
  const after = visit(drawer);
  assert.deepEqual([after.quoting, after.tray.map(({ name }) => name)], [1, ['draft.jpg']]);
  assert.equal(after.thread.queue[0]?.replyTo, 1);
  await pass(1_000);
  assert.deepEqual(gateway.uploaded, ['kept.jpg']);
  assert.equal(gateway.sends.at(-1)?.attachment, 'h-1');
  assert.deepEqual([...drawer.entries.keys()].filter((name) => /^(file|queued):/.test(name)), []);
});

test('an upload whose send was cut is not taken there twice', async () => {
  const { gateway, visit, pass } = world();
  const drawer = new MemoryDrawer();
  const session = visit(drawer);
  session.say('Hello');
  await pass(1_000);
  gateway.deaf = true;
  session.choose([chosen('once.jpg')]);
  session.say('');
  await pass(1_000);
  assert.equal(gateway.sends.at(-1)?.attachment, 'h-1');
  session.end();
  gateway.deaf = false;
  const again = visit(drawer);
  await pass(2_000);
  assert.deepEqual(gateway.uploaded, ['once.jpg']);
  const [, first, second] = gateway.sends;
  assert.deepEqual(second, first);
  assert.deepEqual(again.thread.queue, []);
});

test('a file that the gateway forgot goes there once more, and only once', async () => {
  const { gateway, visit, pass } = world();
  const session = visit();
  session.say('Hello');
  await pass(1_000);
  gateway.refuse = { code: 'bad_frame' };
  session.choose([chosen('old.jpg')]);
  session.say('Look');
  await pass(1_000);
  assert.deepEqual(gateway.uploaded, ['old.jpg', 'old.jpg']);
  assert.deepEqual(gateway.sends.map(({ attachment }) => attachment), [undefined, 'h-1', 'h-2']);
  assert.deepEqual(session.thread.queue, []);
});

test('a refused file waits for the visitor, and what comes after it goes', async () => {
  const { gateway, visit, pass } = world();
  const session = visit();
  session.say('Hello');
  await pass(1_000);
  gateway.outcome = { t: 'refused', code: 'unsupported_type', reason: 'Not this type.' };
  session.choose([chosen('bad.exe')]);
  session.say('Bad');
  session.say('Good');
  await pass(1_000);
  const [bad] = session.thread.queue;
  assert.deepEqual([bad?.problem, bad?.reason], ['unsupported_type', 'Not this type.']);
  assert.equal(gateway.sends.at(-1)?.text, 'Good');
  gateway.outcome = null;
  session.retry(bad?.cid ?? '');
  await pass(1_000);
  assert.deepEqual(gateway.uploaded, ['bad.exe']);
  assert.deepEqual([gateway.sends.at(-1)?.text, session.thread.queue], ['Bad', []]);
});

test('too many uploads wait as long as the gateway says, and the order holds', async () => {
  const { clock, gateway, visit, pass } = world();
  const session = visit();
  session.say('Hello');
  await pass(1_000);
  gateway.outcome = { t: 'later', code: 'rate_limited', seconds: 9 };
  session.choose([chosen('a.jpg')]);
  session.say('First');
  session.say('Second');
  await pass(500);
  assert.ok(session.live.slowUntil > clock.now() + 7_000);
  gateway.outcome = null;
  await pass(12_000);
  assert.deepEqual(gateway.sends.map(({ text }) => text), ['Hello', 'First', 'Second']);
});

test('a cancelled upload lets the next go', async () => {
  const { gateway, visit, pass } = world();
  const session = visit();
  session.say('Hello');
  await pass(1_000);
  gateway.outcome = { t: 'cut' };
  session.choose([chosen('slow.jpg')]);
  session.say('Slow');
  session.say('Next');
  await pass(500);
  session.putAway(session.thread.queue[0]?.cid ?? '');
  gateway.outcome = null;
  await pass(5_000);
  assert.deepEqual(gateway.sends.map(({ text }) => text), ['Hello', 'Next']);
  assert.deepEqual(gateway.uploaded, []);
});

test('the leading tab sends the file that was chosen in another', async () => {
  const { clock, gateway, visit, pass } = world();
  const room = new Room(clock);
  const one = visit(new MemoryDrawer(false), room.opens());
  one.connect();
  await pass(1_000);
  const two = visit(new MemoryDrawer(false), room.opens());
  two.connect();
  await pass(1_000);
  two.choose([chosen('other.jpg')]);
  two.say('From two');
  await pass(2_000);
  assert.deepEqual(gateway.uploaded, ['other.jpg']);
  assert.deepEqual(gateway.sends.map(({ text }) => text), ['From two']);
  assert.equal(gateway.wires.length, 1);
});

test('a quote of a conversation that is over does not follow into the next', () => {
  const begun = threads.welcomed(threads.emptyThread, { code: 'AAAA', status: 'open', lastSeq: 0 });
  const quoting = threads.said(begun, 'c1', 'Later', at, 5);
  const next = threads.welcomed(quoting, { code: 'BBBB', status: 'open', lastSeq: 9 });
  assert.deepEqual([next.queue[0]?.text, next.queue[0]?.replyTo], ['Later', null]);
  assert.equal(threads.changed(quoting, 'CCCC', 'open').queue[0]?.replyTo, null);
});

test('what an older widget left waiting is sent as it was', async () => {
  const { gateway, visit, pass } = world();
  const drawer = new MemoryDrawer();
  drawer.entries.set('queued:c0', { cid: 'c0', text: 'From before', at, order: 1, problem: null });
  drawer.entries.set('tray', [{ name: 'no bytes' }, 7, null]);
  drawer.entries.set('quoting', 'none');
  const session = visit(drawer);
  await pass(1_000);
  assert.deepEqual(gateway.sends, [{ t: 'send', cid: 'c0', text: 'From before' }]);
  assert.deepEqual([session.tray, session.quoting], [[], null]);
});

test('a message that is held waits no longer, whatever storage says', () => {
  const drawer = new MemoryDrawer();
  drawer.entries.set('queued:c1', { cid: 'c1', text: 'Hello', at, order: 1, problem: null });
  drawer.entries.set('message:0000000001', { seq: 1, from: 'visitor', cid: 'c1', text: 'Hello', at });
  assert.deepEqual(new Store(drawer, drawer.entries).thread.queue, []);
});

test('clocks that are years off change no order', async () => {
  const { clock, gateway, visit, pass } = world();
  clock.time = Date.parse('1999-01-01T00:00:00Z');
  const session = visit();
  session.say('One');
  clock.time = Date.parse('2051-01-01T00:00:00Z');
  session.say('Two');
  await pass(1_000);
  await settle();
  assert.deepEqual(gateway.sends.map(({ text }) => text), ['One', 'Two']);
});

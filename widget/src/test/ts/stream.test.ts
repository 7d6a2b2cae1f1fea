import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { ClientFrame } from '../../main/ts/frames.js';
import { stream } from '../../main/ts/stream.js';
import { FakeGateway } from './gateway.js';

let gateway: FakeGateway;

beforeEach(async () => {
  gateway = new FakeGateway('nowhere');
  await gateway.start(0);
});

afterEach(() => gateway.stop());

const hello: ClientFrame = {
  t: 'hello',
  token: null,
  after: 0,
  page: { url: 'https://shop.example.com/', title: 'Shop', referrer: '' },
  locale: 'en',
};

/** A wire whose frames and end can be waited for. */
function dial() {
  const wire = stream(gateway.origin, 'juniper')('', '');
  const frames: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  const moved = () => waiting.splice(0).forEach((done) => done());
  const state = { opened: false, closed: false };
  wire.onopen = () => {
    state.opened = true;
    moved();
  };
  wire.onclose = () => {
    state.closed = true;
    moved();
  };
  wire.onmessage = (event) => {
    frames.push(JSON.parse(String(event.data)) as Record<string, unknown>);
    moved();
  };
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise<void>((done) => waiting.push(done));
    }
  };
  const send = (frame: ClientFrame) => wire.send(JSON.stringify(frame));
  return { wire, frames, state, until, send };
}

test('the same frames go both ways, in order', async () => {
  const { wire, frames, state, until, send } = dial();
  await until(() => state.opened);
  send(hello);
  const cids = Array.from({ length: 50 }, (_, index) => 'cid-' + index);
  cids.forEach((cid) => send({ t: 'send', cid, text: 'Wörds ' + cid }));
  await until(() => frames.filter(({ t }) => t === 'accepted').length === 50);
  assert.equal(frames[0]?.['t'], 'welcome');
  assert.deepEqual(gateway.messages.map(({ cid }) => cid), cids);
  gateway.agentSays('Grüß Gott 👋', 'Tomás');
  await until(() => frames.some(({ text }) => text === 'Grüß Gott 👋'));
  wire.close();
});

test('a cut is told once', async () => {
  const { state, until, frames, send } = dial();
  await until(() => state.opened);
  send(hello);
  await until(() => frames.length > 0);
  gateway.drop();
  await until(() => state.closed);
});

test('a session that is over ends the wire', async () => {
  const { state, until, frames, send } = dial();
  await until(() => state.opened);
  send(hello);
  await until(() => frames.length > 0);
  gateway.forgetStreams();
  send({ t: 'ping' });
  await until(() => state.closed);
});

test('no gateway, no wire', async () => {
  await gateway.stop();
  const { state, until, send } = dial();
  await until(() => state.opened);
  send(hello);
  await until(() => state.closed);
  await gateway.start(0);
});

test('closed is closed: nothing is heard any more', async () => {
  const { wire, frames, state, until, send } = dial();
  await until(() => state.opened);
  send(hello);
  await until(() => frames.length > 0);
  wire.close();
  const before = frames.length;
  gateway.agentSays('Anybody there?', 'Tomás');
  await new Promise(setImmediate);
  assert.deepEqual([frames.length, state.closed], [before, false]);
});

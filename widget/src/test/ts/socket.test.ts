import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerFrame } from '../../main/ts/frames.js';
import { Socket } from '../../main/ts/socket.js';
import { FakeClock, FakeWire } from './fakes.js';

function start(random = () => 0.5) {
  const clock = new FakeClock();
  const wires: FakeWire[] = [];
  const heard: ServerFrame[] = [];
  const links: string[] = [];
  const dialled: string[][] = [];
  const socket = new Socket(
    'wss://chat.example.com/widget/v1/socket?site=juniper',
    (...address) => {
      dialled.push(address);
      wires.push(new FakeWire());
      return wires.at(-1)!;
    },
    clock,
    random,
    {
      opened: () => {},
      heard: (frame) => heard.push(frame),
      linkChanged: () => links.push(socket.link),
    },
  );
  socket.start();
  const wire = () => wires.at(-1)!;
  const open = () => {
    wire().opens();
    wire().says({ t: 'pong' });
  };
  return { clock, wires, wire, heard, links, dialled, socket, open };
}

test('speaks bellhop.v1 and keeps the token out of the address', () => {
  const { dialled } = start();
  assert.deepEqual(dialled, [
    ['wss://chat.example.com/widget/v1/socket?site=juniper', 'bellhop.v1'],
  ]);
});

test('comes back with growing waits that are spread over their whole length', () => {
  for (const random of [() => 0, () => 0.5, () => 0.999]) {
    const { clock, wires, wire, socket } = start(random);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 12; attempt++) {
      wire().breaks();
      waits.push(socket.retryAt - clock.now());
      clock.pass(socket.retryAt - clock.now());
      assert.equal(wires.length, attempt + 1);
    }
    const ceilings = [2, 4, 8, 8, 8, 8, 8, 8, 8, 8, 30, 30].map((seconds) => seconds * 1_000 * random());
    assert.deepEqual(waits, ceilings);
  }
});

test('a connection that held starts the waits anew, one that broke at once does not', () => {
  const { clock, wire, socket, open } = start();
  wire().breaks();
  clock.pass(60_000);
  open();
  clock.pass(1_000);
  wire().breaks();
  assert.equal(socket.failures > 1, true);
  clock.pass(socket.retryAt - clock.now());
  open();
  clock.pass(11_000);
  wire().breaks();
  assert.equal(socket.failures, 0);
});

test('goodbye is obeyed: back after the named wait', () => {
  const { clock, wires, wire, socket, open } = start();
  open();
  wire().says({ t: 'bye', reconnect_in: 4 });
  assert.equal(wires[0]?.closed, true);
  assert.equal(socket.retryAt - clock.now(), 4_500);
  clock.pass(4_499);
  assert.equal(wires.length, 1);
  clock.pass(1);
  assert.equal(wires.length, 2);
});

test('pings as often as the gateway wants, and gives up on silence', () => {
  const { clock, wire, wires, socket, open } = start();
  open();
  socket.beatEvery(25);
  clock.pass(25_000);
  assert.deepEqual(wire().types(), ['ping']);
  wire().says({ t: 'pong' });
  clock.pass(25_000);
  assert.equal(wire().sent.length, 2);
  clock.pass(10_000);
  assert.equal(wires[0]?.closed, true);
  assert.equal(socket.link, 'waiting');
});

test('after a sleep it looks quickly whether the connection still lives', () => {
  const { clock, wire, wires, open, socket } = start();
  open();
  socket.beatEvery(25);
  clock.sleep(3_600_000);
  assert.deepEqual(wire().types(), ['ping']);
  clock.pass(4_000);
  assert.equal(wires[0]?.closed, true);
});

test('a nudge connects at once, or asks the open connection', () => {
  const { clock, wire, wires, socket, open } = start();
  wire().breaks();
  socket.nudge();
  assert.equal(wires.length, 2);
  open();
  socket.nudge();
  assert.deepEqual(wire().types(), ['ping']);
  wire().says({ t: 'pong' });
  clock.pass(5_000);
  assert.equal(socket.link, 'open');
});

test('a connection that never opens, or never answers, is given up', () => {
  const { clock, wires, wire, socket } = start();
  clock.pass(10_000);
  assert.equal(wires[0]?.closed, true);
  clock.pass(socket.retryAt - clock.now());
  wire().opens();
  clock.pass(10_000);
  assert.equal(wires[1]?.closed, true);
});

test('a page that forbids the connection is tried again', () => {
  const clock = new FakeClock();
  let attempts = 0;
  const socket = new Socket(
    'wss://chat.example.com/',
    () => {
      attempts++;
      throw new DOMException('Refused', 'SecurityError');
    },
    clock,
    () => 0.5,
    { opened: () => {}, heard: () => {}, linkChanged: () => {} },
  );
  socket.start();
  clock.pass(1_500);
  assert.equal(attempts, 2);
});

test('stopped is stopped: no frame, no wire, no timer', () => {
  const { clock, wires, wire, heard, socket, open } = start();
  open();
  const old = wire();
  socket.stop();
  old.says({ t: 'presence', online: false });
  old.breaks();
  clock.pass(3_600_000);
  assert.deepEqual([heard.length, wires.length, socket.link], [0, 1, 'idle']);
});

test('what is no frame is passed over', () => {
  const { wire, heard, open } = start();
  open();
  wire().onmessage?.({ data: '{"t":' } as MessageEvent);
  wire().onmessage?.({ data: new ArrayBuffer(3) } as MessageEvent);
  wire().says({ t: 'presence', online: true });
  assert.deepEqual(heard, [{ t: 'presence', online: true }]);
});

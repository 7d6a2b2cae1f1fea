import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eitherWay } from '../../main/ts/way.js';
import { FakeWire } from './fakes.js';

const turn = () => new Promise(setImmediate);

function start(answers: () => boolean = () => true) {
  const ways: string[] = [];
  const wires: FakeWire[] = [];
  const by = (name: string) => () => {
    ways.push(name);
    wires.push(new FakeWire());
    return wires.at(-1)!;
  };
  const dial = eitherWay(by('socket'), () => Promise.resolve(answers() ? by('stream') : null));
  return { ways, wires, dial: () => dial('wss://chat.example.com/', 'bellhop.v1') };
}

test('two sockets that never said a word, and a gateway that answers: a stream from then on', async () => {
  const { ways, wires, dial } = start();
  dial();
  wires[0]!.breaks();
  await turn();
  dial().close();
  await turn();
  dial();
  wires[2]!.says({ t: 'pong' });
  wires[2]!.breaks();
  dial();
  assert.deepEqual(ways, ['socket', 'socket', 'stream', 'stream']);
});

test('without a network it stays with sockets', async () => {
  let answers = false;
  const { ways, wires, dial } = start(() => answers);
  for (let attempt = 0; attempt < 5; attempt++) {
    dial();
    wires.at(-1)!.breaks();
    await turn();
  }
  answers = true;
  dial();
  wires.at(-1)!.says({ t: 'welcome' });
  wires.at(-1)!.breaks();
  dial();
  assert.deepEqual(new Set(ways), new Set(['socket']));
});

test('a stream that is no better gives way to the socket again', async () => {
  const { ways, wires, dial } = start();
  for (let attempt = 0; attempt < 6; attempt++) {
    dial();
    wires.at(-1)!.breaks();
    await turn();
  }
  assert.deepEqual(ways, ['socket', 'socket', 'stream', 'stream', 'socket', 'socket']);
});

test('a page that forbids sockets counts as blocked', async () => {
  const ways: string[] = [];
  const dial = eitherWay(
    () => {
      throw new DOMException('Refused', 'SecurityError');
    },
    () =>
      Promise.resolve(() => {
        ways.push('stream');
        return new FakeWire();
      }),
  );
  assert.throws(() => dial('', ''));
  assert.throws(() => dial('', ''));
  await turn();
  dial('', '');
  assert.deepEqual(ways, ['stream']);
});

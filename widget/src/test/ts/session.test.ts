import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientFrame, Identity } from '../../main/ts/frames.js';
import { Session } from '../../main/ts/session.js';
import { MemoryDrawer } from '../../main/ts/drawer.js';
import { Store } from '../../main/ts/store.js';
import { Talk } from '../../main/ts/talk.js';
import type { Tabs } from '../../main/ts/tabs.js';
import { chance, FakeClock, FakeWire, LoneTabs, Room } from './fakes.js';

interface Held {
  seq: number;
  from: string;
  cid: string | null;
  text: string;
  status: string | null;
  at: string;
}

/** A gateway in memory: keeps messages, answers at once, and fails when told to. */
class Gateway {
  readonly messages: Held[] = [];
  readonly frames: ClientFrame[] = [];
  code: string | null = null;
  wires: FakeWire[] = [];
  down = false;
  refuse: (() => object | null) | null = null;

  constructor(private readonly clock: FakeClock) {}

  dial = (): FakeWire => {
    const wire = new FakeWire();
    if (this.down) {
      this.clock.after(10, () => wire.onclose?.({} as CloseEvent));
      return wire;
    }
    wire.heard = (frame) => this.hear(wire, frame);
    this.wires.push(wire);
    this.clock.after(10, () => wire.opens());
    return wire;
  };

  agentSays(text: string, lost = false): void {
    const held = this.add({ from: 'agent', text, cid: null, status: null });
    if (!lost) {
      this.tell({ t: 'message', ...held });
    }
  }

  progress(held: Held, status: string, lost: boolean): void {
    held.status = status;
    if (!lost) {
      this.tell({ t: 'status', seq: held.seq, status, at: held.at });
    }
  }

  cut(): void {
    this.wires.splice(0).forEach((wire) => wire.breaks());
  }

  tell(frame: object): void {
    this.wires.forEach((wire) => wire.says(frame));
  }

  kinds(t: string): ClientFrame[] {
    return this.frames.filter((frame) => frame.t === t);
  }

  private hear(wire: FakeWire, frame: ClientFrame): void {
    this.frames.push(frame);
    if (frame.t === 'hello') {
      const last_seq = this.messages.length;
      wire.says({
        t: 'welcome',
        token: 'vt_1',
        conversation: this.code && { code: this.code, status: 'open', last_seq },
        online: true,
        heartbeat: 25,
      });
      this.messages.slice(frame.after).forEach((held) => wire.says({ t: 'message', ...held }));
    } else if (frame.t === 'ping') {
      wire.says({ t: 'pong' });
    } else if (frame.t === 'send') {
      const instead = this.refuse?.();
      if (instead) {
        wire.says({ t: 'error', message: '', cid: frame.cid, ...instead });
        return;
      }
      const known = this.messages.find(({ cid }) => cid === frame.cid);
      const held =
        known ?? this.add({ from: 'visitor', cid: frame.cid, text: frame.text, status: 'sent' });
      wire.says({ t: 'accepted', cid: frame.cid, seq: held.seq, at: held.at });
    }
  }

  private add(rest: Omit<Held, 'seq' | 'at'>): Held {
    this.code ??= 'K7QD';
    const at = new Date(this.clock.now()).toISOString();
    const held = { ...rest, seq: this.messages.length + 1, at };
    this.messages.push(held);
    return held;
  }
}

function world(seed = 1) {
  const clock = new FakeClock();
  const gateway = new Gateway(clock);
  const ours = new MemoryDrawer();
  const random = chance(seed);
  const arrivals: string[] = [];
  const where = { path: '/', moved: [] as (() => void)[] };
  let cids = 0;
  const visit = (
    tabs: Tabs = new LoneTabs(),
    drawer = ours,
    who: Identity | null | (() => Identity | null) = null,
  ) =>
    new Session({
      socketUrl: 'wss://chat.example.com/widget/v1/socket?site=s',
      name: 'bellhop/test/',
      store: new Store(drawer, drawer.entries),
      clock,
      dial: gateway.dial,
      talk: () => Talk,
      random,
      newCid: () => 'cid-' + ++cids,
      page: () => ({ url: 'https://shop.example.com' + where.path, title: 'Shop', referrer: '' }),
      moved: (tell) => where.moved.push(tell),
      locale: () => 'en',
      identity: typeof who === 'function' ? who : () => who,
      tabs,
      changed: () => {},
      arrived: ({ text }) => arrivals.push(text),
    });
  return { clock, gateway, drawer: ours, visit, random, arrivals, where };
}

const told = (gateway: Gateway) =>
  gateway.frames.flatMap((frame) => (frame.t === 'page' ? [frame.url] : frame.t === 'send' ? [frame.text] : []));

test('a page that changes without being loaded is told before the next words, and soon', () => {
  const { clock, gateway, visit, where } = world();
  const session = visit();
  session.connect();
  clock.pass(1_000);
  session.say('On the first page');
  clock.pass(1_000);
  where.path = '/lamps';
  session.say('On the second');
  clock.pass(1_000);
  where.path = '/sale';
  where.moved.forEach((tell) => tell());
  where.path = '/sale/today';
  where.moved.forEach((tell) => tell());
  clock.pass(2_000);
  session.say('Here');
  clock.pass(1_000);
  assert.deepEqual(told(gateway), [
    'On the first page',
    'https://shop.example.com/lamps',
    'On the second',
    'https://shop.example.com/sale/today',
    'Here',
  ]);
});

const texts = (session: Session) => session.thread.messages.map(({ text }) => text);

test('nothing is opened until the visitor opens the chat or has a conversation', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  clock.pass(60_000);
  assert.equal(gateway.frames.length, 0);
  session.connect();
  session.say('Hello');
  clock.pass(1_000);
  assert.deepEqual(gateway.messages.map(({ text }) => text), ['Hello']);
  session.pause();
  visit();
  clock.pass(1_000);
  assert.equal(gateway.kinds('hello').length, 2);
});

test('what was written without a network goes out once, in order, after a restart', () => {
  const { clock, gateway, visit } = world();
  gateway.down = true;
  const first = visit();
  ['One', 'Two', 'Three'].forEach((text) => first.say(text));
  clock.pass(5_000);
  first.pause();
  gateway.down = false;
  const second = visit();
  assert.equal(second.thread.queue.length, 3);
  clock.pass(1_000);
  assert.deepEqual(gateway.messages.map(({ text }) => text), ['One', 'Two', 'Three']);
  assert.equal(second.thread.queue.length, 0);
});

test('a missed message is asked for, a missed tick comes with the next hello', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.say('Hello');
  clock.pass(1_000);
  gateway.agentSays('Lost on the way', true);
  gateway.progress(gateway.messages[0]!, 'read', true);
  gateway.agentSays('Heard');
  clock.pass(1_000);
  assert.deepEqual(texts(session), ['Hello', 'Lost on the way', 'Heard']);
  assert.equal(session.thread.messages[0]?.status, 'read');
});

test('a hole is filled from where it is, not from the beginning', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.say('Hello');
  clock.pass(1_000);
  gateway.progress(gateway.messages[0]!, 'read', false);
  gateway.agentSays('Lost', true);
  gateway.agentSays('Heard');
  clock.pass(1_000);
  assert.deepEqual(
    gateway.kinds('hello').map((frame) => frame.t === 'hello' && frame.after),
    [0, 1],
  );
  assert.equal(session.thread.through, 3);
});

test('a refusal that names no message is about the one in flight', () => {
  const { clock, gateway, visit } = world();
  gateway.refuse = () => ({ code: 'bad_frame', cid: null });
  const session = visit();
  session.say('Odd');
  clock.pass(1_000);
  assert.equal(session.thread.queue[0]?.problem, 'bad_frame');
});

test('too fast: the message waits as long as the gateway says', () => {
  const { clock, gateway, visit } = world();
  let refusals = 1;
  gateway.refuse = () => (refusals-- > 0 ? { code: 'rate_limited', retry_after: 6 } : null);
  const session = visit();
  session.say('One');
  session.say('Two');
  clock.pass(5_900);
  assert.equal(session.live.slowUntil > clock.now(), true);
  assert.equal(gateway.messages.length, 0);
  clock.pass(1_000);
  assert.deepEqual(gateway.messages.map(({ text }) => text), ['One', 'Two']);
});

test('what is refused for good is marked, and can be sent anew or put away', () => {
  const { clock, gateway, visit } = world();
  gateway.refuse = () => ({ code: 'empty' });
  const session = visit();
  session.say('Odd');
  clock.pass(1_000);
  assert.equal(session.thread.queue[0]?.problem, 'empty');
  gateway.refuse = null;
  session.retry(session.thread.queue[0]!.cid);
  clock.pass(1_000);
  assert.deepEqual(gateway.messages.map(({ text }) => text), ['Odd']);
});

test('a message that the relay failed to deliver is sent as a new one', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.say('Hello');
  clock.pass(1_000);
  gateway.progress(gateway.messages[0]!, 'failed', false);
  session.retry(1);
  clock.pass(1_000);
  assert.deepEqual(session.thread.hidden, [1]);
  assert.deepEqual(gateway.messages.map(({ text }) => text), ['Hello', 'Hello']);
});

test('an answer that never comes is asked for on a new connection', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.connect();
  clock.pass(1_000);
  let silent = true;
  const wire = gateway.wires[0]!;
  const answer = wire.heard;
  wire.heard = (frame) => (silent && frame.t === 'send' ? undefined : answer(frame));
  session.say('Hello');
  clock.pass(9_000);
  assert.equal(gateway.messages.length, 0);
  silent = false;
  clock.pass(10_000);
  assert.deepEqual(texts(session), ['Hello']);
});

test('received and seen are told once, seen only while somebody looks', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.say('Hello');
  clock.pass(1_000);
  gateway.agentSays('One');
  gateway.agentSays('Two');
  clock.pass(1_000);
  assert.deepEqual(gateway.kinds('got').at(-1), { t: 'got', seq: 3 });
  assert.equal(gateway.kinds('seen').length, 0);
  session.watch(true);
  session.watch(true);
  clock.pass(1_000);
  assert.deepEqual(gateway.kinds('seen'), [{ t: 'seen', seq: 3 }]);
});

test('of a chat that begins in the same connection it is told anew what was received', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.say('Hello');
  clock.pass(1_000);
  gateway.tell({ t: 'conversation', code: 'K7QD', status: 'open' });
  gateway.agentSays('One');
  gateway.agentSays('Two');
  clock.pass(1_000);
  assert.deepEqual(gateway.kinds('got').at(-1), { t: 'got', seq: 3 });
  gateway.messages.length = 0;
  gateway.code = 'M2XA';
  gateway.tell({ t: 'conversation', code: 'M2XA', status: 'open' });
  gateway.agentSays('Of another chat');
  clock.pass(1_000);
  assert.deepEqual(texts(session), ['Of another chat']);
  assert.deepEqual(gateway.kinds('got').at(-1), { t: 'got', seq: 1 });
});

test('typing is told once in 3 seconds and forgotten after 6', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.connect();
  clock.pass(1_000);
  for (const draft of ['I', 'Id', 'Ide']) {
    session.drafted(draft);
    clock.pass(1_100);
  }
  session.drafted('Idea');
  assert.equal(gateway.kinds('typing').length, 2);
  gateway.tell({ t: 'typing', name: 'Tomás', on: true });
  assert.equal(session.live.typing?.name, 'Tomás');
  clock.pass(6_000);
  assert.equal(session.live.typing, null);
});

test('another conversation is read from its beginning', () => {
  const { clock, gateway, visit, drawer } = world();
  const first = visit();
  first.say('Old');
  clock.pass(1_000);
  gateway.agentSays('Old answer');
  clock.pass(1_000);
  first.pause();
  gateway.messages.splice(0);
  gateway.code = 'M3XP';
  ['A', 'B', 'C', 'D'].forEach((text) => gateway.agentSays(text, true));
  const second = visit();
  clock.pass(1_000);
  assert.deepEqual(texts(second), ['A', 'B', 'C', 'D']);
  assert.equal(second.thread.code, 'M3XP');
  assert.equal(new Store(drawer, drawer.entries).thread.messages.length, 4);
});

test('blocked: no more attempts', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.connect();
  clock.pass(100);
  gateway.tell({ t: 'error', code: 'blocked', message: '' });
  const frames = gateway.frames.length;
  session.say('Hello?');
  clock.pass(600_000);
  assert.deepEqual([session.live.blocked, gateway.frames.length], [true, frames]);
});

test('whatever happens on the way, all is there once and in order in the end', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { clock, gateway, visit, random } = world(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const spoken: string[] = [];
    let session = visit();
    session.connect();
    for (let step = 0; step < 80; step++) {
      const lost = random() < 0.3;
      const held = gateway.messages[pick(gateway.messages.length)];
      switch (pick(10)) {
        case 0:
          gateway.cut();
          break;
        case 1:
          gateway.down = !gateway.down;
          gateway.cut();
          break;
        case 2:
          session.pause();
          session = visit();
          session.connect();
          break;
        case 3:
        case 4:
          gateway.agentSays('Agent ' + step, lost);
          break;
        case 5:
          if (held?.from === 'visitor' && held.status !== 'read') {
            gateway.progress(held, held.status === 'sent' ? 'delivered' : 'read', lost);
          }
          break;
        case 6:
          gateway.refuse = () =>
            random() < 0.4 ? { code: 'rate_limited', retry_after: 1 + pick(5) } : null;
          break;
        case 7:
          gateway.tell({ t: 'message', ...(held ?? { seq: 0 }) });
          break;
        default:
          spoken.push('Visitor ' + step);
          session.say('Visitor ' + step);
      }
      clock.pass(pick(4_000));
    }
    gateway.down = false;
    gateway.refuse = null;
    session.say('Last');
    clock.pass(300_000);
    gateway.cut();
    clock.pass(300_000);

    const said = gateway.messages.filter(({ from }) => from === 'visitor').map(({ text }) => text);
    assert.deepEqual(said, [...spoken, 'Last'], `seed ${seed}: sent once and in order`);
    const shown = session.thread.messages.map(({ seq, text, status }) => [seq, text, status]);
    const kept = gateway.messages.map(({ seq, text, status }) => [seq, text, status]);
    assert.deepEqual(shown, kept, `seed ${seed}: shown is what the gateway keeps`);
    assert.deepEqual(session.thread.queue, []);
  }
});

test('one tab holds the connection; the others show and say what it does', () => {
  const { clock, gateway, visit } = world();
  const room = new Room(clock);
  const first = visit(room.opens());
  first.say('From the first');
  clock.pass(1_000);
  const second = visit(room.opens());
  second.connect();
  clock.pass(1_000);
  second.say('From the second');
  second.drafted('And I');
  clock.pass(1_000);
  gateway.agentSays('To both');
  gateway.tell({ t: 'typing', name: 'Tomás', on: true });
  clock.pass(100);
  for (const session of [first, second]) {
    assert.deepEqual(texts(session), ['From the first', 'From the second', 'To both']);
    assert.equal(session.live.welcome, true);
    assert.equal(session.live.typing?.name, 'Tomás');
  }
  assert.equal(gateway.kinds('typing').length, 1);
  second.watch(true);
  clock.pass(1_000);
  assert.deepEqual(gateway.kinds('seen'), [{ t: 'seen', seq: 3 }]);
  assert.equal(gateway.kinds('hello').length, 1);
  first.end();
  clock.pass(1_000);
  second.say('Alone');
  clock.pass(1_000);
  assert.deepEqual(texts(second).at(-1), 'Alone');
  assert.equal(gateway.kinds('hello').length, 2);
});

test('a leading tab that sleeps loses the lead to the one in which the visitor writes', () => {
  const { clock, gateway, visit } = world();
  const room = new Room(clock);
  const asleep = room.opens();
  visit(asleep).say('Good night');
  clock.pass(1_000);
  asleep.frozen = true;
  gateway.cut();
  gateway.down = true;
  const second = visit(room.opens());
  gateway.down = false;
  second.say('Hello?');
  clock.pass(4_000);
  assert.equal(second.thread.messages.at(-1)?.text, 'Hello?');
  assert.equal(asleep.leads, false);
});

test('a browser that keeps nothing still has one truth in its tabs', () => {
  const { clock, visit } = world();
  const room = new Room(clock);
  visit(room.opens()).say('Hello');
  clock.pass(1_000);
  const drawer = new MemoryDrawer(false);
  const second = visit(room.opens(), drawer);
  second.connect();
  clock.pass(100);
  assert.deepEqual(texts(second), ['Hello']);
  assert.equal(second.lasts, false);
});

test('whatever tabs come, sleep and go, all that is said is there once, in the order of each', async () => {
  for (let seed = 1; seed <= 120; seed++) {
    const { clock, gateway, visit, random } = world(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const room = new Room(clock);
    const open = (name: string) => {
      const tabs = room.opens();
      const session = visit(tabs);
      session.connect();
      return { name, tabs, session };
    };
    let names = 2;
    const spoken = new Map<string, string[]>();
    const all = [open('1'), open('2')];
    for (let step = 0; step < 80; step++) {
      const at = pick(all.length);
      const tab = all[at]!;
      switch (pick(9)) {
        case 0:
          gateway.cut();
          break;
        case 1:
          gateway.down = !gateway.down;
          gateway.cut();
          break;
        case 2:
          tab.session.end();
          all[at] = open(String(++names));
          break;
        case 3:
          gateway.agentSays('Agent ' + step, random() < 0.3);
          break;
        case 4:
          // Asleep it hears nothing; awake it reads what the others have kept.
          tab.tabs.frozen = !tab.tabs.frozen;
          if (!tab.tabs.frozen) {
            tab.session.catchUp();
            await new Promise(setImmediate);
          }
          break;
        default: {
          const text = `Tab ${tab.name} step ${step}`;
          spoken.set(tab.name, [...(spoken.get(tab.name) ?? []), text]);
          tab.session.say(text);
        }
      }
      clock.pass(pick(3_000));
    }
    gateway.down = false;
    all.forEach(({ tabs, session }) => {
      tabs.frozen = false;
      session.catchUp();
    });
    await new Promise(setImmediate);
    all[0]!.session.say('Last');
    clock.pass(300_000);
    const said = gateway.messages.filter(({ from }) => from === 'visitor').map(({ text }) => text);
    assert.equal(new Set(said).size, said.length, `seed ${seed}: nothing twice`);
    for (const [name, texts_] of spoken) {
      const got = said.filter((text) => text.startsWith(`Tab ${name} `));
      assert.deepEqual(got, texts_, `seed ${seed}: what tab ${name} said`);
    }
  }
});

test('what the form was answered goes out before the first word, and once the gateway has it no more', () => {
  const { clock, gateway, drawer, visit } = world();
  const session = visit();
  const answers = () => gateway.kinds('profile').filter((frame) => 'name' in frame);
  session.answer({ name: 'Elena', phone: '', state: 'typed' });
  session.connect();
  clock.pass(1_000);
  assert.deepEqual(answers(), []);
  session.answer({ name: 'Elena', phone: '', state: 'done' });
  gateway.cut();
  clock.pass(5_000);
  session.say('Hello');
  clock.pass(1_000);
  const types = gateway.frames.map(({ t }) => t);
  assert.ok(types.lastIndexOf('profile') < types.indexOf('send'));
  assert.deepEqual(answers().pop(), { t: 'profile', name: 'Elena' });
  assert.equal(session.profile?.state, 'told');
  const told = answers().length;
  session.pause();
  const next = new Store(drawer, drawer.entries);
  assert.equal(next.profile?.state, 'told');
  visit().say('And again');
  clock.pass(1_000);
  assert.equal(answers().length, told);
});

test('the time zone goes out once, before the first word and not with the hello', () => {
  const { clock, gateway, visit } = world();
  const session = visit();
  session.connect();
  clock.pass(1_000);
  assert.deepEqual(gateway.kinds('profile'), []);
  session.say('Hello');
  session.say('And again');
  clock.pass(1_000);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  assert.deepEqual(gateway.kinds('profile'), [{ t: 'profile', zone }]);
  const types = gateway.frames.map(({ t }) => t);
  assert.ok(types.indexOf('profile') < types.indexOf('send'));
});

test('who is forgotten in one tab is forgotten in all, and connects again with the next word only', () => {
  const { clock, gateway, drawer, visit } = world();
  const room = new Room(clock);
  const [one, other] = [visit(room.opens()), visit(room.opens())];
  one.say('Hello');
  clock.pass(1_000);
  other.say('From the other tab');
  other.drafted('half a word');
  clock.pass(1_000);
  assert.equal(other.thread.messages.length, 2);
  const hellos = gateway.kinds('hello').length;
  one.forget();
  clock.pass(60_000);
  for (const session of [one, other]) {
    assert.deepEqual(texts(session), []);
    assert.equal(session.hasStarted, false);
    assert.equal(session.token, null);
    assert.equal(session.draft, '');
  }
  assert.equal(drawer.entries.size, 0);
  assert.equal(gateway.kinds('hello').length, hellos);
  other.say('Somebody new');
  clock.pass(1_000);
  const hello = gateway.kinds('hello')[hellos];
  assert.equal(hello?.t === 'hello' && hello.token, null);
});

test('whom the gateway has erased keeps nothing here', () => {
  const { clock, gateway, drawer, visit } = world();
  const session = visit();
  session.say('Hello');
  clock.pass(1_000);
  gateway.tell({ t: 'erased' });
  gateway.cut();
  clock.pass(60_000);
  assert.deepEqual(texts(session), []);
  assert.equal(drawer.entries.size, 0);
  assert.equal(gateway.kinds('hello').length, 1);
});

/** A browser's own shelf, and what is asked of the gateway beside the socket. */
function browser() {
  const kept = new Map<string, string>();
  const asked: { url: string; body: string }[] = [];
  const before = { localStorage: globalThis.localStorage, fetch: globalThis.fetch };
  Object.assign(globalThis, {
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    },
    fetch: (url: string, { body }: { body: string }) => {
      asked.push({ url, body });
      return Promise.resolve();
    },
  });
  return { kept, asked, leave: () => Object.assign(globalThis, before) };
}

test('whom the page does not name any more signs out, at once or when the next page says so', () => {
  const here = browser();
  try {
    const { clock, gateway, drawer, visit } = world();
    let who: Identity | null = { id: 'c-1', signature: 'signed' };
    const customer = visit(new LoneTabs(), drawer, () => who);
    customer.say('Hello');
    clock.pass(1_000);
    assert.deepEqual([...here.kept.keys()], ['bellhop/test/known']);
    who = null;
    customer.introduce();
    clock.pass(60_000);
    const told = { url: 'https://chat.example.com/widget/v1/sign-out', body: '{"token":"vt_1"}' };
    assert.deepEqual(here.asked, [told]);
    assert.equal(customer.token, null);
    assert.equal(drawer.entries.size, 0);
    assert.equal(here.kept.size, 0);

    who = { id: 'c-1', signature: 'signed' };
    const again = visit(new LoneTabs(), drawer, () => who);
    again.say('Hello again');
    clock.pass(1_000);
    again.pause();
    gateway.cut();
    const nextPage = visit(new LoneTabs(), drawer, null);
    clock.pass(1_000);
    assert.deepEqual(here.asked, [told, told]);
    assert.equal(nextPage.token, null);
  } finally {
    here.leave();
  }
});

test('a stranger whom the page does not name goes on', () => {
  const here = browser();
  try {
    const { clock, visit } = world();
    const session = visit();
    session.say('Hello');
    clock.pass(1_000);
    session.introduce();
    clock.pass(1_000);
    assert.equal(session.token, 'vt_1');
    assert.deepEqual(here.asked, []);
  } finally {
    here.leave();
  }
});

test('a claim that the gateway does not believe fails no message and makes the form due', () => {
  const { clock, gateway, visit } = world();
  const session = visit(new LoneTabs(), undefined, { id: 'c-1', signature: 'made up' });
  assert.equal(session.identified, true);
  session.connect();
  clock.pass(1_000);
  gateway.refuse = () => ({ code: 'bad_identity', cid: null });
  session.say('Hello');
  clock.pass(100);
  assert.equal(session.identified, false);
  assert.equal(session.thread.queue[0]?.problem, null);
});

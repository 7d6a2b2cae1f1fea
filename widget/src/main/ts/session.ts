/**
 * One visitor on one site: keeps thread, socket and store in step. The view tells it what the visitor does
 * and reads what to draw; it knows nothing of screens.
 */
import type { Clock } from './clock.js';
import { type Message, type Page, type ServerFrame, TEXT_MAX } from './frames.js';
import { type Dial, type Link, Socket } from './socket.js';
import type { Store } from './store.js';
import * as threads from './thread.js';
import type { Thread } from './thread.js';
import type { Turn } from './turn.js';

export interface Surroundings {
  readonly socketUrl: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly dial: Dial;
  readonly random: () => number;
  readonly newCid: () => string;
  readonly page: () => Page;
  readonly locale: () => string;
  readonly turn: (got: () => void) => Turn;
  /** Something to draw has changed. */
  readonly changed: () => void;
  /** A message from the other side arrived while we listened. */
  readonly arrived: (message: Message) => void;
}

const TYPING_SHOWN_MILLIS = 6_000;
const TYPING_EVERY_MILLIS = 3_000;
const ACCEPTED_MILLIS_MAX = 10_000;
const BUSY_SECONDS = 3;
const TELL_MILLIS = 50;

export class Session {
  thread: Thread;
  /** Null until the gateway has said. */
  online: boolean | null = null;
  /** Who is typing on the other side. */
  typing: { readonly name: string | null } | null = null;
  /** The gateway has welcomed us on the open connection. */
  welcome = false;
  blocked = false;
  /** We were too quick; sending goes on at this time. */
  slowUntil = 0;

  private readonly socket: Socket;
  private readonly turn: Turn;
  private inFlight: string | null = null;
  private pausedUntil = 0;
  private helloAfter: number | null = null;
  private watching = false;
  private typingToldAt = 0;
  private told = { got: 0, seen: 0 };
  private welcomed: () => void = none;
  private readonly cancels = { typing: none, flush: none, accepted: none, tell: none };

  constructor(private readonly around: Surroundings) {
    this.thread = around.store.thread();
    this.turn = around.turn(() => this.flush());
    this.socket = new Socket(around.socketUrl, around.dial, around.clock, around.random, {
      opened: () => this.hello(),
      heard: (frame) => this.heard(frame),
      linkChanged: () => this.linkChanged(),
    });
    this.resume();
  }

  get link(): Link {
    return this.socket.link;
  }

  get failures(): number {
    return this.socket.failures;
  }

  get draft(): string {
    return this.around.store.draft;
  }

  /** Connects if there is a conversation to follow or something to send. */
  resume(): void {
    if (this.thread.code !== null || this.thread.top > 0 || this.thread.queue.length > 0) {
      this.connect();
    }
  }

  connect(): void {
    if (!this.blocked) {
      this.turn.wait();
      this.socket.start();
    }
  }

  /** Now is a good moment to try: the visitor asks, the network came back, the machine woke up. */
  nudge(): void {
    this.socket.nudge();
  }

  pause(): void {
    this.turn.leave();
    this.socket.stop();
  }

  /** Whether the visitor has the conversation before his eyes. */
  watch(watching: boolean): void {
    this.watching = watching;
    this.acknowledge();
  }

  say(text: string): void {
    const cid = this.around.newCid();
    const at = new Date(this.around.clock.now()).toISOString();
    this.update(threads.said(this.thread, cid, text, at));
    this.typingToldAt = 0;
    this.turn.take();
    this.connect();
    this.flush();
  }

  /** Sends again what failed; it is a new message when the gateway has had the old one. */
  retry(id: string | number): void {
    const text =
      typeof id === 'number'
        ? this.thread.messages.find(({ seq }) => seq === id)?.text
        : this.thread.queue.find(({ cid }) => cid === id)?.text;
    this.putAway(id);
    if (text !== undefined) {
      this.say(text);
    }
  }

  putAway(id: string | number): void {
    this.update(threads.putAway(this.thread, id));
  }

  drafted(text: string): void {
    this.around.store.keepDraft(text);
    const now = this.around.clock.now();
    if (text.trim() !== '' && now - this.typingToldAt >= TYPING_EVERY_MILLIS && this.welcome) {
      this.typingToldAt = now;
      this.socket.send({ t: 'typing', on: true });
    }
  }

  /** Another tab wrote to the store. */
  storeChanged(): void {
    this.thread = threads.joined(this.thread, this.around.store.thread());
    this.around.changed();
    this.resume();
    this.flush();
  }

  private linkChanged(): void {
    if (this.socket.link !== 'open') {
      this.welcome = false;
      this.inFlight = null;
      this.helloAfter = null;
      this.told = { got: 0, seen: 0 };
      this.cancels.accepted();
      this.hush();
      this.welcomed();
    }
    this.around.changed();
  }

  /** Without a token only one tab introduces itself; the others wait for what it gets. */
  private hello(): void {
    if (this.around.store.token !== null) {
      this.sayHello(threads.resumeAfter(this.thread));
      return;
    }
    this.turn.alone(
      () =>
        new Promise((done) => {
          this.welcomed = done;
          if (!this.sayHello(threads.resumeAfter(this.thread))) {
            done();
          }
        }),
    );
  }

  private sayHello(after: number): boolean {
    const { store, page, locale } = this.around;
    this.helloAfter = after;
    return this.socket.send({
      t: 'hello',
      token: store.token,
      after,
      page: page(),
      locale: locale(),
    });
  }

  private heard(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        this.greeted(frame);
        break;
      case 'message':
        this.took(frame.message);
        break;
      case 'accepted':
        this.update(threads.accepted(this.thread, frame.cid, frame.seq, frame.at));
        this.settled(frame.cid);
        break;
      case 'status':
        this.update(threads.progressed(this.thread, frame.seq, frame.status));
        break;
      case 'typing':
        this.showTyping(frame.on ? { name: frame.name } : null);
        break;
      case 'presence':
        this.online = frame.online;
        this.around.changed();
        break;
      case 'conversation':
        this.update(threads.changed(this.thread, frame.code, frame.status));
        break;
      case 'error':
        this.refused(frame);
        break;
      case 'bye':
      case 'pong':
      case 'unknown':
        break;
    }
  }

  private greeted(frame: Extract<ServerFrame, { t: 'welcome' }>): void {
    const asked = this.helloAfter ?? 0;
    this.helloAfter = null;
    this.around.store.keepToken(frame.token);
    this.welcomed();
    this.welcome = true;
    this.online = frame.online;
    this.socket.beatEvery(frame.heartbeat);
    const before = this.thread;
    const next = threads.welcomed(before, frame.conversation);
    if (next.top < before.top && asked > 0) {
      this.sayHello(0);
    }
    this.update(next);
    this.flush();
  }

  private took(message: Message): void {
    const fresh = !this.thread.messages.some(({ seq }) => seq === message.seq);
    this.update(threads.received(this.thread, message));
    if (message.from === 'agent') {
      this.hush();
    }
    if (fresh && message.from !== 'visitor') {
      this.around.arrived(message);
    }
    if (message.cid !== null) {
      this.settled(message.cid);
    }
  }

  private refused(frame: Extract<ServerFrame, { t: 'error' }>): void {
    const wait = (frame.retryAfter ?? BUSY_SECONDS) * 1_000;
    switch (frame.code) {
      case 'rate_limited':
        this.slowUntil = this.around.clock.now() + wait;
        this.pauseSending(wait);
        break;
      case 'unavailable':
        this.pauseSending(wait);
        break;
      case 'not_welcome':
        this.socket.again();
        break;
      case 'blocked':
        this.blocked = true;
        this.pause();
        break;
      default:
        if (frame.cid !== null) {
          this.update(threads.refused(this.thread, frame.cid, frame.code));
          this.settled(frame.cid);
        }
    }
    this.around.changed();
  }

  /** Sends the queue one by one, so that the order holds whatever is refused in between. */
  private flush(): void {
    const next = threads.nextToSend(this.thread);
    const now = this.around.clock.now();
    if (!this.welcome || !this.turn.mine || this.inFlight !== null || next === undefined) {
      return;
    }
    if (now < this.pausedUntil) {
      return;
    }
    if (next.text.length > TEXT_MAX) {
      this.update(threads.refused(this.thread, next.cid, 'too_long'));
      this.flush();
      return;
    }
    this.inFlight = next.cid;
    // Not accepted in time: the connection is no good. The same cid goes out on the next one.
    this.cancels.accepted = this.around.clock.after(ACCEPTED_MILLIS_MAX, () => this.socket.again());
    this.socket.send({ t: 'send', cid: next.cid, text: next.text });
  }

  private settled(cid: string): void {
    if (this.inFlight === cid) {
      this.inFlight = null;
      this.cancels.accepted();
      this.flush();
    }
  }

  private pauseSending(millis: number): void {
    this.inFlight = null;
    this.cancels.accepted();
    this.pausedUntil = this.around.clock.now() + millis;
    this.cancels.flush();
    this.cancels.flush = this.around.clock.after(millis, () => {
      this.flush();
      this.around.changed();
    });
  }

  private showTyping(typing: { name: string | null } | null): void {
    this.cancels.typing();
    this.typing = typing;
    if (typing !== null) {
      this.cancels.typing = this.around.clock.after(TYPING_SHOWN_MILLIS, () => this.hush());
    }
    this.around.changed();
  }

  private hush(): void {
    if (this.typing !== null) {
      this.showTyping(null);
    }
  }

  private update(next: Thread): void {
    const before = this.thread;
    this.thread = next;
    this.around.store.keep(next, before);
    if (this.welcome && this.helloAfter === null && threads.hasHole(next)) {
      this.sayHello(threads.resumeAfter(next));
    }
    this.acknowledge();
    this.around.changed();
  }

  /** Says how far we have received and how far the visitor has seen, once each. */
  private acknowledge(): void {
    if (this.watching) {
      const before = this.thread;
      this.thread = threads.seenAll(before);
      if (this.thread !== before) {
        this.around.store.keep(this.thread, before);
        this.around.changed();
      }
    }
    // A moment later, so that a hundred messages at once are answered once.
    this.cancels.tell();
    this.cancels.tell = this.around.clock.after(TELL_MILLIS, () => this.tell());
  }

  private tell(): void {
    const { through, seen } = this.thread;
    if (!this.welcome) {
      return;
    }
    if (through > this.told.got && this.socket.send({ t: 'got', seq: through })) {
      this.told.got = through;
    }
    if (seen > this.told.seen && this.socket.send({ t: 'seen', seq: seen })) {
      this.told.seen = seen;
    }
  }
}

function none(): void {}

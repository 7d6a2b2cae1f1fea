/**
 * One visitor on one site: keeps thread, socket and store in step. The view tells it what the visitor does
 * and reads what to draw; it knows nothing of screens.
 */
import type { Clock } from './clock.js';
import { type Identity, type Message, type Page, type ServerFrame, TEXT_MAX } from './frames.js';
import { Receipts } from './receipts.js';
import { Sender } from './sender.js';
import { type Dial, type Link, Socket } from './socket.js';
import type { Store } from './store.js';
import * as threads from './thread.js';
import type { Queued, Thread } from './thread.js';
import type { Turn } from './turn.js';
import { Typing } from './typing.js';

export interface Surroundings {
  readonly socketUrl: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly dial: Dial;
  readonly random: () => number;
  readonly newCid: () => string;
  readonly page: () => Page;
  readonly locale: () => string;
  readonly identity?: () => Identity | null;
  readonly turn: (got: () => void) => Turn;
  /** Something to draw has changed. */
  readonly changed: () => void;
  /** A message from the other side arrived while we listened. */
  readonly arrived: (message: Message) => void;
}

const BUSY_SECONDS = 3;

export class Session {
  thread: Thread;
  /** Null until the gateway has said. */
  online: boolean | null = null;
  /** The gateway has welcomed us on the open connection. */
  welcome = false;
  blocked = false;
  /** We were too quick; sending goes on at this time. */
  slowUntil = 0;

  readonly typing: Typing;

  private readonly socket: Socket;
  private readonly receipts: Receipts;
  private readonly sender: Sender;
  private readonly turn: Turn;
  private helloAfter: number | null = null;
  private watching = false;
  private welcomed: () => void = none;

  constructor(private readonly around: Surroundings) {
    this.thread = around.store.thread();
    this.typing = new Typing(around.clock, around.changed);
    this.receipts = new Receipts(around.clock, (frame) => this.welcome && this.socket.send(frame));
    this.sender = new Sender(around.clock, {
      next: () => this.nextToSend(),
      send: ({ cid, text }) => this.socket.send({ t: 'send', cid, text }),
      unanswered: () => this.socket.again(),
      resumed: around.changed,
    });
    this.turn = around.turn(() => this.sender.flush());
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

  /** The page has said who the visitor is. */
  introduce(): void {
    if (this.welcome) {
      this.sayHello(threads.resumeAfter(this.thread));
    }
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
    this.typing.sent();
    this.turn.take();
    this.connect();
    this.sender.flush();
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
    if (text.trim() !== '' && this.welcome && this.typing.tells()) {
      this.socket.send({ t: 'typing', on: true });
    }
  }

  /**
   * Another tab wrote to the store. What it has just queued is its own to send: it takes the turn, and
   * when it goes before it has sent, the turn comes here and the queue is looked at again.
   */
  storeChanged(): void {
    this.thread = threads.joined(this.thread, this.around.store.thread());
    this.around.changed();
    this.resume();
  }

  private linkChanged(): void {
    if (this.socket.link !== 'open') {
      this.welcome = false;
      this.helloAfter = null;
      this.receipts.forget();
      this.sender.forget();
      this.typing.hush();
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
    const identity = this.around.identity?.() ?? null;
    this.helloAfter = after;
    return this.socket.send({
      t: 'hello',
      token: store.token,
      after,
      page: page(),
      locale: locale(),
      ...(identity === null ? {} : { identity }),
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
        this.sender.settled(frame.cid);
        break;
      case 'status':
        this.update(threads.progressed(this.thread, frame.seq, frame.status));
        break;
      case 'typing':
        if (frame.on) {
          this.typing.show(frame.name);
        } else {
          this.typing.hush();
        }
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
    if (next.messages !== before.messages && asked > 0) {
      this.sayHello(0);
    }
    this.update(next);
    this.sender.flush();
  }

  private took(message: Message): void {
    const fresh = !this.thread.messages.some(({ seq }) => seq === message.seq);
    this.update(threads.received(this.thread, message));
    if (message.from === 'agent') {
      this.typing.hush();
    }
    if (fresh && message.from === 'agent') {
      this.around.arrived(message);
    }
    this.sender.settled(message.cid);
  }

  private refused(frame: Extract<ServerFrame, { t: 'error' }>): void {
    const wait = (frame.retryAfter ?? BUSY_SECONDS) * 1_000;
    switch (frame.code) {
      case 'rate_limited':
        this.slowUntil = this.around.clock.now() + wait;
        this.sender.pause(wait);
        break;
      case 'unavailable':
        this.sender.pause(wait);
        break;
      case 'not_welcome':
        this.socket.again();
        break;
      case 'blocked':
        this.blocked = true;
        this.pause();
        break;
      case 'unknown_type':
        // An older gateway; what it does not know is no message.
        break;
      default: {
        const cid = frame.cid ?? this.sender.inFlight;
        if (cid !== null) {
          this.update(threads.refused(this.thread, cid, frame.code));
          this.sender.settled(cid);
        }
      }
    }
    this.around.changed();
  }

  private nextToSend(): Queued | undefined {
    const next = this.welcome && this.turn.mine ? threads.nextToSend(this.thread) : undefined;
    if (next !== undefined && next.text.length > TEXT_MAX) {
      this.update(threads.refused(this.thread, next.cid, 'too_long'));
      return this.nextToSend();
    }
    return next;
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

  private acknowledge(): void {
    const before = this.thread;
    if (this.watching) {
      this.thread = threads.seenAll(before);
    }
    if (this.thread !== before) {
      this.around.store.keep(this.thread, before);
      this.around.changed();
    }
    this.receipts.later(() => this.thread);
  }
}

function none(): void {}

/**
 * One visitor on one site: keeps thread, socket, store and the other tabs in step. The view tells it what
 * the visitor does and reads what to draw; it knows nothing of screens.
 */
import { type Change, changeBetween, isOther, patched } from './change.js';
import type { Clock } from './clock.js';
import { Company } from './company.js';
import { type Identity, type Message, type Page, type ServerFrame, TEXT_MAX } from './frames.js';
import { Receipts } from './receipts.js';
import { Sender } from './sender.js';
import { type Dial, Socket } from './socket.js';
import type { Store } from './store.js';
import type { Live, Tabs } from './tabs.js';
import * as threads from './thread.js';
import type { Queued, Thread } from './thread.js';
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
  readonly tabs: Tabs;
  /** Whether the visitor looks at another tab. */
  readonly hidden?: () => boolean;
  /** Something to draw has changed. */
  readonly changed: () => void;
  /** A message from the other side arrived while we listened. */
  readonly arrived: (message: Message) => void;
}

const BUSY_SECONDS = 3;

export class Session {
  thread: Thread;

  /** Null until the gateway has said. */
  private online: boolean | null = null;
  /** The gateway has welcomed us on the open connection. */
  private welcome = false;
  private blocked = false;
  /** We were too quick; sending goes on at this time. */
  private slowUntil = 0;
  private readonly typing: Typing;
  private readonly socket: Socket;
  private readonly receipts: Receipts;
  private readonly sender: Sender;
  private readonly company: Company;
  private wanted = false;
  private helloAfter: number | null = null;
  private saidToken: string | null = null;
  private watching = false;

  constructor(private readonly around: Surroundings) {
    const { store, tabs, clock, hidden = () => false } = around;
    this.thread = store.thread;
    this.typing = new Typing(clock, () => this.changed());
    this.receipts = new Receipts(clock, (frame) => this.welcome && this.socket.send(frame));
    this.sender = new Sender(clock, {
      next: () => this.nextToSend(),
      send: ({ cid, text }) => this.socket.send({ t: 'send', cid, text }),
      unanswered: () => this.socket.again(),
      resumed: () => this.changed(),
    });
    this.socket = new Socket(around.socketUrl, around.dial, clock, around.random, {
      opened: () => this.sayHello(threads.resumeAfter(this.thread)),
      heard: (frame) => this.heard(frame),
      linkChanged: () => this.linkChanged(),
    });
    this.company = new Company(tabs, clock, hidden, {
      live: () => this.ownLive(),
      all: () => this.all(),
      waiting: () => this.thread.queue,
      lasts: () => this.lasts,
      led: () => this.led(),
      followed: () => this.followed(),
      told: (change) => this.patch(change),
      nudged: () => this.company.leads && this.socket.nudge(),
      typed: () => this.tellTyping(),
      send: (frame) => this.welcome && this.socket.send(frame),
      changed: around.changed,
    });
    this.company.meet();
    this.resume();
  }

  /** The connection as it is, here or in the tab that leads. */
  get live(): Live {
    return this.company.live;
  }

  get draft(): string {
    return this.around.store.draft;
  }

  /** Whether what the visitor writes outlives the page. */
  get lasts(): boolean {
    return this.around.store.lasts;
  }

  /** Connects if there is a conversation to follow or something to send. */
  resume(): void {
    if (this.hasStarted) {
      this.connect();
    }
  }

  get hasStarted(): boolean {
    const { code, top, queue } = this.thread;
    return code !== null || top > 0 || queue.length > 0;
  }

  connect(): void {
    if (this.wanted || this.live.blocked) {
      return;
    }
    this.wanted = true;
    this.company.join();
  }

  /** Now is a good moment to try: the visitor asks, the network came back, the machine woke up. */
  nudge(): void {
    if (this.company.leads) {
      this.socket.nudge();
    } else if (this.wanted) {
      this.company.tell({ t: 'nudge' });
      this.company.ask();
    }
  }

  /** The page has said who the visitor is. */
  introduce(): void {
    if (this.welcome) {
      this.sayHello(threads.resumeAfter(this.thread));
    }
  }

  pause(): void {
    this.wanted = false;
    this.company.leave();
    this.socket.stop();
  }

  /** The page has no more use for it. */
  end(): void {
    this.pause();
    this.company.end();
  }

  /** The page was asleep, where nobody could tell it anything. */
  catchUp(): void {
    void this.around.store.all().then((change) => this.patch(change), none);
    this.nudge();
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
    this.connect();
    this.company.ask();
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

  drafted(draft: string): void {
    if (draft === this.draft) {
      return;
    }
    this.keep({ draft });
    if (draft.trim() !== '') {
      this.company.tell({ t: 'typed' });
      this.tellTyping();
    }
  }

  /** Whether the visitor has said how this conversation was. */
  get rated(): boolean {
    return this.thread.code !== null && this.around.store.rated === this.thread.code;
  }

  /** False when it cannot be told now. */
  rate(score: number, comment: string): boolean {
    const { code } = this.thread;
    const told = code !== null && this.live.welcome;
    if (told) {
      const frame = { t: 'rate' as const, score, ...(comment === '' ? {} : { comment }) };
      if (this.company.leads) {
        this.socket.send(frame);
      } else {
        this.company.tell({ t: 'frame', frame });
      }
      this.keep({ rated: code });
      this.around.changed();
    }
    return told;
  }

  /** What stands for the visitor where frames do not go. */
  get token(): string | null {
    return this.around.store.token;
  }

  private tellTyping(): void {
    if (this.welcome && this.typing.tells()) {
      this.socket.send({ t: 'typing', on: true });
    }
  }

  private ownLive(): Live {
    const { online, welcome, blocked, slowUntil, socket } = this;
    const link = this.wanted && socket.link === 'idle' && !blocked ? 'connecting' : socket.link;
    const typing = this.typing.other;
    return { link, failures: socket.failures, welcome, online, slowUntil, blocked, typing };
  }

  private all(): Change {
    const { token } = this.around.store;
    const all = changeBetween(threads.emptyThread, this.thread);
    return { ...all, ...(token === null ? {} : { token }) };
  }

  private led(): void {
    this.socket.start();
    // Whoever led before may have gone in the middle of a word.
    void this.around.store.all().then((change) => this.patch(change), none);
    this.changed();
  }

  private followed(): void {
    this.socket.stop();
    this.changed();
  }

  /** Takes in what another tab, or the store, knows. */
  private patch(change: Change): void {
    const before = this.thread;
    this.around.store.noted(change);
    this.thread = patched(before, change);
    if (isOther(before, change) && !change.fresh) {
      void this.around.store.all().then((all) => this.patch(all), none);
    }
    for (const message of change.messages ?? []) {
      if (message.from === 'agent' && message.seq > Math.max(before.through, before.seen)) {
        this.around.arrived(message);
      }
    }
    this.resume();
    this.acknowledge();
    this.sender.flush();
    this.around.changed();
  }

  private changed(): void {
    this.company.show();
    this.around.changed();
  }

  private linkChanged(): void {
    if (this.socket.link !== 'open') {
      this.welcome = false;
      this.helloAfter = null;
      this.receipts.forget();
      this.sender.forget();
      this.typing.hush();
    }
    this.changed();
  }

  private sayHello(after: number): boolean {
    const { store, page, locale } = this.around;
    const identity = this.around.identity?.() ?? null;
    this.helloAfter = after;
    this.saidToken = store.token;
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
        this.changed();
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
    const { token } = this.around.store;
    if (token !== null && this.saidToken === null) {
      // Another tab was met in the meantime: the visitor is who was met there.
      this.sayHello(0);
      return;
    }
    if (token !== frame.token) {
      this.keep({ token: frame.token });
    }
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
    this.changed();
  }

  private nextToSend(): Queued | undefined {
    const next = this.welcome && this.company.leads ? threads.nextToSend(this.thread) : undefined;
    if (next !== undefined && next.text.length > TEXT_MAX) {
      this.update(threads.refused(this.thread, next.cid, 'too_long'));
      return this.nextToSend();
    }
    return next;
  }

  private update(next: Thread): void {
    const before = this.thread;
    this.thread = next;
    this.keep(changeBetween(before, next));
    if (this.welcome && this.helloAfter === null && threads.hasHole(next)) {
      this.sayHello(threads.resumeAfter(next));
    }
    this.acknowledge();
    this.changed();
  }

  private keep(change: Change | null): void {
    if (change !== null) {
      this.around.store.keep(change);
      this.company.tell({ t: 'change', change });
    }
  }

  private acknowledge(): void {
    const before = this.thread;
    if (this.watching) {
      this.thread = threads.seenAll(before);
    }
    if (this.thread !== before) {
      this.keep(changeBetween(before, this.thread));
      this.changed();
    }
    this.receipts.later(() => this.thread);
  }
}

function none(): void {}

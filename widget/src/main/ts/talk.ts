/**
 * What is said between this tab and the gateway while this tab leads: hello and welcome, the queue one by
 * one, receipts, typing, refusals. The thread itself belongs to the session.
 */
import { type ClientFrame, type Message, type ServerFrame, TEXT_MAX } from './frames.js';
import { Receipts } from './receipts.js';
import { Sender } from './sender.js';
import { Socket } from './socket.js';
import type { Surroundings } from './surroundings.js';
import type { Live } from './tabs.js';
import * as threads from './thread.js';
import type { Queued, Thread } from './thread.js';
import { Typing } from './typing.js';

export interface Side {
  readonly thread: Thread;
  /** Whether this tab may send. */
  readonly leads: boolean;
  update(next: Thread): void;
  met(token: string): void;
  /** The gateway has what the form before the chat says. */
  profiled(): void;
  /** The gateway has nothing of the visitor any more. */
  erased(): void;
  /** The gateway will not have us. */
  blocked(): void;
  changed(): void;
}

const BUSY_SECONDS = 3;

export class Talk {
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
  private helloAfter: number | null = null;
  private saidToken: string | null = null;
  /** What the form says went out on this connection. */
  private saidProfile = false;
  private disowned = false;

  constructor(
    private readonly around: Surroundings,
    private readonly side: Side,
  ) {
    const { clock } = around;
    this.typing = new Typing(clock, () => side.changed());
    this.receipts = new Receipts(clock, (frame) => this.send(frame));
    this.sender = new Sender(clock, {
      next: () => this.nextToSend(),
      send: ({ cid, text }) => this.socket.send({ t: 'send', cid, text }),
      unanswered: () => this.socket.again(),
      resumed: () => side.changed(),
    });
    this.socket = new Socket(around.socketUrl, around.dial, clock, around.random, {
      opened: () => this.sayHello(threads.resumeAfter(side.thread)),
      heard: (frame) => this.heard(frame),
      linkChanged: () => this.linkChanged(),
    });
  }

  get live(): Live {
    const { online, welcome, blocked, slowUntil, socket } = this;
    const { link, failures } = socket;
    return { link, failures, welcome, online, slowUntil, blocked, typing: this.typing.other };
  }

  start(): void {
    this.socket.start();
  }

  stop(): void {
    this.socket.stop();
  }

  nudge(): void {
    this.socket.nudge();
  }

  /** False unless the gateway hears us now. */
  send(frame: ClientFrame): boolean {
    return this.welcome && this.socket.send(frame);
  }

  /** Something waits to be sent. */
  flush(): void {
    this.sender.flush();
  }

  /** The visitor types, in whatever tab. */
  tellTyping(): void {
    if (this.welcome && this.typing.tells()) {
      this.send({ t: 'typing', on: true });
    }
  }

  /** What was typed is said. */
  said(): void {
    this.typing.sent();
  }

  /** The page says who the visitor is, and the gateway has not disagreed. */
  get vouched(): boolean {
    return this.around.identity?.() != null && !this.disowned;
  }

  /** It is known anew who the visitor is. */
  introduce(): void {
    this.disowned = false;
    if (this.welcome) {
      this.sayHello(threads.resumeAfter(this.side.thread));
    }
  }

  /** The thread has changed: what is missing in it is asked for. */
  mend(): void {
    const { thread } = this.side;
    if (this.welcome && this.helloAfter === null && threads.hasHole(thread)) {
      this.sayHello(threads.resumeAfter(thread));
    }
  }

  /** Says what the form before the chat was answered, before anything else; a site that signs knows better. */
  tellProfile(): void {
    const { profile } = this.around.store;
    if (profile?.state === 'done' && !this.saidProfile && !this.vouched) {
      const { name, phone, email } = profile;
      this.saidProfile = this.send({
        t: 'profile',
        ...(name ? { name } : {}),
        ...(phone ? { phone } : {}),
        ...(email ? { email } : {}),
      });
    }
  }

  tellReceipts(): void {
    this.receipts.later(() => this.side.thread);
  }

  private linkChanged(): void {
    if (this.socket.link !== 'open') {
      this.welcome = false;
      this.helloAfter = null;
      this.saidProfile = false;
      this.receipts.forget();
      this.sender.forget();
      this.typing.hush();
    }
    this.side.changed();
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
        this.side.update(threads.accepted(this.side.thread, frame.cid, frame.seq, frame.at));
        this.sender.settled(frame.cid);
        if (this.saidProfile) {
          // Frames are taken in order: whoever has taken the message has taken what went before it.
          this.side.profiled();
        }
        break;
      case 'status':
        this.side.update(threads.progressed(this.side.thread, frame.seq, frame.status));
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
        this.side.changed();
        break;
      case 'conversation':
        this.side.update(threads.changed(this.side.thread, frame.code, frame.status));
        break;
      case 'error':
        this.refused(frame);
        break;
      case 'erased':
        this.side.erased();
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
      this.side.met(frame.token);
    }
    this.welcome = true;
    this.online = frame.online;
    this.socket.beatEvery(frame.heartbeat);
    const before = this.side.thread;
    const next = threads.welcomed(before, frame.conversation);
    if (next.messages !== before.messages && asked > 0) {
      this.sayHello(0);
    }
    this.tellProfile();
    this.side.update(next);
    this.sender.flush();
  }

  private took(message: Message): void {
    const fresh = !this.side.thread.messages.some(({ seq }) => seq === message.seq);
    this.side.update(threads.received(this.side.thread, message));
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
        this.side.blocked();
        break;
      case 'bad_identity':
        this.disowned = true;
        break;
      case 'unknown_type':
        // An older gateway; what it does not know is no message.
        break;
      default: {
        const cid = frame.cid ?? this.sender.inFlight;
        if (cid !== null) {
          this.side.update(threads.refused(this.side.thread, cid, frame.code));
          this.sender.settled(cid);
        }
      }
    }
    this.side.changed();
  }

  private nextToSend(): Queued | undefined {
    const next = this.welcome && this.side.leads ? threads.nextToSend(this.side.thread) : undefined;
    if (next !== undefined && next.text.length > TEXT_MAX) {
      this.side.update(threads.refused(this.side.thread, next.cid, 'too_long'));
      return this.nextToSend();
    }
    return next;
  }
}

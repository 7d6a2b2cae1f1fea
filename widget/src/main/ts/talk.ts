/**
 * What is said between this tab and the gateway while this tab leads: hello and welcome, the queue one by
 * one, receipts, typing, refusals. The thread itself belongs to the session, and so do its rules: this part
 * comes after the panel, to which they belong, and nothing is loaded twice.
 */
import type { ClientFrame, Message, ServerFrame } from './frames.js';
import { Receipts } from './receipts.js';
import { Sender } from './sender.js';
import { Socket } from './socket.js';
import type { Surroundings } from './surroundings.js';
import type { Live } from './tabs.js';
import type { Queued, Rules, Thread } from './thread.js';
import { Typing } from './typing.js';
import type { Uploads } from './uploads.js';

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
/** After which what takes files is asked for again. */
const BRING_MILLIS = 4_000;
/** Until a page that came without loading has its title, and whoever leafs through has got somewhere. */
const ARRIVE_MILLIS = 1_000;

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
  private uploads: Uploads | null = null;
  private upload: Live['upload'] = null;
  /** Messages whose file the gateway had and has no more. */
  private readonly forgotten = new Set<string>();
  private helloAfter: number | null = null;
  private saidToken: string | null = null;
  /** What the form says went out on this connection. */
  private saidProfile = false;
  /** The gateway knows nothing of this visitor that it was told before. */
  private isNew = false;
  private disowned = false;
  /** The page said who the visitor is while a hello without it was under way. */
  private owesHello = false;
  private zoneIsTold = false;
  /** The gateway has taken the visitor for the customer that the page says. */
  private known = false;
  /** The address that the gateway was told. */
  private saidUrl = '';
  private arriving = false;

  constructor(
    private readonly around: Surroundings,
    private readonly side: Side,
    private readonly rules: Rules,
  ) {
    const { clock } = around;
    this.typing = new Typing(clock, () => side.changed());
    this.receipts = new Receipts(clock, (frame) => this.send(frame));
    this.sender = new Sender(clock, {
      next: () => this.nextToSend(),
      send: (queued) => {
        this.tellZone();
        this.tellPage();
        this.socket.send(this.rules.sending(queued));
      },
      upload: (queued) => void this.carry(queued),
      unanswered: () => this.socket.again(),
      resumed: () => side.changed(),
    });
    this.socket = new Socket(around.socketUrl, around.dial, clock, around.random, {
      opened: () => this.sayHello(this.rules.resumeAfter(side.thread)),
      heard: (frame) => this.heard(frame),
      linkChanged: () => this.linkChanged(),
    });
    this.signOut();
    around.moved?.(() => this.tellPageSoon());
  }

  get live(): Live {
    const { online, welcome, blocked, slowUntil, socket } = this;
    const { link, failures } = socket;
    const { upload } = this;
    return { link, failures, welcome, online, slowUntil, blocked, typing: this.typing.other, upload };
  }

  start(): void {
    this.socket.start();
  }

  stop(): void {
    this.uploads?.stop();
    this.upload = null;
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
    this.tellPage();
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
    if (this.signOut()) {
      return;
    }
    this.owesHello = !this.welcome;
    if (this.welcome) {
      this.sayHello(this.rules.resumeAfter(this.side.thread));
    }
  }

  /** The thread has changed: what is missing in it is asked for, what waits no longer is let go. */
  mend(): void {
    const { thread } = this.side;
    this.uploads?.tend(thread.queue);
    if (this.upload !== null && !this.rules.waits(thread, this.upload.cid)) {
      const { cid } = this.upload;
      this.upload = null;
      this.sender.settled(cid);
    }
    if (this.welcome && this.helloAfter === null && this.rules.hasHole(thread)) {
      this.sayHello(this.rules.resumeAfter(thread));
    }
  }

  /** Says what the form before the chat was answered, before anything else; a site that signs knows better. */
  tellProfile(): void {
    const { profile } = this.around.store;
    if (profile === null || this.saidProfile || this.vouched) {
      return;
    }
    const { state, name, phone, email, keep } = profile;
    const allowed = keep === undefined ? {} : { keep };
    if (state === 'done') {
      this.saidProfile = this.send({
        t: 'profile',
        ...(name ? { name } : {}),
        ...(phone ? { phone } : {}),
        ...(email ? { email } : {}),
        ...allowed,
      });
    } else if (state === 'told' && this.isNew && keep !== undefined) {
      // Who they are was forgotten, or is somebody else's; what may be kept is asked once.
      this.saidProfile = this.send({ t: 'profile', keep });
    }
  }

  tellReceipts(): void {
    this.receipts.later(() => this.side.thread);
  }

  /**
   * A customer who signs out of the page leaves nothing to the next person at this machine. A stranger's chat
   * stays.
   *
   * @return whether that was so
   */
  private signOut(): boolean {
    const { identity, store, socketUrl } = this.around;
    const known = this.known || this.shelf((shelf, name) => shelf.getItem(name)) !== null;
    if (identity?.() !== null || !known) {
      return false;
    }
    const { token } = store;
    if (token !== null) {
      const url = socketUrl.replace(/^ws/, 'http').replace(/socket\?.*/, 'sign-out');
      const body = JSON.stringify({ token });
      // Without a network it is forgotten here all the same, and nobody has it any more.
      fetch(url, { method: 'POST', credentials: 'omit', keepalive: true, body }).catch(() => {});
    }
    this.known = false;
    this.shelf((shelf, name) => shelf.removeItem(name));
    this.side.erased();
    return true;
  }

  /** Where it is noted that the visitor is a customer; in private windows there may be no such place. */
  private shelf<T>(use: (shelf: Storage, name: string) => T): T | null {
    try {
      return use(localStorage, this.around.name + 'known');
    } catch {
      return null;
    }
  }

  private linkChanged(): void {
    if (this.socket.link !== 'open') {
      this.welcome = false;
      this.helloAfter = null;
      this.saidProfile = false;
      this.zoneIsTold = false;
      this.receipts.forget();
      this.sender.forget();
      this.typing.hush();
    }
    this.side.changed();
  }

  private sayHello(after: number): boolean {
    const { store, locale } = this.around;
    const identity = this.around.identity?.() ?? null;
    const page = this.around.page();
    this.saidUrl = page.url;
    this.helloAfter = after;
    this.owesHello = false;
    this.saidToken = store.token;
    return this.socket.send({
      t: 'hello',
      token: store.token,
      after,
      page,
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
        this.side.update(this.rules.accepted(this.side.thread, frame.cid, frame.seq, frame.at));
        this.sender.settled(frame.cid);
        if (this.saidProfile) {
          // Frames are taken in order: whoever has taken the message has taken what went before it.
          this.side.profiled();
        }
        break;
      case 'status':
        this.side.update(this.rules.progressed(this.side.thread, frame.seq, frame.status));
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
        if (frame.code !== this.side.thread.code) {
          this.receipts.forget(); // its numbers begin again
        }
        this.side.update(this.rules.changed(this.side.thread, frame.code, frame.status));
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
    this.isNew = token !== frame.token;
    if (this.isNew) {
      this.side.met(frame.token);
    }
    if (this.owesHello) {
      this.sayHello(0);
      return;
    }
    this.welcome = true;
    if (this.vouched) {
      this.known = true;
      this.shelf((shelf, name) => shelf.setItem(name, '1'));
    }
    this.online = frame.online;
    this.socket.beatEvery(frame.heartbeat);
    const before = this.side.thread;
    const next = this.rules.welcomed(before, frame.conversation);
    if (next.messages !== before.messages && asked > 0) {
      this.sayHello(0);
    }
    this.tellProfile();
    this.side.update(next);
    this.sender.flush();
  }

  private took(message: Message): void {
    const fresh = !this.side.thread.messages.some(({ seq }) => seq === message.seq);
    this.side.update(this.rules.received(this.side.thread, message));
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
        this.slowDown(wait);
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
          const { thread } = this.side;
          // The gateway keeps what nobody sends for a day only: then it is taken there once more.
          const anew =
            frame.code === 'bad_frame' && this.rules.hasHandle(thread, cid) && !this.forgotten.has(cid);
          this.forgotten.add(cid);
          this.side.update(
            anew
              ? this.rules.uploaded(thread, cid, null)
              : this.rules.refused(thread, cid, frame.code, frame.message),
          );
          this.sender.settled(cid);
        }
      }
    }
    this.side.changed();
  }

  private slowDown(millis: number): void {
    this.slowUntil = this.around.clock.now() + millis;
    this.sender.pause(millis);
  }

  /** Takes a file to the gateway; its message follows when it is there. */
  private async carry(queued: Queued): Promise<void> {
    this.upload = { cid: queued.cid, part: 0 };
    try {
      this.uploads ??= (await this.bringUploads()) ?? null;
    } catch {
      // The file that does it could not be had.
    }
    if (this.sender.inFlight !== queued.cid) {
      return;
    }
    if (this.uploads === null) {
      this.sender.pause(BRING_MILLIS);
    } else {
      this.uploads.take(queued);
    }
    this.side.changed();
  }

  private bringUploads(): Promise<Uploads> | undefined {
    const { store } = this.around;
    const over = (cid: string, next: Thread) => {
      this.upload = null;
      this.side.update(next);
      this.sender.settled(cid);
    };
    return this.around.uploads?.({
      bytes: (cid) => store.bytes(cid),
      token: () => store.token,
      progressed: (cid, part) => {
        this.upload = { cid, part };
        this.side.changed();
      },
      kept: (cid, handle) => over(cid, this.rules.uploaded(this.side.thread, cid, handle)),
      refused: (cid, code, reason) => over(cid, this.rules.refused(this.side.thread, cid, code, reason)),
      pause: (millis, code) => {
        if (code === 'rate_limited') {
          this.slowDown(millis);
        } else {
          this.sender.pause(millis);
        }
        this.side.changed();
      },
      stranger: () => this.socket.again(),
    });
  }

  /**
   * In which time zone the visitor is, before the first words: what is answered by itself may name a time. Not
   * with the hello, as the first look into `Intl` holds up a panel that opens.
   */
  private tellZone(): void {
    if (!this.zoneIsTold) {
      this.zoneIsTold = this.send({ t: 'profile', zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    }
  }

  /** Where the visitor is, if that has changed: what is said is judged by the page on which it is. */
  private tellPage(): void {
    const page = this.around.page();
    if (page.url !== this.saidUrl && this.send({ t: 'page', ...page })) {
      this.saidUrl = page.url;
    }
  }

  private tellPageSoon(): void {
    if (!this.arriving) {
      this.arriving = true;
      this.around.clock.after(ARRIVE_MILLIS, () => {
        this.arriving = false;
        this.tellPage();
      });
    }
  }

  private nextToSend(): Queued | undefined {
    const next = this.welcome && this.side.leads ? this.rules.nextToSend(this.side.thread) : undefined;
    if (next !== undefined && next.text.length > this.rules.TEXT_MAX) {
      this.side.update(this.rules.refused(this.side.thread, next.cid, 'too_long'));
      return this.nextToSend();
    }
    return next;
  }
}

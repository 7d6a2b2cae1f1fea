/**
 * One visitor on one site: keeps thread, socket, store and the other tabs in step. The view tells it what
 * the visitor does and reads what to draw; it knows nothing of screens.
 */
import { type Change, changeBetween, type Chosen, isOther, patched, type Profile } from './change.js';
import { Company } from './company.js';
import type { ClientFrame, Message } from './frames.js';
import type { Surroundings } from './surroundings.js';
import type { Live } from './tabs.js';
import type { Side, Talk } from './talk.js';
import * as threads from './thread.js';
import type { QueuedFile, Thread } from './thread.js';

/** How long what came from the gateway waits for more of it, before it is kept. */
const SAVE_MILLIS = 50;
/** After which what could not be fetched is asked for again. */
const BRING_MILLIS = 4_000;

/** As it is before anybody can talk. */
const SILENT: Live = {
  link: 'idle',
  failures: 0,
  welcome: false,
  online: null,
  slowUntil: 0,
  blocked: false,
  typing: null,
  upload: null,
};

export class Session {
  thread: Thread;

  /** Null until it has been fetched. */
  private talk: Talk | null = null;
  private bringing = false;
  private bringFailures = 0;
  private readonly company: Company;
  private wanted = false;
  private watching = false;
  /** The thread as the store and the other tabs have it. */
  private saved: Thread;
  private saving = false;
  /** Bytes of files that were just said. */
  private fresh: [string, Blob][] = [];

  constructor(private readonly around: Surroundings) {
    const { store, tabs, clock, hidden = () => false } = around;
    this.thread = this.saved = store.thread;
    this.company = new Company(tabs, clock, hidden, {
      live: () => this.ownLive(),
      all: () => this.all(),
      waiting: () => this.waiting(),
      lasts: () => this.lasts,
      led: () => this.led(),
      followed: () => this.followed(),
      told: (change) => this.patch(change),
      nudged: () => this.company.leads && this.nudge(),
      renew: () => this.talk?.introduce(),
      typed: () => this.talk?.tellTyping(),
      send: (frame) => this.talk?.send(frame),
      changed: around.changed,
    });
    this.company.meet();
    this.bring();
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
    this.bring();
    if (this.company.leads) {
      this.talk?.nudge();
    } else if (this.wanted) {
      this.company.tell({ t: 'nudge' });
      this.company.ask();
    }
  }

  /** The page has said who the visitor is. */
  introduce(): void {
    this.talk?.introduce();
  }

  pause(): void {
    this.save();
    this.wanted = false;
    this.company.leave();
    this.talk?.stop();
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

  /** Says words with what was chosen to go with them: the quote and the words with the first file. */
  say(text: string): void {
    const { quoting, tray } = this;
    const [first, ...others] = tray;
    this.enqueue(text, quoting, first);
    others.forEach((chosen) => this.enqueue('', null, chosen));
    if (quoting !== null || tray.length > 0) {
      this.keep({ quoting: null, tray: [] });
    }
    this.goOn();
  }

  /** Sends again what failed; it is a new message when the gateway has had the old one. */
  retry(id: string | number): void {
    const { messages, queue } = this.thread;
    if (typeof id === 'string') {
      const queued = queue.find(({ cid }) => cid === id);
      if (queued !== undefined) {
        const { text, replyTo, file } = queued;
        const bytes = this.around.store.files.get(id);
        this.putAway(id);
        this.enqueue(text, replyTo, file === null || bytes === undefined ? undefined : { ...file, bytes }, file);
        this.goOn();
      }
      return;
    }
    const message = messages.find(({ seq }) => seq === id);
    if (message !== undefined && message.attachment === null) {
      this.sayAgain(message);
    } else if (message?.attachment?.url) {
      const { kind, name, mime, url, width, height } = message.attachment;
      // Its bytes are with the gateway only; what cannot be had stays as it is.
      void fetch(url, { credentials: 'omit' })
        .then((answer) => (answer.ok ? answer.blob() : Promise.reject()))
        .then((bytes) => {
          const what = { kind, name: name ?? kind, mime: mime ?? bytes.type, size: bytes.size };
          this.sayAgain(message, { ...what, width, height, handle: null, bytes });
        }, none);
    }
  }

  putAway(id: string | number): void {
    this.update(threads.putAway(this.thread, id));
  }

  /** The `seq` of the message that the draft quotes, as long as that is there. */
  get quoting(): number | null {
    const { quoting } = this.around.store;
    return this.thread.messages.some(({ seq }) => seq === quoting) ? quoting : null;
  }

  quote(quoting: number | null): void {
    this.keep({ quoting });
    this.around.changed();
  }

  /** The files that go with the draft. */
  get tray(): readonly Chosen[] {
    return this.around.store.tray;
  }

  choose(tray: readonly Chosen[]): void {
    this.keep({ tray });
    this.around.changed();
  }

  /** The bytes of a file that waits. */
  bytes(cid: string): Promise<Blob | null> {
    return this.around.store.bytes(cid);
  }

  /** Links to files have died: new ones come with the messages. */
  renew(): void {
    if (this.company.leads) {
      this.talk?.introduce();
    } else {
      this.company.tell({ t: 'renew' });
    }
  }

  private sayAgain({ seq, text, replyTo }: Message, chosen?: Chosen): void {
    this.putAway(seq);
    this.enqueue(text, replyTo, chosen);
    this.goOn();
  }

  private enqueue(
    text: string,
    replyTo: number | null,
    chosen?: Chosen,
    file: QueuedFile | null = null,
  ): void {
    const cid = this.around.newCid();
    const at = new Date(this.around.clock.now()).toISOString();
    if (chosen !== undefined) {
      const { bytes, ...rest } = chosen;
      file = rest;
      this.fresh.push([cid, bytes]);
    }
    this.update(threads.said(this.thread, cid, text, at, replyTo, file));
  }

  private goOn(): void {
    this.talk?.said();
    this.connect();
    this.company.ask();
    this.talk?.flush();
  }

  private waiting(): Change {
    const { queue } = this.thread;
    if (queue.length === 0) {
      return {};
    }
    // What is kept can be read by whoever leads.
    return this.lasts ? { queue } : { queue, files: [...this.around.store.files] };
  }

  drafted(draft: string): void {
    if (draft === this.draft) {
      return;
    }
    this.keep({ draft });
    if (draft.trim() !== '') {
      this.company.tell({ t: 'typed' });
      this.talk?.tellTyping();
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
      this.tell({ t: 'rate', score, ...(comment === '' ? {} : { comment }) });
      this.keep({ rated: code });
      this.around.changed();
    }
    return told;
  }

  /** The visitor has what he came for: the gateway closes the conversation, and says so. */
  finish(): void {
    this.tell({ t: 'end' });
  }

  private tell(frame: ClientFrame): void {
    if (this.company.leads) {
      this.talk?.send(frame);
    } else {
      this.company.tell({ t: 'frame', frame });
    }
  }

  /** What the form before the chat was answered so far. */
  get profile(): Profile | null {
    return this.around.store.profile;
  }

  answer(profile: Profile): void {
    this.keep({ profile });
    this.talk?.tellProfile();
    this.around.changed();
  }

  /** Whether the page says who the visitor is. */
  get identified(): boolean {
    return this.talk?.vouched ?? this.around.identity?.() != null;
  }

  /** Keeps nothing any more, here and in the other tabs; the next word begins anew. */
  forget(): void {
    this.company.tell({ t: 'change', change: { erased: true } });
    this.vanish();
  }

  /** What stands for the visitor where frames do not go. */
  get token(): string | null {
    return this.around.store.token;
  }

  /** As this tab knows it; whoever has just asked to be connected is on the way. */
  private ownLive(): Live {
    const live = this.talk?.live ?? { ...SILENT, failures: this.bringFailures };
    const soon = this.wanted && live.link === 'idle' && !live.blocked;
    return soon ? { ...live, link: live.failures > 0 ? 'waiting' : 'connecting' } : live;
  }

  /** Fetches what talks with the gateway; without it all is kept and nothing is lost. */
  private bring(): void {
    if (this.talk !== null || this.bringing) {
      return;
    }
    const brought = this.around.talk();
    if (typeof brought === 'function') {
      this.begin(brought);
      return;
    }
    this.bringing = true;
    brought.then(
      (made) => {
        this.bringing = false;
        this.begin(made);
      },
      () => {
        this.bringing = false;
        this.bringFailures++;
        this.around.changed();
        this.around.clock.after(BRING_MILLIS, () => this.wanted && this.bring());
      },
    );
  }

  private begin(made: typeof Talk): void {
    this.talk = new made(this.around, this.side(), threads.rules);
    if (this.company.leads) {
      this.talk.start();
      this.changed();
    }
  }

  private side(): Side {
    const session = this;
    return {
      get thread() {
        return session.thread;
      },
      get leads() {
        return session.company.leads;
      },
      update: (next) => this.update(next),
      met: (token) => this.keep({ token }),
      profiled: () => this.profiled(),
      blocked: () => this.pause(),
      erased: () => this.forget(),
      changed: () => this.changed(),
    };
  }

  private all(): Change {
    const { token } = this.around.store;
    const all = changeBetween(threads.emptyThread, this.thread);
    return { ...all, files: [...this.around.store.files], ...(token === null ? {} : { token }) };
  }

  private led(): void {
    this.talk?.start();
    // Whoever led before may have gone in the middle of a word.
    void this.around.store.all().then((change) => this.patch(change), none);
    this.changed();
  }

  private followed(): void {
    this.talk?.stop();
    this.changed();
  }

  /** Takes in what another tab, or the store, knows. */
  private patch(change: Change): void {
    if (change.erased) {
      this.vanish();
      return;
    }
    this.save();
    const before = this.thread;
    this.around.store.noted(change);
    this.thread = this.saved = patched(before, change);
    if (isOther(before, change) && !change.fresh) {
      const rest = (all: Change) => isOther(this.thread, all) || this.patch(all);
      void this.around.store.all().then(rest, none);
    }
    for (const message of change.messages ?? []) {
      if (message.from === 'agent' && message.seq > Math.max(before.through, before.seen)) {
        this.around.arrived(message);
      }
    }
    this.resume();
    this.acknowledge();
    this.talk?.tellProfile();
    this.talk?.flush();
    this.around.changed();
  }

  private vanish(): void {
    // First, so that nothing of it is written once more on the way out.
    this.thread = this.saved = threads.emptyThread;
    this.fresh = [];
    this.pause();
    this.around.store.noted({ erased: true });
    this.around.erased?.();
    this.changed();
  }

  private profiled(): void {
    const { profile } = this;
    if (profile?.state === 'done') {
      this.keep({ profile: { ...profile, state: 'told' } });
    }
  }

  private changed(): void {
    this.company.show();
    this.around.changed();
  }

  private update(next: Thread): void {
    this.thread = next;
    this.saveInTime();
    this.talk?.mend();
    this.acknowledge();
    this.changed();
  }

  /** What the visitor says is kept at once; what the gateway has, a hundred messages at a time. */
  private saveInTime(): void {
    if (this.thread.queue !== this.saved.queue) {
      this.save();
    } else if (!this.saving) {
      this.saving = true;
      this.around.clock.after(SAVE_MILLIS, () => {
        this.saving = false;
        this.save();
      });
    }
  }

  private save(): void {
    const before = this.saved;
    this.saved = this.thread;
    const files = this.fresh;
    this.fresh = [];
    if (before !== this.thread) {
      const change = changeBetween(before, this.thread);
      this.keep(files.length === 0 ? change : { ...change, files });
    }
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
      this.saveInTime();
      this.changed();
    }
    this.talk?.tellReceipts();
  }
}

function none(): void {}

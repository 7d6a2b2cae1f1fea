/**
 * One visitor on one site: keeps thread, socket, store and the other tabs in step. The view tells it what
 * the visitor does and reads what to draw; it knows nothing of screens.
 */
import { type Change, changeBetween, isOther, patched, type Profile } from './change.js';
import { Company } from './company.js';
import type { Surroundings } from './surroundings.js';
import type { Live } from './tabs.js';
import { Talk } from './talk.js';
import * as threads from './thread.js';
import type { Thread } from './thread.js';

/** How long what came from the gateway waits for more of it, before it is kept. */
const SAVE_MILLIS = 50;

export class Session {
  thread: Thread;

  private readonly talk: Talk;
  private readonly company: Company;
  private wanted = false;
  private watching = false;
  /** The thread as the store and the other tabs have it. */
  private saved: Thread;
  private saving = false;

  constructor(private readonly around: Surroundings) {
    const { store, tabs, clock, hidden = () => false } = around;
    this.thread = this.saved = store.thread;
    const session = this;
    this.talk = new Talk(around, {
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
    });
    this.company = new Company(tabs, clock, hidden, {
      live: () => this.ownLive(),
      all: () => this.all(),
      waiting: () => this.thread.queue,
      lasts: () => this.lasts,
      led: () => this.led(),
      followed: () => this.followed(),
      told: (change) => this.patch(change),
      nudged: () => this.company.leads && this.talk.nudge(),
      typed: () => this.talk.tellTyping(),
      send: (frame) => this.talk.send(frame),
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
      this.talk.nudge();
    } else if (this.wanted) {
      this.company.tell({ t: 'nudge' });
      this.company.ask();
    }
  }

  /** The page has said who the visitor is. */
  introduce(): void {
    this.talk.introduce();
  }

  pause(): void {
    this.save();
    this.wanted = false;
    this.company.leave();
    this.talk.stop();
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
    this.talk.said();
    this.connect();
    this.company.ask();
    this.talk.flush();
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
      this.talk.tellTyping();
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
        this.talk.send(frame);
      } else {
        this.company.tell({ t: 'frame', frame });
      }
      this.keep({ rated: code });
      this.around.changed();
    }
    return told;
  }

  /** What the form before the chat was answered so far. */
  get profile(): Profile | null {
    return this.around.store.profile;
  }

  answer(profile: Profile): void {
    this.keep({ profile });
    this.talk.tellProfile();
    this.around.changed();
  }

  /** Whether the page says who the visitor is. */
  get identified(): boolean {
    return this.talk.vouched;
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
    const { live } = this.talk;
    const soon = this.wanted && live.link === 'idle' && !live.blocked;
    return soon ? { ...live, link: 'connecting' } : live;
  }

  private all(): Change {
    const { token } = this.around.store;
    const all = changeBetween(threads.emptyThread, this.thread);
    return { ...all, ...(token === null ? {} : { token }) };
  }

  private led(): void {
    this.talk.start();
    // Whoever led before may have gone in the middle of a word.
    void this.around.store.all().then((change) => this.patch(change), none);
    this.changed();
  }

  private followed(): void {
    this.talk.stop();
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
    this.talk.tellProfile();
    this.talk.flush();
    this.around.changed();
  }

  private vanish(): void {
    // First, so that nothing of it is written once more on the way out.
    this.thread = this.saved = threads.emptyThread;
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
    this.talk.mend();
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
    if (before !== this.thread) {
      this.keep(changeBetween(before, this.thread));
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
    this.talk.tellReceipts();
  }
}

function none(): void {}

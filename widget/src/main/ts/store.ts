/**
 * What outlives the page: the visitor's token, what waits to be sent, the draft, the thread as last known.
 * Each message and each queued one has a name of its own, so that two tabs never overwrite each other's.
 */
import type { Change, Chosen, Profile } from './change.js';
import type { Drawer } from './drawer.js';
import type { Message } from './frames.js';
import { byOrder, emptyThread, type Queued, type Thread } from './thread.js';

const MESSAGE = 'message:';
const QUEUED = 'queued:';
const FILE = 'file:';

export class Store {
  token: string | null;
  draft: string;
  rated: string | null;
  quoting: number | null;
  tray: readonly Chosen[];
  /** The bytes of files that wait, by the `cid` of their messages. */
  readonly files: Map<string, Blob>;
  profile: Profile | null;
  /** The thread as it was kept when the store was opened. */
  readonly thread: Thread;

  constructor(
    private readonly drawer: Drawer,
    entries: ReadonlyMap<string, unknown>,
  ) {
    const kept = changeOf(entries);
    this.token = kept.token ?? null;
    this.draft = kept.draft ?? '';
    this.rated = kept.rated ?? null;
    this.quoting = kept.quoting ?? null;
    this.tray = kept.tray ?? [];
    this.files = new Map(kept.files);
    this.profile = kept.profile ?? null;
    this.thread = threadOf(kept);
  }

  static async open(drawer: Drawer): Promise<Store> {
    return new Store(drawer, await drawer.read());
  }

  /** Whether what is kept outlives the page. */
  get lasts(): boolean {
    return this.drawer.lasts;
  }

  /** Keeps a change as one: a message is there before, or as, its words leave the queue. */
  keep(change: Change): void {
    const { fresh, messages = [], queue = [], gone = [], files = [] } = change;
    this.noted(change);
    const puts = new Map<string, unknown>();
    const put = (name: string, value: unknown) => value !== undefined && puts.set(name, value);
    SINGLE.forEach((name) => put(name, change[name]));
    files.forEach(([cid, bytes]) => put(FILE + cid, bytes));
    messages.forEach((message) => put(MESSAGE + place(message.seq), message));
    queue.forEach((queued) => put(QUEUED + queued.cid, queued));
    const left = gone.flatMap((cid) => [QUEUED + cid, FILE + cid]);
    this.drawer.write(puts, [...left, ...(fresh ? [MESSAGE] : [])]);
  }

  /** Another tab has kept it. */
  noted({ draft, token, rated, quoting, tray, profile, erased, files = [], gone = [] }: Change): void {
    if (erased) {
      this.token = this.rated = this.profile = this.quoting = null;
      this.draft = '';
      this.tray = [];
      this.files.clear();
      this.drawer.clear();
    }
    gone.forEach((cid) => this.files.delete(cid));
    files.forEach(([cid, bytes]) => this.files.set(cid, bytes));
    this.quoting = quoting === undefined ? this.quoting : quoting;
    this.tray = tray ?? this.tray;
    this.profile = profile ?? this.profile;
    this.rated = rated ?? this.rated;
    this.draft = draft ?? this.draft;
    this.token = token ?? this.token;
  }

  /** The bytes of a file that waits; another tab may have kept them. */
  async bytes(cid: string): Promise<Blob | null> {
    if (!this.files.has(cid)) {
      this.noted({ files: (await this.all()).files ?? [] });
    }
    return this.files.get(cid) ?? null;
  }

  /** All that is kept, as a change. */
  async all(): Promise<Change> {
    return changeOf(await this.drawer.read());
  }
}

/** What there is one of; each is kept under its own name. */
const SINGLE = ['head', 'eyes', 'draft', 'token', 'rated', 'quoting', 'tray', 'profile'] as const;

/** What an older or newer widget left behind is taken only if it has the members that are used. */
function changeOf(entries: ReadonlyMap<string, unknown>): Change {
  const messages: Message[] = [];
  const queue: Queued[] = [];
  const files: [string, Blob][] = [];
  for (const [name, value] of entries) {
    if (name.startsWith(MESSAGE) && isMessage(value)) {
      messages.push(value);
    } else if (name.startsWith(QUEUED) && isQueued(value)) {
      queue.push({ ...UNADORNED, ...value });
    } else if (name.startsWith(FILE) && value instanceof Blob) {
      files.push([name.slice(FILE.length), value]);
    }
  }
  const head = entries.get('head');
  const eyes = entries.get('eyes');
  const draft = entries.get('draft');
  const token = entries.get('token');
  const rated = entries.get('rated');
  const quoting = entries.get('quoting');
  const tray = entries.get('tray');
  const profile = entries.get('profile');
  return {
    files,
    messages: messages.sort((a, b) => a.seq - b.seq),
    queue: queue.sort(byOrder),
    ...(isHead(head) ? { head } : {}),
    ...(isEyes(eyes) ? { eyes } : {}),
    ...(typeof draft === 'string' ? { draft } : {}),
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof rated === 'string' ? { rated } : {}),
    ...(typeof quoting === 'number' ? { quoting } : {}),
    ...(Array.isArray(tray) ? { tray: tray.filter(isChosen) } : {}),
    ...(isProfile(profile) ? { profile } : {}),
  };
}

function threadOf({ head, eyes, messages = [], queue = [] }: Change): Thread {
  const through = head?.through ?? 0;
  const order = queue.reduce((last, queued) => Math.max(last, queued.order), 0);
  const known = new Set(messages.map(({ cid }) => cid));
  const waits = queue.filter(({ cid }) => !known.has(cid));
  return { ...emptyThread, ...head, ...eyes, messages, queue: waits, order, top: through };
}

/** Numbers as names that stand in the order of the numbers. */
function place(seq: number): string {
  return String(seq).padStart(10, '0');
}

function isMessage(value: unknown): value is Message {
  const message = value as Message | null;
  return Number.isSafeInteger(message?.seq) && typeof message?.text === 'string';
}

function isQueued(value: unknown): value is Queued {
  const queued = value as Queued | null;
  return typeof queued?.cid === 'string' && typeof queued.text === 'string' && queued.order > 0;
}

/** What a message had that waits since before it could have more than words. */
const UNADORNED = { replyTo: null, file: null, problem: null, reason: null };

function isChosen(value: unknown): value is Chosen {
  const chosen = value as Chosen | null;
  return chosen?.bytes instanceof Blob && typeof chosen.name === 'string';
}

function isHead(value: unknown): value is NonNullable<Change['head']> {
  const head = value as Change['head'] | null;
  return typeof head?.status === 'string' && Number.isSafeInteger(head.through);
}

function isProfile(value: unknown): value is Profile {
  return typeof (value as Profile | null)?.state === 'string';
}

function isEyes(value: unknown): value is NonNullable<Change['eyes']> {
  const eyes = value as Change['eyes'] | null;
  return Number.isSafeInteger(eyes?.seen) && Array.isArray(eyes?.hidden);
}

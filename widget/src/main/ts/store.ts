/**
 * What outlives the page: the visitor's token, what waits to be sent, the draft, the thread as last known.
 *
 * Kept in local storage on purpose: its writes are done when the call returns, so that a message typed a
 * moment before the tab is closed is not lost, and other tabs are told. Each queued message has its own
 * key, so that two tabs never overwrite each other's. Without storage everything lives as long as the page.
 */
import type { Message } from './frames.js';
import { emptyThread, type Queued, type Thread } from './thread.js';

/** The part of the browser's Storage that is used. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Enough for what one scrolls back to while the connection is made; the gateway has the rest. */
const MESSAGES_KEPT = 200;

export class Store {
  constructor(
    private readonly shelf: Shelf,
    private readonly prefix: string,
  ) {}

  get token(): string | null {
    return this.shelf.getItem(this.prefix + 'token');
  }

  keepToken(token: string): void {
    this.put('token', token);
  }

  get draft(): string {
    return this.shelf.getItem(this.prefix + 'draft') ?? '';
  }

  keepDraft(text: string): void {
    this.put('draft', text);
  }

  thread(): Thread {
    const kept = this.read('thread');
    const thread = isKept(kept) ? { ...emptyThread, ...kept } : emptyThread;
    return { ...thread, promised: 0, queue: this.queue() };
  }

  /** Keeps messages before it lets go of queued ones: a crash between shows one twice, never none. */
  keep(thread: Thread, before: Thread): void {
    const { queue, promised, ...rest } = thread;
    if (
      thread.messages !== before.messages ||
      thread.seen !== before.seen ||
      thread.hidden !== before.hidden ||
      thread.code !== before.code ||
      thread.status !== before.status
    ) {
      const kept = { ...rest, messages: rest.messages.slice(-MESSAGES_KEPT) };
      this.put('thread', JSON.stringify(kept));
    }
    for (const queued of queue) {
      if (!before.queue.includes(queued)) {
        this.put('queue.' + queued.cid, JSON.stringify(queued));
      }
    }
    for (const { cid } of before.queue) {
      if (!queue.some((queued) => queued.cid === cid)) {
        this.shelf.removeItem(this.prefix + 'queue.' + cid);
      }
    }
  }

  /** Whether a key of the shared storage is one of ours. */
  owns(key: string | null): boolean {
    return key === null || key.startsWith(this.prefix);
  }

  private queue(): readonly Queued[] {
    const queue: Queued[] = [];
    for (let index = 0; index < this.shelf.length; index++) {
      const key = this.shelf.key(index) ?? '';
      if (key.startsWith(this.prefix + 'queue.')) {
        const queued = this.read(key.slice(this.prefix.length));
        if (isQueued(queued)) {
          queue.push(queued);
        }
      }
    }
    return queue.sort((a, b) => a.order - b.order || a.at.localeCompare(b.at));
  }

  private read(name: string): unknown {
    try {
      return JSON.parse(this.shelf.getItem(this.prefix + name) ?? 'null');
    } catch {
      return null;
    }
  }

  private put(name: string, value: string): void {
    try {
      this.shelf.setItem(this.prefix + name, value);
    } catch {
      // The page's share of storage is full. The thread can be had again, what the visitor said cannot.
      this.shelf.removeItem(this.prefix + 'thread');
      if (name !== 'thread') {
        try {
          this.shelf.setItem(this.prefix + name, value);
        } catch {
          console.warn('Bellhop: this browser keeps no more; messages wait only while the page is open.');
        }
      }
    }
  }
}

/** Local storage where it works, else a shelf that lasts as long as the page. */
export function openShelf(): Shelf {
  try {
    const shelf = window.localStorage;
    shelf.setItem('bellhop', '');
    shelf.removeItem('bellhop');
    return shelf;
  } catch {
    return new MemoryShelf();
  }
}

export class MemoryShelf implements Shelf {
  private readonly items = new Map<string, string>();

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** What an older or newer widget left behind is taken only if it has the members that are used. */
function isKept(value: unknown): value is Partial<Thread> {
  const kept = value as Thread | null;
  return (
    typeof kept === 'object' &&
    kept !== null &&
    Array.isArray(kept.messages) &&
    Array.isArray(kept.hidden) &&
    kept.messages.every((message: Message) => message.seq > 0 && typeof message.text === 'string') &&
    [kept.through, kept.top, kept.seen].every(Number.isSafeInteger)
  );
}

function isQueued(value: unknown): value is Queued {
  const queued = value as Queued | null;
  return typeof queued?.cid === 'string' && typeof queued.text === 'string' && queued.order > 0;
}

/** Where a visitor's words are kept: IndexedDB, or the page's memory where a browser gives none. */
export interface Drawer {
  /** Whether what is put in outlives the page. */
  readonly lasts: boolean;
  read(): Promise<ReadonlyMap<string, unknown>>;
  /** Puts and drops together or not at all; a name to drop that ends with a colon means all that begin so. */
  write(puts: ReadonlyMap<string, unknown>, drops: readonly string[]): void;
  /** Nothing is kept any more. */
  clear(): void;
}

const SHELF = 'kept';
const PAGE = 200;
const OPEN_MILLIS_MAX = 1_500;

export async function openDrawer(name: string, changed: () => void): Promise<Drawer> {
  try {
    return new IndexedDrawer(await openDatabase(name), changed);
  } catch {
    return new MemoryDrawer(false);
  }
}

export class MemoryDrawer implements Drawer {
  readonly entries = new Map<string, unknown>();

  constructor(readonly lasts = true) {}

  read(): Promise<ReadonlyMap<string, unknown>> {
    return Promise.resolve(this.entries);
  }

  write(puts: ReadonlyMap<string, unknown>, drops: readonly string[]): void {
    for (const drop of drops) {
      for (const name of [...this.entries.keys()]) {
        if (name === drop || (drop.endsWith(':') && name.startsWith(drop))) {
          this.entries.delete(name);
        }
      }
    }
    puts.forEach((value, name) => this.entries.set(name, value));
  }

  clear(): void {
    this.entries.clear();
  }
}

class IndexedDrawer implements Drawer {
  lasts = true;
  /** Names of files that there was no room for: they are in memory only. */
  private readonly homeless = new Set<string>();

  constructor(
    private readonly database: IDBDatabase,
    private readonly changed: () => void,
  ) {
    // Another tab, of a later widget, wants to change the database: it must not wait for us.
    database.onversionchange = () => database.close();
  }

  /** Page by page, or a long thread would hold up everything else; in one transaction, so that it is of one moment. */
  read(): Promise<ReadonlyMap<string, unknown>> {
    return new Promise((done, failed) => {
      const shelf = this.database.transaction(SHELF).objectStore(SHELF);
      const kept = new Map<string, unknown>();
      const readOn = (range?: IDBKeyRange) => {
        const names = shelf.getAllKeys(range, PAGE);
        const values = shelf.getAll(range, PAGE);
        values.onsuccess = () => {
          names.result.forEach((name, at) => kept.set(String(name), values.result[at]));
          const last = names.result[PAGE - 1];
          last ? readOn(IDBKeyRange.lowerBound(last, true)) : done(kept);
        };
        values.onerror = () => failed(values.error);
      };
      readOn();
    });
  }

  /** Committed at once, so that what was typed a moment before the page goes is kept. */
  write(puts: ReadonlyMap<string, unknown>, drops: readonly string[]): void {
    const large = [...puts].filter(([, value]) => holdsBytes(value)).map(([name]) => name);
    const words = new Map([...puts].filter(([name]) => !large.includes(name)));
    // Where there is no room for a file, or no way to keep one, the words are kept without it.
    const without = () => this.put(words, [...drops, ...large], large, () => this.become(false));
    this.put(puts, drops, [], large.length > 0 ? without : () => this.become(false));
  }

  clear(): void {
    this.change(
      (shelf) => shelf.clear(),
      () => this.homeless.clear(),
      () => this.become(false),
    );
  }

  private put(
    puts: ReadonlyMap<string, unknown>,
    drops: readonly string[],
    homeless: readonly string[],
    failed: () => void,
  ): void {
    const work = (shelf: IDBObjectStore) => {
      for (const drop of drops) {
        shelf.delete(drop.endsWith(':') ? IDBKeyRange.bound(drop, drop + '\uffff') : drop);
      }
      puts.forEach((value, name) => shelf.put(value, name));
    };
    const done = () => {
      [...drops, ...puts.keys()].forEach((name) => this.homeless.delete(name));
      homeless.forEach((name) => this.homeless.add(name));
    };
    this.change(work, done, failed);
  }

  private change(work: (shelf: IDBObjectStore) => void, done: () => void, failed: () => void): void {
    try {
      const transaction = this.database.transaction(SHELF, 'readwrite');
      work(transaction.objectStore(SHELF));
      transaction.onabort = failed;
      transaction.oncomplete = () => {
        done();
        this.become(this.homeless.size === 0);
      };
      transaction.commit?.();
    } catch {
      failed();
    }
  }

  private become(lasts: boolean): void {
    if (this.lasts !== lasts) {
      this.lasts = lasts;
      this.changed();
    }
  }
}

function holdsBytes(value: unknown): boolean {
  return value instanceof Blob || (Array.isArray(value) && value.some((item) => item.bytes instanceof Blob));
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(name, 1);
    const late = setTimeout(failed, OPEN_MILLIS_MAX);
    opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF);
    opening.onerror = failed;
    opening.onsuccess = () => {
      clearTimeout(late);
      done(opening.result);
    };
  });
}

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

  constructor(
    private readonly database: IDBDatabase,
    private readonly changed: () => void,
  ) {
    // Another tab, of a later widget, wants to change the database: it must not wait for us.
    database.onversionchange = () => database.close();
  }

  read(): Promise<ReadonlyMap<string, unknown>> {
    return new Promise((done, failed) => {
      const shelf = this.database.transaction(SHELF).objectStore(SHELF);
      const names = shelf.getAllKeys();
      const values = shelf.getAll();
      values.onsuccess = () =>
        done(new Map(names.result.map((name, at) => [String(name), values.result[at]])));
      values.onerror = () => failed(values.error);
    });
  }

  /** Committed at once, so that what was typed a moment before the page goes is kept. */
  write(puts: ReadonlyMap<string, unknown>, drops: readonly string[]): void {
    this.change((shelf) => {
      for (const drop of drops) {
        shelf.delete(drop.endsWith(':') ? IDBKeyRange.bound(drop, drop + '\uffff') : drop);
      }
      puts.forEach((value, name) => shelf.put(value, name));
    });
  }

  clear(): void {
    this.change((shelf) => shelf.clear());
  }

  private change(work: (shelf: IDBObjectStore) => void): void {
    try {
      const transaction = this.database.transaction(SHELF, 'readwrite');
      work(transaction.objectStore(SHELF));
      transaction.onabort = () => this.become(false);
      transaction.oncomplete = () => this.become(true);
      transaction.commit?.();
    } catch {
      this.become(false);
    }
  }

  private become(lasts: boolean): void {
    if (this.lasts !== lasts) {
      this.lasts = lasts;
      this.changed();
    }
  }
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

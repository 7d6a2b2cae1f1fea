/**
 * Whose turn it is to send, among the tabs of one visitor. The tab in which he writes takes the turn, so
 * that it is never with a tab that the browser has put to sleep; when it goes, another one gets it.
 */
export interface Turn {
  readonly mine: boolean;
  /** Takes the turn from whoever has it. */
  take(): void;
  /** Gets in line. */
  wait(): void;
  leave(): void;
  /** Runs alone among the tabs; the others wait. */
  alone(run: () => Promise<void>): void;
}

/** Turns through the browser's locks; without them everyone sends and the gateway knows doubles by `cid`. */
export function openTurn(name: string, got: () => void): Turn {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks === undefined ? everyonesTurn : new LockTurn(locks, name, got);
}

export const everyonesTurn: Turn = {
  mine: true,
  take() {},
  wait() {},
  leave() {},
  alone: (run) => void run(),
};

class LockTurn implements Turn {
  mine = false;
  private release: (() => void) | null = null;
  private inLine: AbortController | null = null;

  constructor(
    private readonly locks: LockManager,
    private readonly name: string,
    private readonly got: () => void,
  ) {}

  take(): void {
    if (!this.mine) {
      this.leave();
      this.request({ steal: true });
    }
  }

  wait(): void {
    if (!this.mine && this.inLine === null) {
      this.inLine = new AbortController();
      this.request({ signal: this.inLine.signal });
    }
  }

  leave(): void {
    this.inLine?.abort();
    this.inLine = null;
    this.release?.();
    this.release = null;
    this.mine = false;
  }

  alone(run: () => Promise<void>): void {
    this.locks.request(this.name + '.alone', run).catch(() => void run());
  }

  private request(options: LockOptions): void {
    const held = () =>
      new Promise<void>((release) => {
        this.inLine = null;
        this.release = release;
        this.mine = true;
        this.got();
      });
    const stolen = () => {
      if (this.mine && this.release !== null) {
        this.mine = false;
        this.release = null;
        this.wait();
      }
    };
    this.locks.request(this.name, options, held).catch((failure: unknown) => {
      const aborted = failure instanceof DOMException && failure.name === 'AbortError';
      if (aborted) {
        stolen();
      } else {
        // No locks for this page (an opaque origin): then as without them.
        this.mine = true;
        this.got();
      }
    });
  }
}

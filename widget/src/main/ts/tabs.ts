/**
 * The visitor's tabs among themselves. One of them leads: it alone holds the connection and sends. The
 * others tell it what the visitor does there, and hear from it what to show. When it goes, another leads.
 */
import type { Change } from './change.js';
import type { ClientFrame } from './frames.js';
import type { Link } from './socket.js';

/** What the leading tab knows of the connection, and the others cannot. */
export interface Live {
  readonly link: Link;
  readonly failures: number;
  readonly welcome: boolean;
  readonly online: boolean | null;
  readonly slowUntil: number;
  readonly blocked: boolean;
  readonly typing: { readonly name: string | null } | null;
  /** The file on its way, and how much of it is there, from 0 to 1. */
  readonly upload: { readonly cid: string; readonly part: number } | null;
}

export type Word =
  | { readonly t: 'change'; readonly change: Change }
  | { readonly t: 'live'; readonly live: Live; readonly hidden: boolean }
  /** Asks the leading tab to show itself; who has no storage to read from asks for all it knows. */
  | { readonly t: 'who'; readonly bare: boolean }
  | { readonly t: 'nudge' }
  /** Links to files have died. */
  | { readonly t: 'renew' }
  /** Something to be sent now or not at all. */
  | { readonly t: 'frame'; readonly frame: ClientFrame }
  | { readonly t: 'typed' };

export interface TabsListener {
  led(): void;
  followed(): void;
  heard(word: Word): void;
}

export interface Tabs {
  readonly leads: boolean;
  /** From here on words are heard; those from before, too. */
  listen(listener: TabsListener): void;
  tell(word: Word): void;
  /** Gets in line to lead. */
  join(): void;
  /** Leads now, whoever has led. */
  take(): void;
  leave(): void;
  /** Leaves, and hears no more. */
  close(): void;
}

/**
 * Tabs that speak over a channel and lead by the browser's locks. Where one of the two is missing every
 * tab leads for itself: each sends what waits, and the gateway knows doubles by their `cid`.
 */
export function openTabs(name: string): Tabs {
  const locks = (navigator as Partial<Navigator>).locks;
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  return new BrowserTabs(channel, channel === null ? null : (locks ?? null), name);
}

class BrowserTabs implements Tabs {
  leads = false;
  private listener: TabsListener | null = null;
  private readonly early: Word[] = [];
  private release: (() => void) | null = null;
  private inLine: AbortController | null = null;
  private wanted = false;

  constructor(
    private readonly channel: BroadcastChannel | null,
    private readonly locks: LockManager | null,
    private readonly name: string,
  ) {
    if (channel !== null) {
      channel.onmessage = ({ data }: MessageEvent<Word>) =>
        this.listener === null ? this.early.push(data) : this.listener.heard(data);
    }
  }

  listen(listener: TabsListener): void {
    this.listener = listener;
    this.early.splice(0).forEach((word) => listener.heard(word));
  }

  tell(word: Word): void {
    this.channel?.postMessage(word);
  }

  join(): void {
    this.wanted = true;
    if (!this.leads && this.inLine === null) {
      this.inLine = new AbortController();
      this.request({ signal: this.inLine.signal });
    }
  }

  take(): void {
    if (!this.leads) {
      this.leave();
      this.wanted = true;
      this.request({ steal: true });
    }
  }

  leave(): void {
    this.wanted = false;
    this.inLine?.abort();
    this.inLine = null;
    this.release?.();
    this.release = null;
    this.leads = false;
  }

  close(): void {
    this.leave();
    this.channel?.close();
  }

  private request(options: LockOptions): void {
    if (this.locks === null) {
      this.lead();
      return;
    }
    let release: (() => void) | null = null;
    const held = () =>
      new Promise<void>((done) => {
        if (!this.wanted) {
          done();
          return;
        }
        this.release = release = done;
        this.lead();
      });
    this.locks.request(this.name, options, held).catch((failure: unknown) => {
      if (!(failure instanceof DOMException && failure.name === 'AbortError')) {
        // No locks for this page (an opaque origin): then as without them.
        this.lead();
      } else if (release !== null && release === this.release) {
        // Another tab has taken the lead from us.
        this.leads = false;
        this.release = null;
        this.listener?.followed();
        this.join();
      }
    });
  }

  private lead(): void {
    this.inLine = null;
    this.leads = true;
    this.listener?.led();
  }
}

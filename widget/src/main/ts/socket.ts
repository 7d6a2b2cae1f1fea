/**
 * One connection to the gateway that keeps coming back: heartbeat, exponential backoff with full jitter,
 * a quick look whether it still lives after the machine slept. Knows frames, not what they mean.
 */
import type { Clock } from './clock.js';
import { type ClientFrame, PROTOCOL, readFrame, type ServerFrame, writeFrame } from './frames.js';

/** The part of the browser's WebSocket that is used. */
export interface Wire {
  onopen: ((event: Event) => unknown) | null;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onclose: ((event: CloseEvent) => unknown) | null;
  send(text: string): void;
  close(code?: number): void;
}

export type Dial = (url: string, protocol: string) => Wire;
export type Link = 'idle' | 'connecting' | 'open' | 'waiting';

export interface Listener {
  opened(): void;
  heard(frame: ServerFrame): void;
  linkChanged(): void;
}

const BACKOFF_FIRST_MILLIS = 1_000;
/** A gateway that is started anew is there within seconds, and whoever waits is back a moment later. */
const BACKOFF_SHORT_MILLIS_MAX = 8_000;
/** After so many failures in a row, which take half a minute, it may take long. */
const FAILURES_SHORT = 10;
const BACKOFF_LONG_MILLIS_MAX = 30_000;
const OPEN_MILLIS_MAX = 10_000;
const ANSWER_MILLIS_MAX = 10_000;
const PROBE_MILLIS_MAX = 4_000;
/** A timer this late means that the machine slept: whatever was open may be gone. */
const SLEPT_MILLIS = 5_000;
/** A connection that lived this long was a good one: the next backoff starts small again. */
const STEADY_MILLIS = 10_000;

export class Socket {
  link: Link = 'idle';
  /** Attempts that failed in a row. */
  failures = 0;
  /** When the next attempt is due, while waiting. */
  retryAt = 0;

  private wire: Wire | null = null;
  private openedAt = 0;
  private heardAt = 0;
  private beatMillis = 25_000;
  private readonly cancels: { life: () => void; answer: () => void } = { life: none, answer: none };

  constructor(
    private readonly url: string,
    private readonly dial: Dial,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly listener: Listener,
  ) {}

  start(): void {
    if (this.link === 'idle') {
      this.connect();
    }
  }

  stop(): void {
    this.drop();
    this.failures = 0;
    this.become('idle');
  }

  /** Something says that now is a good moment: connect at once, or see whether the open one lives. */
  nudge(): void {
    if (this.link === 'waiting') {
      this.connect();
    } else if (this.link === 'open') {
      this.ping(PROBE_MILLIS_MAX);
    }
  }

  /** Gives the connection up and makes a new one. */
  again(): void {
    this.lost(null);
  }

  /** How often the gateway wants to hear from us. */
  beatEvery(seconds: number): void {
    this.beatMillis = Math.max(5, seconds) * 1_000;
    this.beat();
  }

  send(frame: ClientFrame): boolean {
    if (this.link !== 'open' || this.wire === null) {
      return false;
    }
    this.wire.send(writeFrame(frame));
    return true;
  }

  private connect(): void {
    this.drop();
    this.become('connecting');
    let wire: Wire;
    try {
      wire = this.dial(this.url, PROTOCOL);
    } catch {
      // A page's policy may forbid the connection; that may be a passing state of the page.
      this.lost(null);
      return;
    }
    this.wire = wire;
    this.cancels.life = this.clock.after(OPEN_MILLIS_MAX, () => this.lost(null));
    wire.onopen = () => {
      this.openedAt = this.heardAt = this.clock.now();
      this.become('open');
      this.beat();
      this.expectAnswer(ANSWER_MILLIS_MAX);
      this.listener.opened();
    };
    wire.onmessage = (event) => this.hear(event.data);
    wire.onclose = () => this.lost(null);
  }

  private hear(data: unknown): void {
    this.heardAt = this.clock.now();
    this.cancels.answer();
    const frame = typeof data === 'string' ? readFrame(data) : null;
    if (frame === null || frame.t === 'pong') {
      return;
    }
    if (frame.t === 'bye') {
      this.lost(frame.reconnectIn * 1_000);
      return;
    }
    this.listener.heard(frame);
  }

  private beat(): void {
    this.cancels.life();
    const due = this.clock.now() + this.beatMillis;
    this.cancels.life = this.clock.after(this.beatMillis, () => {
      const slept = this.clock.now() - due > SLEPT_MILLIS;
      this.ping(slept ? PROBE_MILLIS_MAX : ANSWER_MILLIS_MAX);
      this.beat();
    });
  }

  private ping(millisMax: number): void {
    this.send({ t: 'ping' });
    this.expectAnswer(millisMax);
  }

  private expectAnswer(millisMax: number): void {
    const askedAt = this.clock.now();
    this.cancels.answer();
    this.cancels.answer = this.clock.after(millisMax, () => {
      if (this.heardAt <= askedAt) {
        this.lost(null);
      }
    });
  }

  /** The gateway may name the wait; otherwise it grows, and is spread over its whole length. */
  private lost(askedMillis: number | null): void {
    const steady = this.link === 'open' && this.clock.now() - this.openedAt >= STEADY_MILLIS;
    this.drop();
    this.failures = steady || askedMillis !== null ? 0 : this.failures + 1;
    const most = this.failures > FAILURES_SHORT ? BACKOFF_LONG_MILLIS_MAX : BACKOFF_SHORT_MILLIS_MAX;
    const ceiling = Math.min(most, BACKOFF_FIRST_MILLIS * 2 ** this.failures);
    const wait =
      askedMillis === null
        ? this.random() * ceiling
        : askedMillis + this.random() * BACKOFF_FIRST_MILLIS;
    this.retryAt = this.clock.now() + wait;
    this.become('waiting');
    this.cancels.life = this.clock.after(wait, () => this.connect());
  }

  private drop(): void {
    this.cancels.life();
    this.cancels.answer();
    const { wire } = this;
    this.wire = null;
    if (wire !== null) {
      wire.onopen = wire.onmessage = wire.onclose = null;
      wire.close();
    }
  }

  private become(link: Link): void {
    if (this.link !== link) {
      this.link = link;
      this.listener.linkChanged();
    }
  }
}

function none(): void {}

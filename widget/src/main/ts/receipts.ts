import type { Clock } from './clock.js';
import type { ClientFrame } from './frames.js';
import type { Thread } from './thread.js';

const LATER_MILLIS = 50;

/** Tells the gateway how far we have received and the visitor has seen: a moment later, once each. */
export class Receipts {
  private got = 0;
  private seen = 0;
  private cancel: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
  ) {}

  /** A hundred messages at once are answered once. */
  later(thread: () => Thread): void {
    this.cancel();
    this.cancel = this.clock.after(LATER_MILLIS, () => this.tell(thread()));
  }

  /** A new connection has heard nothing yet. */
  forget(): void {
    this.got = this.seen = 0;
    this.cancel();
  }

  private tell({ through, seen }: Thread): void {
    if (through > this.got && this.send({ t: 'got', seq: through })) {
      this.got = through;
    }
    if (seen > this.seen && this.send({ t: 'seen', seq: seen })) {
      this.seen = seen;
    }
  }
}

import type { Clock } from './clock.js';
import type { Queued } from './thread.js';

const ACCEPTED_MILLIS_MAX = 10_000;

export interface Post {
  /** The next message, if there is one and it may go now. */
  next(): Queued | undefined;
  send(queued: Queued): void;
  /** Its file goes first; then it is settled, and next again. */
  upload(queued: Queued): void;
  /** No answer in time: the connection is no good. The same cid goes out on the next one. */
  unanswered(): void;
  /** A pause has ended. */
  resumed(): void;
}

/** Sends the queue one by one, so that the order holds whatever is refused in between. */
export class Sender {
  /** The cid that waits for its answer. */
  inFlight: string | null = null;

  private pausedUntil = 0;
  private readonly cancels = { answer: none, pause: none };

  constructor(
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  flush(): void {
    const next = this.post.next();
    if (next === undefined || this.inFlight !== null || this.clock.now() < this.pausedUntil) {
      return;
    }
    this.inFlight = next.cid;
    if (next.file?.handle === null) {
      this.post.upload(next);
      return;
    }
    this.cancels.answer = this.clock.after(ACCEPTED_MILLIS_MAX, () => this.post.unanswered());
    this.post.send(next);
  }

  /** The message with this cid is accepted, or refused for good. */
  settled(cid: string | null): void {
    if (cid !== null && cid === this.inFlight) {
      this.forget();
      this.flush();
    }
  }

  /** The gateway wants nothing for a while; what was in flight goes again then. */
  pause(millis: number): void {
    this.forget();
    this.pausedUntil = this.clock.now() + millis;
    this.cancels.pause();
    this.cancels.pause = this.clock.after(millis, () => {
      this.flush();
      this.post.resumed();
    });
  }

  /** What was in flight may or may not have arrived. */
  forget(): void {
    this.inFlight = null;
    this.cancels.answer();
  }
}

function none(): void {}

import type { Clock } from './clock.js';

const SHOWN_MILLIS = 6_000;
const TOLD_EVERY_MILLIS = 3_000;

/** Who is typing on the other side, forgotten by itself, and when to say that the visitor is. */
export class Typing {
  /** Null when nobody is. */
  other: { readonly name: string | null } | null = null;

  private toldAt = 0;
  private cancel: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  show(name: string | null): void {
    this.cancel();
    this.other = { name };
    this.cancel = this.clock.after(SHOWN_MILLIS, () => this.hush());
    this.changed();
  }

  hush(): void {
    this.cancel();
    if (this.other !== null) {
      this.other = null;
      this.changed();
    }
  }

  /** Whether it is time to say again that the visitor types. */
  tells(): boolean {
    const now = this.clock.now();
    const due = now - this.toldAt >= TOLD_EVERY_MILLIS;
    if (due) {
      this.toldAt = now;
    }
    return due;
  }

  /** What he typed is sent: the next thing he types is news at once. */
  sent(): void {
    this.toldAt = 0;
  }
}

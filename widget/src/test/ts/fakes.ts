/** Time, chance and a wire that tests hold in their hands. */
import type { Clock } from '../../main/ts/clock.js';
import type { ClientFrame } from '../../main/ts/frames.js';
import type { Wire } from '../../main/ts/socket.js';
import type { Tabs, TabsListener, Word } from '../../main/ts/tabs.js';

export class FakeClock implements Clock {
  time = Date.parse('2026-03-02T10:00:00Z');
  private timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(millis: number, run: () => void): () => void {
    const timer = { at: this.time + millis, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, and all that is due in it happen in order. */
  pass(millis: number): void {
    const end = this.time + millis;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = end;
  }

  /** The machine sleeps: time passes and nothing happens until it wakes. */
  sleep(millis: number): void {
    this.time += millis;
    this.pass(0);
  }
}

export class FakeWire implements Wire {
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;
  readonly sent: ClientFrame[] = [];
  closed = false;
  /** Who listens at the other end. */
  heard: (frame: ClientFrame) => void = () => {};

  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame;
    this.sent.push(frame);
    this.heard(frame);
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.onopen?.({} as Event);
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
  }

  breaks(): void {
    this.closed = true;
    this.onclose?.({} as CloseEvent);
  }

  types(): string[] {
    return this.sent.map(({ t }) => t);
  }
}

/** Chance from a seed (mulberry32): the same seed, the same run. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The tabs of one browser: words arrive a little later, one of them leads, a frozen one hears and says nothing. */
export class Room {
  readonly tabs: FakeTabs[] = [];

  constructor(readonly clock: FakeClock) {}

  opens(): FakeTabs {
    const tab = new FakeTabs(this);
    this.tabs.push(tab);
    return tab;
  }

  /** Gives the lead to who has waited longest. */
  passOn(): void {
    if (!this.tabs.some(({ leads }) => leads)) {
      this.tabs.find(({ inLine }) => inLine)?.lead();
    }
  }
}

export class FakeTabs implements Tabs {
  leads = false;
  inLine = false;
  frozen = false;
  private listener: TabsListener | null = null;
  private readonly early: Word[] = [];

  constructor(private readonly room: Room) {}

  listen(listener: TabsListener): void {
    this.listener = listener;
    this.early.splice(0).forEach((word) => listener.heard(word));
  }

  tell(word: Word): void {
    if (this.frozen) {
      return;
    }
    const copy = structuredClone(word);
    const others = this.room.tabs.filter((tab) => tab !== this);
    this.room.clock.after(3, () => others.forEach((tab) => tab.hear(copy)));
  }

  join(): void {
    if (!this.leads) {
      this.inLine = true;
      this.room.clock.after(1, () => this.room.passOn());
    }
  }

  take(): void {
    const before = this.room.tabs.find(({ leads }) => leads);
    this.inLine = true;
    this.lead();
    if (before !== undefined && before !== this) {
      before.leads = false;
      before.inLine = true;
      before.listener?.followed();
    }
  }

  leave(): void {
    this.leads = this.inLine = false;
    this.room.clock.after(1, () => this.room.passOn());
  }

  close(): void {
    this.leave();
    this.listener = null;
    this.room.tabs.splice(this.room.tabs.indexOf(this), 1);
  }

  lead(): void {
    this.inLine = false;
    this.leads = true;
    this.listener?.led();
  }

  private hear(word: Word): void {
    if (this.frozen || !this.room.tabs.includes(this)) {
      return;
    }
    if (this.listener === null) {
      this.early.push(word);
    } else {
      this.listener.heard(word);
    }
  }
}

/** Tabs of a browser without locks and channels: each leads for itself. */
export class LoneTabs implements Tabs {
  leads = false;
  private listener: TabsListener | null = null;

  listen(listener: TabsListener): void {
    this.listener = listener;
  }

  tell(): void {}

  join(): void {
    if (!this.leads) {
      this.leads = true;
      this.listener?.led();
    }
  }

  take(): void {
    this.join();
  }

  leave(): void {
    this.leads = false;
  }

  close(): void {
    this.leave();
  }
}

import type { Change } from './change.js';
import type { Clock } from './clock.js';
import type { ClientFrame } from './frames.js';
import type { Live, Tabs, Word } from './tabs.js';

/** What the other tabs want of this one. */
export interface Member {
  /** The connection as this tab knows it by itself. */
  live(): Live;
  /** All that this tab knows. */
  all(): Change;
  /** What waits to be sent. */
  waiting(): Change;
  /** Whether what is kept outlives the page, so that it can be read by the others. */
  lasts(): boolean;
  led(): void;
  followed(): void;
  told(change: Change): void;
  nudged(): void;
  renew(): void;
  typed(): void;
  send(frame: ClientFrame): void;
  changed(): void;
}

/** A leading tab that says nothing for so long sleeps. */
const LEADER_MILLIS_MAX = 2_000;

/** This tab among the others: leads, or follows what the leading one shows. */
export class Company {
  private leader: Live | null = null;
  private shown = '';
  private wanted = false;
  private stopAsking: () => void = () => {};

  constructor(
    private readonly tabs: Tabs,
    private readonly clock: Clock,
    private readonly hidden: () => boolean,
    private readonly member: Member,
  ) {}

  get leads(): boolean {
    return this.tabs.leads;
  }

  /** The connection as it is, here or in the tab that leads. */
  get live(): Live {
    return this.leads ? this.member.live() : (this.leader ?? this.member.live());
  }

  meet(): void {
    this.tabs.listen({
      led: () => {
        this.stopAsking();
        this.leader = null;
        this.member.led();
      },
      followed: () => this.member.followed(),
      heard: (word) => this.heard(word),
    });
  }

  join(): void {
    this.wanted = true;
    this.tabs.join();
    this.ask();
  }

  leave(): void {
    this.wanted = false;
    this.stopAsking();
    this.tabs.leave();
  }

  end(): void {
    this.leave();
    this.tabs.close();
  }

  tell(word: Word): void {
    this.tabs.tell(word);
  }

  /** Waits for a sign of the tab that leads; without one leads itself. */
  ask(): void {
    if (this.wanted && !this.leads) {
      this.stopAsking();
      this.stopAsking = this.clock.after(LEADER_MILLIS_MAX, () => this.take());
      this.tell({ t: 'who', bare: !this.member.lasts() });
    }
  }

  /** Shows the others how the connection is, if that is news. */
  show(): void {
    if (this.leads) {
      const live = this.member.live();
      const shown = JSON.stringify(live);
      if (shown !== this.shown) {
        this.shown = shown;
        this.tell({ t: 'live', live, hidden: this.hidden() });
      }
    }
  }

  private take(): void {
    if (this.wanted && !this.leads && !this.hidden()) {
      this.tabs.take();
    }
  }

  private heard(word: Word): void {
    switch (word.t) {
      case 'change':
        this.member.told(word.change);
        break;
      case 'live':
        if (!this.leads) {
          this.follow(word.live, word.hidden);
        }
        break;
      case 'who':
        if (word.bare && this.leads) {
          this.tell({ t: 'change', change: this.member.all() });
        }
        this.shown = '';
        this.show();
        break;
      case 'nudge':
        this.member.nudged();
        break;
      case 'renew':
        this.member.renew();
        break;
      case 'frame':
        this.member.send(word.frame);
        break;
      case 'typed':
        this.member.typed();
        break;
    }
  }

  /** What waits here may have been said while the leading tab did not hear; one out of sight is slow. */
  private follow(live: Live, hidden: boolean): void {
    this.stopAsking();
    this.leader = live;
    this.member.changed();
    const change = this.member.waiting();
    if (change.queue !== undefined) {
      this.tell({ t: 'change', change });
      if (hidden) {
        this.take();
      }
    }
  }
}

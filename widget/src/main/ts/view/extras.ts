/**
 * What comes a moment after the panel: quoting at once, and the other parts when they are wanted first:
 * files and quotes in bubbles, attaching, emoji.
 */
import css from '@css/extras.css';
import type { Session } from '../session.js';
import type { Queued } from '../thread.js';
import type { Words } from '../words.js';
import type { Attaching } from './attaching.js';
import type { Composer } from './composer.js';
import type { Emoji } from './emoji.js';
import type { FileLoan, Loan } from './loan.js';
import type { Log } from './log.js';
import { Quoting } from './quoting.js';
import type { Rich } from './rich.js';
import type { Quote } from './rows.js';

/** A sheet with a bent corner and two lines on it. */
const FILE = { path: 'M5 3h6.5L15 6.5V17H5zM11.3 3v3.7H15M7.5 10.3h5M7.5 13.3h5' };
/** How long a message stands out that somebody was brought to. */
const SHOWN_MILLIS = 1_600;

/** What of the panel they work on. */
export interface Stage {
  readonly session: Session;
  readonly words: Words;
  readonly panel: HTMLElement;
  readonly log: Log;
  readonly composer: Composer;
  quoteOf(seq: number): Quote | null;
  /** Says something to the visitor above the conversation; null takes it back. */
  notice(says: string | null): void;
}

export class Extras {
  private readonly quoting: Quoting;
  private rich: Rich | null = null;
  private attaching: Attaching | null = null;
  private emoji: Emoji | null = null;
  private readonly coming = new Map<string, Promise<void>>();

  private readonly loan: FileLoan;

  constructor(
    lent: Loan,
    private readonly stage: Stage,
  ) {
    const loan = { ...lent, fileIcon: () => lent.icon(FILE) };
    this.loan = loan;
    loan.dress(css);
    const { session, words, panel, log, composer } = stage;
    const quote = (seq: number | null) => {
      session.quote(seq);
      composer.focus();
    };
    this.quoting = new Quoting(loan, words, { panel, log, composer, quote });
  }

  bringRich(): void {
    const { session, words, log, composer } = this.stage;
    void this.once('rich', async () => {
      const { Rich } = await this.loan.part(() => import('./rich.js'));
      this.rich = new Rich(this.loan, words, {
        jump: (seq) => this.reveal(seq),
        cancel: (cid) => {
          session.putAway(cid);
          composer.focus();
        },
        renew: () => session.renew(),
        bytes: (cid) => session.bytes(cid),
      });
      log.enrich(this.rich);
    });
  }

  bringAttaching(): Promise<void> {
    const { session, words, panel, composer, notice } = this.stage;
    return this.once('attaching', async () => {
      const { Attaching } = await this.loan.part(() => import('./attaching.js'));
      this.attaching = new Attaching(this.loan, words.talk, {
        panel,
        composer,
        notice,
        tray: () => session.tray,
        choose: (tray) => session.choose(tray),
        shut: () => session.live.blocked,
      });
      this.draw();
    });
  }

  /** Lets the visitor choose files. */
  async attach(): Promise<void> {
    await this.bringAttaching();
    this.attaching?.open();
  }

  async pickEmoji(): Promise<void> {
    const { composer, words } = this.stage;
    await this.once('emoji', async () => {
      const { Emoji } = await this.loan.part(() => import('./emoji.js'));
      this.emoji = new Emoji(this.loan, words.talk, composer);
    });
    this.emoji?.toggle();
  }

  draw(): void {
    const { quoting, tray } = this.stage.session;
    this.quoting.draw(quoting === null ? null : this.stage.quoteOf(quoting));
    this.attaching?.draw(tray);
  }

  /** Brings a message before the reader's eyes, and the focus to it. */
  private reveal(seq: number): void {
    const { log } = this.stage;
    const at = log.rows.findIndex((row) => row.kind === 'bubble' && row.seq === seq);
    const element = at < 0 ? undefined : log.elementAt(at);
    if (element !== undefined) {
      this.loan.attribute(element, 'tabindex', -1);
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'center' });
      element.classList.add('is-shown');
      setTimeout(() => element.classList.remove('is-shown'), SHOWN_MILLIS);
    }
  }

  /** Why a message with a file was not sent; null when that is not the file's fault. */
  problem(queued: Queued): string | null {
    return this.rich?.problem(queued) ?? null;
  }

  /** Brings a part once; what could not be had is asked for again when it is wanted again. */
  private once(name: string, bring: () => Promise<void>): Promise<void> {
    let coming = this.coming.get(name);
    if (coming === undefined) {
      coming = bring().catch(() => {
        this.coming.delete(name);
      });
      this.coming.set(name, coming);
    }
    return coming;
  }
}

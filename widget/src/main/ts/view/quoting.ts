/**
 * Quoting a message: a button on the bubble that is pointed at or focused, a swipe on touch, arrow keys
 * from bubble to bubble and Enter; and above the composer what is being quoted. A part of the extras.
 */
import type { Words } from '../words.js';
import type { Composer } from './composer.js';
import type { Loan } from './loan.js';
import type { Log } from './log.js';
import type { Bubble, Quote } from './rows.js';

export interface QuotingStage {
  readonly panel: HTMLElement;
  readonly log: Log;
  readonly composer: Composer;
  quote(seq: number | null): void;
}

const english = {
  you: 'You',
  reply: 'Reply',
  replyingTo: (name: string) => `Replying to ${name}`,
  cancelReply: 'Cancel reply',
};

export type QuotingWords = typeof english;

const SWIPE_PIXELS = 56;
const SWIPE_PIXELS_MAX = 72;
const SWIPE_BEGIN_PIXELS = 10;

export class Quoting {
  private readonly words: QuotingWords;
  private readonly button: HTMLButtonElement;
  private readonly strip: HTMLElement;
  private readonly who: HTMLElement;
  private readonly what: HTMLElement;
  private seq: number | null = null;

  constructor(
    private readonly loan: Loan,
    private readonly panelWords: Words,
    private readonly stage: QuotingStage,
  ) {
    const { el, icon } = loan;
    const words = (this.words = panelWords.talk ?? english);
    const arrow = icon({ path: REPLY });
    arrow.setAttribute('class', 'bhw-flip');
    this.button = el(
      'button',
      // In the log, but no news in it.
      { type: 'button', class: 'bhw-ib bhw-reply', 'aria-label': words.reply, 'aria-live': 'off' },
      arrow,
    );
    this.button.addEventListener('click', (event) => {
      event.stopPropagation();
      const at = bubbleAt(stage.log, this.button);
      if (at?.row.seq) {
        stage.quote(at.row.seq);
      }
    });
    const cancel = el(
      'button',
      { type: 'button', class: 'bhw-ib', 'aria-label': words.cancelReply },
      icon('x'),
    );
    cancel.addEventListener('click', () => stage.quote(null));
    this.who = el('b');
    this.what = el('span', { dir: 'auto' });
    this.strip = el(
      'div',
      { class: 'bhw-quoting', hidden: true },
      el('div', { id: 'bhw-quoting' }, this.who, this.what),
      cancel,
    );
    stage.composer.element.before(this.strip);
    stage.panel.addEventListener('keydown', (event) => {
      const elsewhere = (event.target as Element).closest('[role=menu],.bhw-sheet,[role=dialog] [role=dialog]');
      if (event.key === 'Escape' && this.seq !== null && !elsewhere && !event.isComposing) {
        event.stopPropagation();
        stage.quote(null);
      }
    });
    this.listen(stage.log.list);
  }

  /** Shows what the draft quotes. */
  draw(quote: Quote | null): void {
    const { text, attribute } = this.loan;
    this.seq = quote?.seq ?? null;
    this.strip.hidden = quote === null;
    attribute(this.stage.composer.field, 'aria-describedby', quote && 'bhw-quoting');
    if (quote !== null) {
      text(this.who, this.words.replyingTo(this.nameOf(quote)));
      text(this.what, quote.text);
    }
  }

  private nameOf({ own, name }: { own: boolean; name: string | null }): string {
    return own ? this.words.you : (name ?? this.panelWords.somebody);
  }

  private listen(list: HTMLElement): void {
    const point = ({ target }: Event) => this.pointAt(bubbleAt(this.stage.log, target));
    list.addEventListener('pointerover', (event) => event.pointerType === 'mouse' && point(event));
    list.addEventListener('pointerleave', () => this.button.matches(':focus') || this.button.remove());
    list.addEventListener('focusin', point);
    // A tap, and what a screen reader on a phone makes of a double tap.
    list.addEventListener('click', point);
    list.addEventListener('keydown', (event) => this.step(event, list));
    this.swipe(list);
    // This comes after the panel: somebody may point at a message already.
    this.pointAt(bubbleAt(this.stage.log, list.querySelector('.bhw-m:hover')));
  }

  /** Only what the gateway has can be quoted: before that it has no number. */
  private pointAt(at: { element: HTMLElement; row: Bubble } | null): void {
    if (at !== null && at.row.seq !== null && this.button.parentNode !== at.element) {
      at.element.append(this.button);
    }
  }

  /** Up and down from bubble to bubble; Enter quotes the one that has the focus. */
  private step(event: KeyboardEvent, list: HTMLElement): void {
    const { key, target } = event;
    const at = bubbleAt(this.stage.log, target);
    if (key === 'Enter' && target === at?.element && at?.row.seq) {
      event.preventDefault();
      this.stage.quote(at.row.seq);
      return;
    }
    if ((key !== 'ArrowUp' && key !== 'ArrowDown') || (target !== list && at === null)) {
      return;
    }
    const bubbles = [...list.querySelectorAll<HTMLElement>('.bhw-m[data-seq]')];
    const now = at === null ? bubbles.length : bubbles.indexOf(at.element);
    const next = bubbles[now + (key === 'ArrowUp' ? -1 : 1)];
    if (next !== undefined) {
      event.preventDefault();
      this.name(next);
      next.focus();
    }
  }

  /** While it has the focus a bubble has a name, or a screen reader would say nothing of it. */
  private name(bubble: HTMLElement): void {
    const { attribute } = this.loan;
    const row = bubbleAt(this.stage.log, bubble)?.row;
    if (row !== undefined) {
      attribute(bubble, 'tabindex', -1);
      attribute(bubble, 'role', 'article');
      attribute(bubble, 'aria-label', `${this.nameOf(row)}: ${row.text}`);
    }
  }

  private swipe(list: HTMLElement): void {
    let begun: { x: number; y: number; id: number; element: HTMLElement; seq: number } | null = null;
    let far = 0;
    const toward = () => (getComputedStyle(list).direction === 'rtl' ? -1 : 1);
    const end = (quotes: boolean) => {
      if (begun !== null) {
        begun.element.style.transform = '';
        if (quotes && far >= SWIPE_PIXELS) {
          this.stage.quote(begun.seq);
        }
      }
      begun = null;
      far = 0;
    };
    list.addEventListener('pointerdown', ({ pointerType, pointerId, clientX, clientY, target }) => {
      const at = bubbleAt(this.stage.log, target);
      end(false);
      if (pointerType === 'touch' && at !== null && at.row.seq !== null) {
        begun = { x: clientX, y: clientY, id: pointerId, element: at.element, seq: at.row.seq };
      }
    });
    list.addEventListener('pointermove', ({ pointerId, clientX, clientY }) => {
      if (begun?.id !== pointerId) {
        return;
      }
      const along = (clientX - begun.x) * toward();
      if (far === 0 && (along < SWIPE_BEGIN_PIXELS || Math.abs(clientY - begun.y) > along)) {
        return;
      }
      far = Math.max(0.1, Math.min(along, SWIPE_PIXELS_MAX));
      begun.element.style.transform = `translateX(${far * toward()}px)`;
    });
    list.addEventListener('pointerup', () => end(true));
    list.addEventListener('pointercancel', () => end(false));
  }
}

const REPLY = 'M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5';

/** The row of an element in the log, if it is a bubble's. */
function bubbleAt(log: Log, target: EventTarget | null): { element: HTMLElement; row: Bubble } | null {
  for (const { element, row } of log.shown) {
    if (row.kind === 'bubble' && target instanceof Node && element.contains(target)) {
      return { element, row };
    }
  }
  return null;
}

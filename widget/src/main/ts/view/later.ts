/**
 * What is not needed at once, fetched a moment after the panel was first opened: the paper on the wall, the
 * menu, the way to WhatsApp, the rating at the end. It draws with the panel's own means, so that nothing is
 * loaded twice.
 */
import css from '@css/later.css';
import type { el } from './dom.js';
import { type Desk, drawHandover, fetchHandover } from './handover.js';
import type { bell, icon } from './icons.js';
import { Menu } from './menu.js';
import { drawRating, drawThanks } from './rating.js';

/** What the panel lends. */
export interface Kit {
  readonly el: typeof el;
  readonly icon: typeof icon;
  readonly bell: typeof bell;
  dress(css: string): void;
  readonly panel: HTMLElement;
  readonly head: HTMLElement;
  /** The last button of the header; the menu's stands before it. */
  readonly last: HTMLElement;
  /** All of the conversation, in place of which a sheet is shown. */
  readonly talk: readonly HTMLElement[];
  readonly composer: HTMLElement;
  focus(): void;
  desk(): Desk;
  rate(score: number, comment: string): boolean;
}

export interface State {
  /** The conversation is over, and there is one. */
  readonly closed: boolean;
  readonly rated: boolean;
  readonly connected: boolean;
  readonly whatsapp: boolean;
  readonly phone: boolean;
}

const english = {
  options: 'Chat options',
  whatsapp: 'Continue on WhatsApp',
  along: 'Take this chat with you. Everything above comes along, and replies reach your phone.',
  point: 'Point your phone’s camera at the code.',
  press: 'Press send on the message that appears.',
  here: 'or on this device',
  elsewhere: 'WhatsApp on another phone?',
  open: 'Open WhatsApp',
  back: 'Back to chat',
  code: 'Code that leads to WhatsApp',
  yours: 'Your chat is',
  already: ', already in the message',
  notNow: 'WhatsApp can’t be reached from here at the moment. You can go on in this chat.',
  how: 'How was the service?',
  score: (score: number) =>
    `${score} of 5${score === 1 ? ', poor' : score === 5 ? ', excellent' : ''}`,
  poor: 'Poor',
  excellent: 'Excellent',
  add: 'Anything to add? Optional',
  sendRating: 'Send rating',
  anew: 'Start a new chat',
  thanks: 'Thanks, that helps us',
};

export type LaterWords = typeof english;

export class Later {
  private readonly menu: Menu;
  private readonly sheet: HTMLElement;
  private readonly end: HTMLElement;
  private ending = '';
  /** The visitor has said that he wants to go on. */
  private anew = false;
  private state: State | null = null;

  constructor(
    private readonly kit: Kit,
    private readonly words: LaterWords = english,
  ) {
    const { el, panel, head, last, composer } = kit;
    kit.dress(css);
    this.sheet = el('div', { class: 'bhw-sheet', tabindex: -1, hidden: true });
    this.end = el('div', { hidden: true });
    this.menu = new Menu(kit, words.options, [
      { label: words.whatsapp, path: WHATSAPP, chosen: () => void this.handOver() },
    ]);
    head.insertBefore(this.menu.button, last);
    panel.append(this.menu.element);
    composer.before(this.sheet, this.end);
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.shutOne()) {
        event.stopPropagation();
      }
    });
  }

  draw(state: State): void {
    this.state = state;
    this.menu.button.hidden = !state.whatsapp || state.closed;
    this.anew &&= state.closed;
    const ending = !state.closed || this.anew ? '' : state.rated ? 'rated' : 'closed';
    if (ending !== this.ending) {
      this.ending = ending;
      const goOn = () => {
        this.anew = true;
        this.redraw();
        this.kit.focus();
      };
      this.end.replaceChildren(
        ...(ending === 'closed'
          ? [drawRating(this.kit, this.words, () => this.state?.connected === true, goOn)]
          : ending === 'rated'
            ? [drawThanks(this.kit, this.words, goOn)]
            : []),
      );
    }
    this.place();
  }

  private redraw(): void {
    if (this.state !== null) {
      this.draw(this.state);
    }
  }

  private place(): void {
    const inSheet = !this.sheet.hidden;
    for (const part of this.kit.talk) {
      part.classList.toggle('is-away', inSheet);
    }
    this.end.hidden = inSheet || this.ending === '';
    this.kit.composer.classList.toggle('is-away', inSheet || this.ending !== '');
  }

  private async handOver(): Promise<void> {
    const handover = await fetchHandover(this.kit.desk());
    const phone = this.state?.phone === true;
    this.sheet.replaceChildren(
      ...drawHandover(this.kit, this.words, handover, phone, () => this.shutOne()),
    );
    this.sheet.hidden = false;
    this.place();
    this.sheet.focus();
  }

  /** Shuts what lies on top; false when nothing does. */
  private shutOne(): boolean {
    if (this.menu.shut()) {
      return true;
    }
    const shown = !this.sheet.hidden;
    this.sheet.hidden = true;
    this.place();
    if (shown) {
      this.kit.focus();
    }
    return shown;
  }
}

const WHATSAPP =
  'M6.2 3.4h7.6a3 3 0 0 1 3 3v5.2a3 3 0 0 1-3 3H9l-3.6 2.6v-2.6a2.6 2.6 0 0 1-2.2-2.6V6.4a3 3 0 0 1 3-3zM7.7 6.5c-.2 3.2 1.8 5.2 5 5l.4-1.4-1.5-.8-.8.6c-.7-.3-1.2-.8-1.5-1.5l.6-.8-.8-1.5z';

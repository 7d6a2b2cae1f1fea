import type { Session } from '../session.js';
import type { Site } from '../site.js';
import type { Calendar, Words } from '../words.js';
import type { attribute, el } from './dom.js';
import type { Desk } from './handover.js';
import type { icon } from './icons.js';

/** With what the parts that come later draw: the panel's own means, so that nothing is loaded twice. */
export interface Means {
  readonly el: typeof el;
  readonly attribute: typeof attribute;
  readonly icon: typeof icon;
  readonly words: Words;
  /** Wears a part's styles, too. */
  dress(css: string): void;
}

/** What the panel lends beside that. */
export interface Kit extends Means {
  readonly calendar: Calendar;
  readonly session: Session;
  readonly panel: HTMLElement;
  readonly head: HTMLElement;
  /** The last button of the header; the menu's stands before it. */
  readonly last: HTMLElement;
  /** All of the conversation, in place of which a sheet is shown. */
  readonly talk: readonly HTMLElement[];
  readonly composer: HTMLElement;
  readonly by: HTMLElement;
  /** Under what the browser keeps what belongs to this chat. */
  readonly name: string;
  focus(): void;
  /** Whether the visitor wants no sound and no number in the title. */
  quiet(): boolean;
  hush(quiet: boolean): void;
  desk(): Desk;
  /** The desk bell, anew each time. */
  readonly bell: () => Element;
}

/** What is so when the panel draws. */
export interface State {
  readonly site: Site;
  /** The conversation is over, and there is one. */
  readonly closed: boolean;
  /** The form before the chat has to be filled in, or passed over, first. */
  readonly asks: boolean;
  /** The gateway cannot be reached, for some time now. */
  readonly lost: boolean;
  /** The panel fills a small screen. */
  readonly phone: boolean;
}

import type { part } from '../part.js';
import type { anchor, attribute, el, text } from './dom.js';
import type { icon } from './icons.js';

/** What the panel lends to the parts that come after it, so that nothing is loaded twice. */
export interface Loan {
  readonly el: typeof el;
  readonly attribute: typeof attribute;
  readonly text: typeof text;
  readonly anchor: typeof anchor;
  readonly icon: typeof icon;
  /** The language, for numbers. */
  readonly locale: string;
  readonly part: typeof part;
  dress(css: string): void;
}

/** What the parts lend one another beside that. */
export interface FileLoan extends Loan {
  fileIcon(): SVGElement;
}

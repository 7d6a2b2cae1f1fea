import type { Words } from '../words.js';
import { attribute, el, text } from './dom.js';
import { bell, icon } from './icons.js';

/** The round button that opens and closes the chat. */
export class Launcher {
  readonly element = el('button', { class: 'bhw-launch', type: 'button' });

  private readonly badge = el('span', { class: 'bhw-badge', 'aria-hidden': 'true', hidden: true });
  private readonly away = el('span', { class: 'bhw-away', hidden: true });
  private readonly bell = bell();
  private readonly cross = icon('x');

  constructor(
    private readonly words: Words,
    toggle: () => void,
  ) {
    this.element.append(this.bell, this.cross, this.badge, this.away);
    this.element.addEventListener('click', toggle);
  }

  draw(open: boolean, unread: number, here: boolean): void {
    const { element, words } = this;
    attribute(element, 'aria-label', open ? words.minimise : words.launch(unread));
    attribute(element, 'aria-expanded', open ? 'true' : 'false');
    attribute(this.bell, 'hidden', open);
    attribute(this.cross, 'hidden', !open);
    this.badge.hidden = open || unread === 0;
    text(this.badge, unread > 99 ? '99+' : String(unread));
    this.away.hidden = open || here || unread > 0;
  }
}

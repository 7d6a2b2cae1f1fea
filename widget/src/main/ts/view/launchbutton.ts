import type { Words } from '../words.js';
import { attribute, el, text } from './dom.js';
import { icon } from './icons.js';

/** The round button that opens and closes the chat: the one that is there already, taken over. */
export class LaunchButton {
  private readonly badge = el('span', { class: 'bhw-badge', 'aria-hidden': 'true', hidden: true });
  private readonly away = el('span', { class: 'bhw-away', hidden: true });
  private readonly bell: Element | null;
  private readonly cross = icon('x');

  constructor(
    readonly element: HTMLButtonElement,
    private readonly words: Words,
  ) {
    this.bell = element.querySelector('.bhw-bell');
    element.querySelectorAll(':scope > :not(.bhw-bell)').forEach((part) => part.remove());
    element.removeAttribute('lang');
    element.append(this.cross, this.badge, this.away);
  }

  /** Another bell like the one on the button, which the launcher has drawn. */
  bellToo(): Element {
    const bell = (this.bell ?? el('span')).cloneNode(true) as Element;
    attribute(bell, 'hidden', false);
    return bell;
  }

  draw(open: boolean, unread: number, here: boolean): void {
    const { element, words } = this;
    attribute(element, 'aria-label', open ? words.minimise : words.launch(unread));
    attribute(element, 'aria-expanded', open ? 'true' : 'false');
    if (this.bell !== null) {
      attribute(this.bell, 'hidden', open);
    }
    attribute(this.cross, 'hidden', !open);
    this.badge.hidden = open || unread === 0;
    text(this.badge, unread > 99 ? '99+' : String(unread));
    this.away.hidden = open || here || unread > 0;
  }
}

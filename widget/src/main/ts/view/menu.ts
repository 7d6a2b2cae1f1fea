import type { Kit } from './later.js';

export interface Choice {
  readonly label: string;
  readonly path: string;
  chosen(): void;
}

/** A button with a menu: arrows move, Escape shuts it, and the focus goes back to the button. */
export class Menu {
  readonly button: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor({ el, icon }: Kit, label: string, choices: readonly Choice[]) {
    this.button = el(
      'button',
      { class: 'bhw-ib', type: 'button', 'aria-label': label, 'aria-haspopup': 'menu' },
      icon('more'),
    );
    this.button.setAttribute('aria-expanded', 'false');
    this.element = el('div', { class: 'bhw-menu', role: 'menu', 'aria-label': label, hidden: true });
    for (const { label: text, path, chosen } of choices) {
      const item = el('button', { role: 'menuitem', type: 'button' }, icon({ path }), text);
      item.addEventListener('click', () => {
        this.shut();
        chosen();
      });
      this.element.append(item);
    }
    this.button.addEventListener('click', () => this.shut() || this.show());
    this.element.addEventListener('keydown', (event) => this.move(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) {
        this.hide();
      }
    });
  }

  /** Shuts it if it is open, and gives the focus back. */
  shut(): boolean {
    const open = !this.element.hidden;
    this.hide();
    if (open) {
      this.button.focus();
    }
    return open;
  }

  private show(): void {
    this.element.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    this.items()[0]?.focus();
  }

  private hide(): void {
    this.element.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }

  private move(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[to]?.focus();
    }
  }

  private items(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }
}

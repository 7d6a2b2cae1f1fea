import type { Kit } from './kit.js';

export interface Choice {
  readonly label: string;
  readonly path: string;
  /** Stands below a line. */
  readonly apart?: boolean;
  /** Ends something. */
  readonly grave?: boolean;
  /** Whether there is something to choose now. */
  shown?(): boolean;
  /** Whether it is on; for what can be turned on and off. */
  checked?(): boolean;
  chosen(): void;
}

/** Three dots. */
const MORE = { path: 'M4.4 10h.4M9.8 10h.4M15.2 10h.4', width: '2.8' };

/** A button with a menu: arrows move, Escape shuts it, and the focus goes back to the button. */
export class Menu {
  readonly button: HTMLButtonElement;
  readonly element: HTMLElement;

  private readonly all: HTMLElement[] = [];

  constructor(
    private readonly kit: Kit,
    label: string,
    private readonly choices: readonly Choice[],
  ) {
    const { el, icon } = kit;
    this.button = el(
      'button',
      { class: 'bhw-ib', type: 'button', 'aria-label': label, 'aria-haspopup': 'menu' },
      icon(MORE),
    );
    this.button.setAttribute('aria-expanded', 'false');
    this.element = el('div', { class: 'bhw-menu', role: 'menu', 'aria-label': label, hidden: true });
    for (const { label: text, path, apart, grave, checked, chosen } of choices) {
      const role = checked === undefined ? 'menuitem' : 'menuitemcheckbox';
      const look = grave ? 'is-grave' : null;
      const item = el('button', { role, class: look, type: 'button', tabindex: -1 }, icon({ path }), text);
      item.addEventListener('click', () => {
        this.shut();
        chosen();
      });
      this.element.append(...(apart ? [el('hr', { role: 'separator' })] : []), item);
      this.all.push(item);
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
    this.choices.forEach(({ shown, checked }, index) => {
      const item = this.all[index];
      if (item !== undefined) {
        item.hidden = shown?.() === false;
        this.kit.attribute(item, 'aria-checked', checked === undefined ? null : String(checked()));
      }
    });
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
    return this.all.filter(({ hidden }) => !hidden);
  }
}

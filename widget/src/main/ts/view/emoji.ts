/** A small picker of emoji: a grid that arrow keys move in, by groups. Fetched when it is wanted first. */
import css from '@css/emoji.css';
import type { Composer } from './composer.js';
import type { Loan } from './loan.js';

const english = {
  emojis: 'Emoji',
  smileys: 'Smileys',
  gestures: 'People and gestures',
  hearts: 'Hearts and signs',
  nature: 'Nature and food',
  things: 'Things and travel',
};

export type EmojiWords = typeof english;

const GROUPS = [
  ['smileys', '😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍🤩😘😗😚😋😛😜🤪🤑🤗🤭🤫🤔🤐😐😶😏😒🙄😬😌😔😪😴😷🤒🤕🤢🤮🥵🥶😵🤯🤠🥳😎🤓🧐😕😟🙁😮😯😲😳🥺😨😰😥😢😭😱😖😣😞😓😩😫🥱😤😡🤬'],
  ['gestures', '👋✋👌🤏✌🤞🤟🤘🤙👈👉👆👇👍👎✊👊🤛🤜👏🙌👐🤲🤝🙏✍💪👀👂🧠👶👧👦👩👨👵👴🙋🤷🤦🙅🙆💁🙇🚶🏃💃🕺'],
  ['hearts', '❤🧡💛💚💙💜🖤🤍🤎💔💕💞💓💗💖💘💝💯💥💫💦💤💬🔥⭐🌟✨⚡🎉🎊🎁🎂✅❌❓❗⚠🚫♻🔴🟢🔵'],
  ['nature', '🐶🐱🐭🐰🦊🐻🐼🐸🐵🐔🐧🐦🦋🐝🐞🌵🌲🌴🌱🍀🌹🌻🌷🌞🌙🌈☁☔❄🍎🍊🍋🍌🍉🍇🍓🍒🍑🥑🍅🥕🌽🍞🧀🥚🍔🍟🍕🌮🍜🍣🍦🍰🍫🍿☕🍵🍺🍷🥂'],
  ['things', '📱💻⌚📷🎧💡🔦🔌🔋🔧🔨🔑🔒📦📫📧📝📄📅📎✂📏💳💰💶🧾🛒🛍👕👗👟👜🎒👓🏠🏢🏪🏥🛋🛏🚗🚕🚌🚲🚀✈🚢🚆🗺📍⏰⏳⚽🏀🎾🎮🎵🎬🏆'],
] as const;

const COLUMNS = 8;

export class Emoji {
  private readonly element: HTMLElement;
  private readonly cells: readonly HTMLButtonElement[];

  constructor(
    private readonly loan: Loan,
    words: EmojiWords = english,
    private readonly composer: Composer,
  ) {
    const { el, attribute, dress } = loan;
    dress(css);
    const grid = el('div', { role: 'grid', 'aria-label': words.emojis });
    for (const [group, all] of GROUPS) {
      const label = words[group];
      const section = el('div', { role: 'rowgroup', 'aria-label': label });
      section.append(el('div', { class: 'bhw-emoji-group', 'aria-hidden': 'true' }, label));
      const emojis = [...all].map(drawn);
      for (let at = 0; at < emojis.length; at += COLUMNS) {
        const row = el('div', { role: 'row' });
        for (const emoji of emojis.slice(at, at + COLUMNS)) {
          const cell = el('button', { type: 'button', tabindex: -1 }, emoji);
          row.append(el('div', { role: 'gridcell' }, cell));
        }
        section.append(row);
      }
      grid.append(section);
    }
    this.element = el(
      'div',
      { class: 'bhw-emoji', role: 'dialog', 'aria-label': words.emojis, hidden: true },
      grid,
    );
    this.cells = [...grid.querySelectorAll('button')];
    attribute(this.cells[0] as Element, 'tabindex', 0);
    grid.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLButtonElement) {
        this.choose(target);
      }
    });
    grid.addEventListener('keydown', (event) => this.move(event));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.show(false);
        composer.focus();
      }
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      const stays = relatedTarget instanceof Node && this.element.contains(relatedTarget);
      if (!stays && relatedTarget !== composer.emoji) {
        this.show(false);
      }
    });
    attribute(composer.emoji, 'aria-haspopup', 'dialog');
    composer.element.before(this.element);
  }

  toggle(): void {
    const shows = this.element.hidden === true;
    this.show(shows);
    if (shows) {
      this.cells.find((cell) => cell.tabIndex === 0)?.focus();
    } else {
      this.composer.focus();
    }
  }

  private show(shows: boolean): void {
    this.element.hidden = !shows;
    this.loan.attribute(this.composer.emoji, 'aria-expanded', String(shows));
  }

  /** Stays open for the next one; where it came from by touch, the phone's keyboard stays away. */
  private choose(cell: HTMLButtonElement): void {
    this.composer.insert(cell.textContent ?? '');
    this.enter(cell);
  }

  private move(event: KeyboardEvent): void {
    const at = this.cells.findIndex((cell) => cell.matches(':focus'));
    const rtl = getComputedStyle(this.element).direction === 'rtl' ? -1 : 1;
    const row = this.cells[at]?.closest('[role=row]');
    const inRow = [...(row?.querySelectorAll('button') ?? [])];
    const column = inRow.indexOf(this.cells[at] as HTMLButtonElement);
    const steps: Readonly<Record<string, () => HTMLButtonElement | undefined>> = {
      ArrowRight: () => this.cells[at + rtl],
      ArrowLeft: () => this.cells[at - rtl],
      ArrowDown: () => this.below(row, column, 1),
      ArrowUp: () => this.below(row, column, -1),
      Home: () => (event.ctrlKey ? this.cells[0] : inRow[0]),
      End: () => (event.ctrlKey ? this.cells[this.cells.length - 1] : inRow[inRow.length - 1]),
    };
    const to = steps[event.key]?.();
    if (to !== undefined) {
      event.preventDefault();
      this.enter(to);
    }
  }

  /** The cell in the same column, some rows further; the last of a row that is shorter. */
  private below(
    row: Element | null | undefined,
    column: number,
    rows: number,
  ): HTMLButtonElement | undefined {
    const all = [...this.element.querySelectorAll('[role=row]')];
    const next = row ? all[all.indexOf(row) + rows] : undefined;
    const buttons = [...(next?.querySelectorAll('button') ?? [])];
    return buttons[Math.min(column, buttons.length - 1)];
  }

  private enter(cell: HTMLButtonElement): void {
    const { attribute } = this.loan;
    this.cells.forEach((other) => attribute(other, 'tabindex', other === cell ? 0 : -1));
    cell.focus();
  }
}

/** Some are letters in black and white unless they are told to be pictures. */
function drawn(emoji: string): string {
  return /\p{Emoji_Presentation}/u.test(emoji) ? emoji : emoji + '\ufe0f';
}

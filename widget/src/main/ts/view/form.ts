/** The form before the chat: asks who the visitor is, kindly, and lets go where nothing is needed. */
import css from '@css/form.css';
import type { Profile } from '../change.js';
import type { Field, Site } from '../site.js';
import { problemOf } from './answers.js';
import type { Kit } from './kit.js';

const english = {
  before: 'Before we start',
  why: 'So we know who we’re talking to, and can reach you if you leave the page.',
  name: 'Your name',
  phone: 'Phone',
  email: 'Email',
  optional: 'optional',
  start: 'Start chat',
  skip: 'Skip',
  privacy: 'What happens with this',
  keep: 'Keep this chat, so that you can come back to it.',
  unkept: 'Without the tick it’s erased soon after it ends.',
  missing: {
    name: 'Please tell us your name.',
    phone: 'Please give us a number, with the country code.',
    email: 'Please give us an email address.',
  },
  phoneShort: 'That number looks short. Include the country code, like +44 7700 900 119.',
  phoneLong: 'That number looks too long. Is there a digit too many?',
  phoneOdd: 'A phone number has digits only, like +44 7700 900 119.',
  emailOdd: 'That address looks incomplete. It should be like name@example.com.',
};

export type FormWords = typeof english;

const KINDS = {
  name: { type: 'text', autocomplete: 'name', maxlength: 120 },
  phone: { type: 'tel', inputmode: 'tel', autocomplete: 'tel', maxlength: 32, placeholder: '+44 7700 900 119', dir: 'ltr' },
  email: { type: 'email', autocomplete: 'email', maxlength: 254, placeholder: 'name@example.com', dir: 'ltr' },
} as const;

const ALERT = 'm10 3.4 7.2 12.8H2.8zM10 8.2v3.6M10 13.9v.02';

export class Form {
  readonly element: HTMLElement;

  private readonly words: FormWords;
  private readonly inputs = new Map<Field, HTMLInputElement>();
  /** Ticked if the chat may be kept; null where that is not asked. */
  private readonly keep: HTMLInputElement | null;

  constructor(
    private readonly kit: Kit,
    private readonly site: Site,
    /** It is filled in, or passed over. */
    private readonly left: () => void,
  ) {
    const { el, session } = kit;
    const words = (this.words = kit.words.form ?? english);
    kit.dress(css);
    const form = el('form', { novalidate: true });
    for (const field of site.prechat.fields) {
      form.append(this.ask(field));
    }
    this.keep = site.prechat.keep ? this.askToKeep(form) : null;
    if (site.privacyUrl !== null) {
      const link = { href: site.privacyUrl, target: '_blank', rel: 'noopener noreferrer' };
      form.append(el('p', { class: 'bhw-how' }, el('a', link, words.privacy)));
    }
    form.append(el('button', { class: 'bhw-btn' }, words.start));
    const asks = site.prechat.fields.length > 0;
    if (asks && !site.prechat.must) {
      const skip = el('button', { class: 'bhw-btn bhw-btn--2', type: 'button' }, words.skip);
      skip.addEventListener('click', () => {
        // Whether the chat may be kept is told all the same.
        session.answer(this.keep === null ? { ...this.answers(), state: 'skipped' } : { ...this.kept(), state: 'done' });
        left();
      });
      form.append(skip);
    }
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.element = el('div', {}, el('h3', {}, words.before), asks ? el('p', {}, words.why) : null, form);
  }

  /** The first field that still wants something. */
  focus(): void {
    const inputs = [...this.inputs.values()];
    (inputs.find(({ value }) => value === '') ?? inputs[0] ?? this.keep)?.focus({ preventScroll: true });
  }

  /** Takes over what was written in another tab, unless the visitor writes here. */
  follow(profile: Profile | null): void {
    for (const [field, input] of this.inputs) {
      const written = profile?.[field] ?? '';
      if (input.value !== written && !input.matches(':focus')) {
        input.value = written;
      }
    }
    if (this.keep !== null) {
      this.keep.checked = profile?.keep === true;
    }
  }

  /** Unticked until the visitor ticks it. */
  private askToKeep(form: HTMLElement): HTMLInputElement {
    const { el, session } = this.kit;
    const keep = el('input', { type: 'checkbox', 'aria-describedby': 'bhw-unkept' });
    keep.checked = session.profile?.keep === true;
    keep.addEventListener('change', () => session.answer({ ...this.answers(), state: 'typed' }));
    form.append(
      el('label', { class: 'bhw-keep' }, keep, el('span', {}, this.words.keep)),
      el('p', { class: 'bhw-how', id: 'bhw-unkept' }, this.words.unkept),
    );
    return keep;
  }

  private ask(field: Field): HTMLElement {
    const { el, session } = this.kit;
    const { required } = this.site.prechat;
    const needed = required.includes(field);
    const hint = 'bhw-hint-' + field;
    const input = el('input', { ...KINDS[field], 'aria-required': needed ? 'true' : null });
    input.value = session.profile?.[field] ?? '';
    this.inputs.set(field, input);
    const says = el('small', { class: 'is-err', id: hint, hidden: true });
    input.addEventListener('input', () => {
      session.answer({ ...this.answers(), state: 'typed' });
      if (input.hasAttribute('aria-invalid')) {
        this.check(field, input, says);
      }
    });
    const label = el('span', {}, this.words[field] + ' ', needed ? null : el('em', {}, this.words.optional));
    return el('label', { class: 'bhw-f' }, label, input, says);
  }

  private check(field: Field, input: HTMLInputElement, says: HTMLElement): boolean {
    const { icon, attribute } = this.kit;
    const problem = problemOf(field, input.value, this.site.prechat.required.includes(field), this.words);
    attribute(input, 'aria-invalid', problem === null ? null : 'true');
    attribute(input, 'aria-describedby', problem === null ? null : says.id);
    says.hidden = problem === null;
    says.replaceChildren(...(problem === null ? [] : [icon({ path: ALERT }), problem]));
    return problem === null;
  }

  private submit(): void {
    const wrong = [...this.inputs].filter(
      ([field, input]) => !this.check(field, input, input.nextElementSibling as HTMLElement),
    );
    const first = wrong[0];
    if (first === undefined) {
      this.kit.session.answer({ ...this.answers(), state: 'done' });
      this.left();
    } else {
      first[1].focus();
    }
  }

  private answers(): Omit<Profile, 'state'> {
    const said = [...this.inputs].map(([field, { value }]) => [field, value] as const);
    return { ...Object.fromEntries(said), ...this.kept() };
  }

  private kept(): Pick<Profile, 'keep'> {
    return this.keep === null ? {} : { keep: this.keep.checked };
  }
}

/** What the gateway says about a site: its name, its looks, whether somebody is there. */
export interface Site {
  readonly name: string;
  readonly initials: string;
  readonly online: boolean;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly position: 'right' | 'left';
  readonly greeting: { readonly title: string; readonly text: string };
  readonly questions: readonly string[];
  readonly replyTime: string | null;
  /** The languages that the site speaks, the first by default; none named means all. */
  readonly languages: readonly string[];
  /** Whether the chat can go on on WhatsApp. */
  readonly whatsapp: boolean;
  /** The business on WhatsApp, for when the gateway cannot be asked for the way of this chat. */
  readonly whatsappUrl: string | null;
  /** What is asked before the first message; nothing without fields. */
  readonly prechat: Prechat;
  /** Whether a sound may tell of an answer. */
  readonly sound: boolean;
  /** Where the business says what it does with words. */
  readonly privacyUrl: string | null;
  /** When somebody answers, as the gateway told it: read by who shows it. */
  readonly hours: unknown;
  /** Colour and place as the gateway told them, if they are not as usual. */
  readonly appearance: unknown;
  /** `none` where the page has a button of its own. */
  readonly launcher: string;
}

export type Field = 'name' | 'phone' | 'email';

export interface Prechat {
  readonly fields: readonly Field[];
  readonly required: readonly Field[];
  /** Whether the visitor is asked if the chat may be kept. */
  readonly keep: boolean;
  /** Whether anything is asked at all. */
  readonly asks: boolean;
  /** Nobody gets past it without what is required. */
  readonly must: boolean;
}

/** Drawn until the gateway has answered, and when it does not. */
export const plainSite: Site = {
  name: '',
  initials: '',
  online: true,
  theme: 'auto',
  position: 'right',
  greeting: { title: '', text: '' },
  questions: [],
  replyTime: null,
  languages: [],
  whatsapp: false,
  whatsappUrl: null,
  prechat: { fields: [], required: [], keep: false, asks: false, must: false },
  sound: true,
  privacyUrl: null,
  hours: null,
  appearance: null,
  launcher: 'bubble',
};

/** From the corner, both ways. */
const USUAL_PIXELS = 20;

/** In the order in which they are asked. */
const FIELDS: readonly Field[] = ['name', 'phone', 'email'];

/** The site's settings; 'unknown' when there is no such site, null when the gateway cannot say now. */
export async function fetchSite(gateway: string, key: string): Promise<Site | 'unknown' | null> {
  try {
    const url = `${gateway}/widget/v1/sites/${encodeURIComponent(key)}`;
    const answer = await fetch(url, { credentials: 'omit' });
    if (answer.status === 404) {
      return 'unknown';
    }
    return answer.ok ? readSite(await answer.json()) : null;
  } catch {
    return null;
  }
}

/** Takes what has the right type; the rest stays as plain as it is. */
export function readSite(json: unknown): Site {
  const from = objectOf(json);
  const greeting = objectOf(from['greeting']);
  const name = text(from['name']) ?? plainSite.name;
  return {
    name,
    initials: (text(from['initials']) ?? initialsOf(name)).slice(0, 4),
    online: from['online'] !== false,
    theme: choice(from['theme'], ['auto', 'light', 'dark']),
    position: choice(from['position'], ['right', 'left']),
    greeting: { title: text(greeting['title']) ?? '', text: text(greeting['text']) ?? '' },
    questions: texts(from['suggestions'] ?? from['questions']).slice(0, 5),
    replyTime: text(from['reply_time']),
    languages: texts(from['languages']),
    whatsapp: from['whatsapp'] !== false,
    whatsappUrl: webUrl(from['whatsapp_url']),
    prechat: prechatOf(objectOf(from['prechat'])),
    sound: from['sound'] !== false,
    privacyUrl: webUrl(from['privacy_url']),
    hours: from['hours'],
    appearance: appearanceOf(from['appearance']),
    launcher: text(objectOf(from['appearance'])['launcher']) ?? 'bubble',
  };
}

function prechatOf(from: Record<string, unknown>): Prechat {
  const { mode } = from;
  const named = (list: unknown) => FIELDS.filter((field) => texts(list).includes(field));
  const fields = mode === 'optional' || mode === 'required' ? named(from['fields']) : [];
  const required = named(from['required']).filter((field) => fields.includes(field));
  const keep = from['keep'] === true;
  const some = fields.length > 0;
  return { fields, required, keep, asks: some || keep, must: some && mode === 'required' };
}

function appearanceOf(from: unknown): unknown {
  const { accent, offset_x: x = USUAL_PIXELS, offset_y: y = USUAL_PIXELS } = objectOf(from);
  const usual = !accent && x === USUAL_PIXELS && y === USUAL_PIXELS;
  return usual ? null : from;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  return words.slice(0, 2).map((word) => [...word][0]?.toUpperCase()).join('');
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => text(item) !== null) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function webUrl(value: unknown): string | null {
  const url = text(value);
  return url !== null && /^https:/i.test(url) ? url : null;
}

function choice<T extends string>(value: unknown, choices: readonly [T, ...T[]]): T {
  return choices.find((known) => known === value) ?? choices[0];
}

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
};

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
  };
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

function choice<T extends string>(value: unknown, choices: readonly [T, ...T[]]): T {
  return choices.find((known) => known === value) ?? choices[0];
}

import type { AttachingWords } from './view/attaching.js';
import type { AttentionWords } from './view/attention.js';
import type { EmojiWords } from './view/emoji.js';
import type { FormWords } from './view/form.js';
import type { LaterWords } from './view/later.js';
import type { QuotingWords } from './view/quoting.js';
import type { ReceptionWords } from './view/reception.js';
import type { RecordsWords } from './view/records.js';
import type { RichWords } from './view/rich.js';

/** Everything the panel says, in English; each other language is a file in the folder beside this one. */
export const english = {
  tag: 'en',
  launch: (unread: number) =>
    unread === 0 ? 'Open chat' : `Open chat, ${unread > 99 ? 'more than 99' : unread} unread message${s(unread)}`,
  minimise: 'Minimise chat',
  back: 'Back to page',
  chatWith: (name: string) => (name === '' ? 'Chat' : `Chat with ${name}`),
  chat: 'Chat',
  log: 'Conversation',
  message: 'Message',
  send: 'Send message',
  attach: 'Attach a photo or file',
  emoji: 'Insert emoji',
  by: 'Chat by Bellhop',

  write: 'Write a message',
  leave: 'Leave a message',
  afterwards: 'Sends when you’re back',

  online: (replyTime: string | null) =>
    replyTime === null ? 'Online' : `Online · replies in ${replyTime}`,
  away: 'Away',
  agentOnline: (name: string) => `${name} · online`,
  agentTyping: (name: string) => `${name} · typing…`,
  typing: 'typing…',
  isTyping: (name: string) => `${name} is typing`,
  somebody: 'Somebody',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  cannotConnect: 'Can’t connect',
  ended: 'Chat ended',

  offline: (queued: number) =>
    queued === 0
      ? 'You’re offline. You can keep writing.'
      : `You’re offline. ${queued} message${s(queued)} will send when you’re back.`,
  lost: (queued: number) =>
    queued === 0
      ? 'Connection lost. Trying again.'
      : `Connection lost. ${queued} message${s(queued)} will send when it’s back.`,
  unreachable: 'We can’t reach the chat. Your internet seems fine, so it’s on our side.',
  kept: 'What you wrote is kept on this device.',
  unkept: 'This browser keeps nothing: leave the page open until it is sent.',
  slow: (seconds: number) => `That was quick. Sending again in ${seconds} s.`,
  blocked: 'This chat isn’t available.',
  tooLong: (length: number, most: number) =>
    `That’s ${digits(length)} characters; WhatsApp takes ${digits(most)}. Split it in two.`,
  tryAgain: 'Try again',
  remove: 'Delete',
  notSent: 'Not sent',
  ticks: {
    clock: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
  },
  newSince: (count: number) => `${count} new since you left`,
  newMessages: (count: number) => `${count} new message${s(count)}`,
  kinds: {
    image: 'Photo',
    video: 'Video',
    audio: 'Audio',
    sticker: 'Sticker',
    location: 'Location',
    contacts: 'Contact',
  } as Readonly<Record<string, string>>,
  file: 'File',
  coming: 'On its way',
  missing: 'Not available',
};

/** What the parts say that come later: English they bring themselves, any other language comes whole. */
interface PartWords {
  readonly attention: AttentionWords;
  readonly form: FormWords;
  readonly later: LaterWords;
  readonly reception: ReceptionWords;
  readonly records: RecordsWords;
  readonly talk: RichWords & QuotingWords & AttachingWords & EmojiWords;
}

export type Words = typeof english & Partial<PartWords>;

/** A language other than English, with nothing missing. */
export type Language = typeof english & PartWords;

/** A new language is one file, and its line here. */
const OTHERS: Readonly<Record<string, () => Promise<{ default: Language }>>> = {
  ar: () => import('./words/ar.js'),
  de: () => import('./words/de.js'),
  es: () => import('./words/es.js'),
  fr: () => import('./words/fr.js'),
  hi: () => import('./words/hi.js'),
  it: () => import('./words/it.js'),
  ja: () => import('./words/ja.js'),
  pt: () => import('./words/pt.js'),
  zh: () => import('./words/zh.js'),
  'zh-Hant': () => import('./words/zh-Hant.js'),
};

/** The words of a language; English where we have none, or cannot get them. */
export async function wordsIn(language: string): Promise<Words> {
  try {
    return (await OTHERS[language]?.())?.default ?? english;
  } catch {
    return english;
  }
}

/** The language to speak: what the page or the visitor wants, if the site has it. */
export function languageOf(locale: string, spoken: readonly string[]): string {
  const [wish = english.tag, ...others] = [locale, ...spoken].map(fileOf);
  const near = [wish, wish.split('-')[0]].find((it) => it !== undefined && others.includes(it));
  return near ?? others[0] ?? wish;
}

/** Traditional characters are a language of their own here, whether a tag names them or a place that writes them. */
function fileOf(tag: string): string {
  const traditional = /^zh-(hant|(?!hans).*(tw|hk|mo)\b)/i.test(tag);
  return traditional ? 'zh-Hant' : (tag.split('-')[0] ?? tag);
}

function s(count: number): string {
  return count === 1 ? '' : 's';
}

function digits(count: number): string {
  return count.toLocaleString('en');
}

/**
 * Times and days in the reader's language. Each way of writing them is made when it is first needed: a slow
 * phone takes a twentieth of a second for each, and whoever is greeted needs none.
 */
export class Calendar {
  private readonly made: Intl.DateTimeFormat[] = [];
  /** As they were written once: a long thread has thousands, and is gone through at each change. */
  private readonly known: Record<string, string> = {};
  private near: Intl.RelativeTimeFormat | undefined;

  constructor(readonly locale: string) {}

  time(at: string | number): string {
    return this.write(0, at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  }

  day(at: string, now: number): string {
    const days = daysBetween(new Date(at), new Date(now));
    if (days >= 0 && days <= 1) {
      this.near ??= new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' });
      const name = this.near.format(-days, 'day');
      return name.charAt(0).toLocaleUpperCase() + name.slice(1);
    }
    return days > 1 && days < 7
      ? this.write(1, at, { weekday: 'long' })
      : this.write(2, at, { day: 'numeric', month: 'long', year: 'numeric' });
  }

  private write(way: number, at: string | number, options: Intl.DateTimeFormatOptions): string {
    this.made[way] ??= new Intl.DateTimeFormat(this.locale, options);
    return (this.known[way + ' ' + at] ??= this.made[way].format(new Date(at)));
  }
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

/** A locale that `Intl` takes, whatever was written in the page. */
export function usableLocale(...wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    try {
      const [locale] = Intl.getCanonicalLocales(wish || []);
      if (locale !== undefined) {
        return locale;
      }
    } catch {
      // Not a language tag; the next wish may be one.
    }
  }
  return 'en';
}

export function directionOf(locale: string): 'rtl' | 'ltr' {
  return /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b/.test(locale) ? 'rtl' : 'ltr';
}

/** What an open panel says before anybody has written: the greeting, when somebody answers, what may be asked. */
import css from '@css/reception.css';
import { type Hours, openBetween, readHours, type Standing, standingAt } from '../hours.js';
import type { Site } from '../site.js';
import type { Kit } from './kit.js';

const english = {
  closed: 'We’re closed right now',
  leaveIt: 'Leave your question and we’ll pick it up when we open.',
  openNow: 'Open now',
  openUntil: (when: string) => `Open now, until ${when}`,
  opens: (when: string) => `Opens ${when}`,
  back: (when: string) => `Closed · back ${when}`,
  /** A time of today, or of the day that is named before it. */
  at: (time: string) => `at ${time}`,
  yours: (time: string, place: string) => `Your time; ${time} in ${place}`,
  shut: 'Closed',
  suggested: 'Suggested questions',
};

export type ReceptionWords = typeof english;

const MINUTE_MILLIS = 60_000;
const CLOCK = 'M10 3.2a6.8 6.8 0 1 1 0 13.6 6.8 6.8 0 0 1 0-13.6zM10 6.2V10l2.6 1.8';

export class Reception {
  private readonly words: ReceptionWords;
  private site: Site | null = null;
  private hours: Hours | null = null;
  private minute = 0;
  private standing: Standing | null = null;
  /** Made when they are needed: a slow phone takes a twentieth of a second for each. */
  private readonly days: { short?: Intl.DateTimeFormat; long?: Intl.DateTimeFormat } = {};

  constructor(private readonly kit: Kit) {
    this.words = kit.words.reception ?? english;
    kit.dress(css);
  }

  /** When somebody is back, for the line under the name; null when that is not known. */
  back(site: Site, now: number): string | null {
    const standing = this.look(site, now);
    return standing === null || standing.open || standing.until === null
      ? null
      : this.words.back(this.when(standing.until, now));
  }

  /** The same for as long as the greeting would be. */
  sign(site: Site, now: number): string {
    const standing = this.look(site, now);
    return standing === null ? '' : standing.open + this.when(standing.until ?? 0, now);
  }

  greeting(site: Site, now: number, say: (text: string) => void): readonly HTMLElement[] {
    const { el } = this.kit;
    const standing = this.look(site, now);
    const closed = standing?.open === false;
    const title = closed ? this.words.closed : site.greeting.title;
    const text = closed ? this.words.leaveIt : site.greeting.text;
    const hours = standing === null ? null : this.drawHours(standing, now);
    const parts: HTMLElement[] = [];
    if (title !== '' || text !== '' || hours !== null) {
      const hello = el('div', { class: 'bhw-hello' });
      hello.append(
        ...(title === '' ? [] : [el('h3', { dir: 'auto' }, title)]),
        ...(text === '' ? [] : [el('p', { dir: 'auto' }, text)]),
        ...(hours === null ? [] : [hours]),
      );
      parts.push(hello);
    }
    if (site.questions.length > 0) {
      const chips = site.questions.map((question) => {
        const chip = el('button', { type: 'button', dir: 'auto' }, question);
        chip.addEventListener('click', () => say(question));
        return chip;
      });
      const group = { class: 'bhw-chips', role: 'group', 'aria-label': this.words.suggested };
      parts.push(el('div', group, ...chips));
    }
    return parts;
  }

  private look(site: Site, now: number): Standing | null {
    if (site !== this.site) {
      this.site = site;
      this.hours = readHours(site.hours);
      this.minute = 0;
    }
    const minute = Math.floor(now / MINUTE_MILLIS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.standing = this.hours && standingAt(this.hours, now);
    }
    return this.standing;
  }

  private drawHours({ open, until }: Standing, now: number): HTMLElement {
    const { words } = this;
    const { el, icon, calendar } = this.kit;
    const zone = this.hours?.zone ?? '';
    const when = until === null ? null : this.when(until, now, open ? (time) => time : undefined);
    const says = open
      ? when === null
        ? words.openNow
        : words.openUntil(when)
      : when === null
        ? words.closed
        : words.opens(when);
    const theirs = until === null ? null : timeIn(calendar.locale, zone, until);
    const place = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
    const elsewhere = until !== null && theirs !== calendar.time(until);
    const lines = el('div', {}, el('strong', {}, says));
    if (elsewhere && theirs !== null) {
      lines.append(el('div', {}, words.yours(theirs, place)));
    }
    if (!open) {
      lines.append(this.drawWeek(now));
    }
    return el('div', { class: 'bhw-hours' }, icon({ path: CLOCK }), lines);
  }

  /** The seven days from today on, as they are where the visitor is; days in a row that are alike are one line. */
  private drawWeek(now: number): HTMLElement {
    const { el, calendar } = this.kit;
    const { hours } = this;
    const today = new Date(now);
    const days = [0, 1, 2, 3, 4, 5, 6].map((ahead) => {
      const begin = new Date(today.getFullYear(), today.getMonth(), today.getDate() + ahead);
      const end = new Date(today.getFullYear(), today.getMonth(), today.getDate() + ahead + 1);
      const stretches = hours === null ? [] : openBetween(hours, +begin, +end);
      const told = stretches.map(({ from, to }) => `${calendar.time(from)} – ${calendar.time(to)}`);
      return { order: begin.getDay() || 7, begin: +begin, told: told.join(', ') || this.words.shut };
    });
    days.sort((a, b) => a.order - b.order);
    const table = el('table');
    for (let first = 0; first < days.length; ) {
      let last = first;
      while (days[last + 1]?.told === days[first]?.told) {
        last++;
      }
      const alone = first === last;
      const from = this.day(alone ? 'long' : 'short', days[first]?.begin);
      const name = alone ? from : `${from} – ${this.day('short', days[last]?.begin)}`;
      table.append(
        el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, days[first]?.told ?? '')),
      );
      first = last + 1;
    }
    return table;
  }

  /** A moment to come, in the visitor's own time: `at 18:00`, `tomorrow at 09:00`, `Monday at 09:00`. */
  private when(at: number, now: number, today = this.words.at): string {
    const { calendar } = this.kit;
    const time = calendar.time(at);
    const days = daysBetween(new Date(now), new Date(at));
    if (days === 0) {
      return today(time);
    }
    const { locale } = calendar;
    const day =
      days === 1
        ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day')
        : days < 7
          ? this.day('long', at)
          : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' }).format(at);
    return `${day} ${this.words.at(time)}`;
  }

  private day(weekday: 'short' | 'long', at: number | undefined): string {
    const written = (this.days[weekday] ??= new Intl.DateTimeFormat(this.kit.calendar.locale, { weekday }));
    return written.format(at);
  }
}

function timeIn(locale: string, timeZone: string, at: number): string {
  const shown = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  return new Intl.DateTimeFormat(locale, shown).format(at);
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

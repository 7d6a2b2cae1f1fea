/**
 * When the business is open, as the clock on its own wall shows it, and what that is for somebody elsewhere.
 * Where a clock jumps the wall decides, as in the gateway: an hour that is skipped is nobody's, one that
 * comes twice counts twice.
 */
export interface Span {
  /** 1 is Monday, 7 is Sunday. */
  readonly day: number;
  /** Minutes of the day, up to the one at which it is closed again. */
  readonly from: number;
  readonly to: number;
}

export interface Hours {
  readonly zone: string;
  readonly week: readonly Span[];
  /** Days on which it is not open at all, as `2026-12-25`. */
  readonly closed: readonly string[];
}

export interface Standing {
  readonly open: boolean;
  /** When that changes; null when it does not in sight. */
  readonly until: number | null;
}

/** From one moment up to another. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const MINUTE_MILLIS = 60_000;
const DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;
/** `closed` may hold a year of days. */
const DAYS_AHEAD = 400;

/** The hours as the gateway tells them; null when there are none, or this browser does not know the zone. */
export function readHours(json: unknown): Hours | null {
  try {
    const { zone, week, closed } = json as Record<string, unknown>;
    const spans = (week as Record<string, unknown>[]).map(({ day, from, to }) => ({
      day: Number(day),
      from: minutes(from),
      to: minutes(to),
    }));
    const days = (closed as Record<string, unknown>[]).map(({ date }) => String(date));
    new Wall(String(zone));
    return spans.length > 0 ? { zone: String(zone), week: spans, closed: days } : null;
  } catch {
    return null;
  }
}

export function standingAt(hours: Hours, now: number): Standing {
  const wall = new Wall(hours.zone);
  const open = isOpen(hours, wall, now);
  for (let day = -1; day < DAYS_AHEAD; day++) {
    const change = turns(hours, wall, wall.at(now) + day * DAY_MILLIS).find(
      (moment) => moment > now && isOpen(hours, wall, moment) !== open,
    );
    if (change !== undefined) {
      return { open, until: change };
    }
  }
  return { open, until: null };
}

/** All stretches in which it is open between two moments. */
export function openBetween(hours: Hours, from: number, to: number): readonly Stretch[] {
  const wall = new Wall(hours.zone);
  const moments = [from];
  for (let at = from - DAY_MILLIS; at <= to + DAY_MILLIS; at += DAY_MILLIS) {
    moments.push(...turns(hours, wall, wall.at(at)));
  }
  const inside = [...new Set(moments)].filter((at) => at >= from && at < to).sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  inside.forEach((at, index) => {
    const end = inside[index + 1] ?? to;
    const last = stretches[stretches.length - 1];
    if (isOpen(hours, wall, at)) {
      if (last?.to === at) {
        stretches[stretches.length - 1] = { from: last.from, to: end };
      } else {
        stretches.push({ from: at, to: end });
      }
    }
  });
  return stretches;
}

function isOpen({ week, closed }: Hours, wall: Wall, moment: number): boolean {
  const shown = new Date(wall.at(moment));
  const minute = shown.getUTCHours() * 60 + shown.getUTCMinutes();
  return (
    !closed.includes(shown.toISOString().slice(0, 10)) &&
    week.some(({ day, from, to }) => day === weekday(shown) && from <= minute && minute < to)
  );
}

/** Every moment at which it may open or close on a day of the wall's: where spans end, and the clock jumps. */
function turns({ week }: Hours, wall: Wall, day: number): readonly number[] {
  const midnight = Math.floor(day / DAY_MILLIS) * DAY_MILLIS;
  const today = week.filter((span) => span.day === weekday(new Date(midnight)));
  const edges = [0, ...today.flatMap(({ from, to }) => [from, to])];
  const shown = edges.flatMap((edge) => wall.moments(midnight + edge * MINUTE_MILLIS));
  const jumps = wall.jumps(wall.begins(midnight), wall.begins(midnight + DAY_MILLIS));
  return [...shown, ...jumps].sort((a, b) => a - b);
}

function weekday(shown: Date): number {
  return shown.getUTCDay() || 7;
}

function minutes(text: unknown): number {
  const [hour, minute] = String(text).split(':').map(Number);
  return Number(hour) * 60 + Number(minute);
}

/** What the clock in a zone shows, as if it were UTC. */
class Wall {
  private readonly clock: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  at(moment: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.clock.formatToParts(moment)) {
      part[type] = Number(value);
    }
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  /** How far the wall is ahead of UTC. */
  ahead(moment: number): number {
    const whole = Math.floor(moment / 1_000) * 1_000;
    return this.at(whole) - whole;
  }

  /** The moments at which the wall shows this: none, one or two. */
  moments(shown: number): readonly number[] {
    const offsets = [this.ahead(shown - DAY_MILLIS), this.ahead(shown + DAY_MILLIS)];
    return offsets.map((ahead) => shown - ahead).filter((moment) => this.at(moment) === shown);
  }

  /** The moment at which a day begins, also where its midnight is skipped. */
  begins(midnight: number): number {
    return this.moments(midnight)[0] ?? midnight - this.ahead(midnight - DAY_MILLIS);
  }

  /** Where the clock jumps on a day, which is once at most. */
  jumps(from: number, to: number): readonly number[] {
    const before = this.ahead(from - 1);
    if (before === this.ahead(to - 1)) {
      return [];
    }
    let [low, high] = [from / MINUTE_MILLIS - 1, to / MINUTE_MILLIS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.ahead(middle * MINUTE_MILLIS) === before) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return [high * MINUTE_MILLIS];
  }
}

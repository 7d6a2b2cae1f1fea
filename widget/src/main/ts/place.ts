/** Where the visitor is, and how this visit began, as far as the browser tells. */
import type { Page } from './frames.js';

export interface Place {
  page(): Page;
  /** Tells whenever the page has another address without being loaded anew. */
  moved(tell: () => void): void;
}

interface Visit {
  readonly referrer: string;
  readonly landing: string;
}

/** The part of the Navigation API that is used. */
interface Steps extends EventTarget {
  entries(): { readonly url: string | null }[];
}

const ADDRESS_MAX = 2_048;
const CAMPAIGN = /[?&]utm_campaign=/;

const { navigation } = window as { readonly navigation?: Steps };

/** @param name under which the browser keeps for this tab how the visit began */
export function placeOf(name: string, signal: AbortSignal): Place {
  const visit = visitOf(name);
  return {
    page: () => ({
      url: location.href.slice(0, ADDRESS_MAX),
      // Without the number of unread messages that we may have put before it.
      title: document.title.replace(/^\(\d+\+?\) /, '').slice(0, 300),
      ...visit,
    }),
    moved: (tell) =>
      navigation === undefined
        ? addEventListener('popstate', tell, { signal })
        : navigation.addEventListener('currententrychange', tell, { signal }),
  };
}

/**
 * The page on which the visitor came, and from where. Nothing is kept before anybody reaches for the chat, so a
 * visit may be some pages old then: of those the browser's own history tells, and the page before this one, which
 * count if they name a campaign.
 */
function visitOf(name: string): Visit {
  const { referrer } = document;
  const inside = referrer.startsWith(location.origin + '/');
  const load = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
  const address = load?.name ?? location.href;
  const begins = !inside && load?.type === 'navigate' && (referrer !== '' || CAMPAIGN.test(address));
  const kept = begins ? null : recall(name);
  if (kept !== null) {
    return kept;
  }
  const first = inside
    ? [navigation?.entries()[0]?.url, referrer].find((url) => CAMPAIGN.test(url ?? ''))
    : address;
  const visit = {
    referrer: inside ? '' : referrer.slice(0, ADDRESS_MAX),
    landing: first?.slice(0, ADDRESS_MAX) ?? '',
  };
  try {
    sessionStorage.setItem(name, JSON.stringify(visit));
  } catch {
    // Without storage the next page knows less.
  }
  return visit;
}

function recall(name: string): Visit | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as Visit | null;
  } catch {
    return null;
  }
}

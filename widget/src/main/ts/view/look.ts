import type { Site } from '../site.js';

/** The corner: as the script tag says, else as the site is set up. */
export function sideOf(host: HTMLElement, site: Site): 'left' | 'right' {
  const wish = host.getAttribute('data-position');
  return wish === 'left' || wish === 'right' ? wish : site.position;
}

/** Light or dark: as the script tag says, else the page, else the site, else the system. */
export function themeOf(host: HTMLElement, site: Site, night: boolean): 'light' | 'dark' {
  const page = document.documentElement;
  const wishes = [
    host.getAttribute('data-theme'),
    page.getAttribute('data-bellhop-theme'),
    site.theme,
  ];
  const wish = wishes.find((theme) => theme === 'light' || theme === 'dark');
  return wish === 'dark' || (wish === undefined && night) ? 'dark' : 'light';
}

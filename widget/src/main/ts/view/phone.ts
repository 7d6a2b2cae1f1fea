import css from '@css/phone.css';

/**
 * On a small screen the open chat is all there is: page still and inert, Back closes it. Fetched where the
 * screen is small.
 */
export class Phone {
  private readonly stilled: Element[] = [];
  private entered = false;
  private overflow = '';

  constructor(
    private readonly host: HTMLElement,
    private readonly backPressed: () => void,
    dress: (css: string) => void,
  ) {
    dress(css);
    window.visualViewport?.addEventListener('resize', () => this.fit());
    window.visualViewport?.addEventListener('scroll', () => this.fit());
    window.addEventListener('popstate', () => {
      if (this.entered && !ours(history.state)) {
        this.backPressed();
      }
    });
  }

  enter(): void {
    if (this.entered) {
      return;
    }
    this.entered = true;
    history.pushState({ ...Object(history.state), bellhop: true }, '');
    const page = document.documentElement;
    this.overflow = page.style.overflow;
    page.style.overflow = 'hidden';
    for (const sibling of this.host.parentElement?.children ?? []) {
      if (sibling !== this.host && !sibling.hasAttribute('inert')) {
        sibling.setAttribute('inert', '');
        this.stilled.push(sibling);
      }
    }
    this.fit();
  }

  leave(): void {
    if (!this.entered) {
      return;
    }
    this.entered = false;
    document.documentElement.style.overflow = this.overflow;
    this.stilled.splice(0).forEach((sibling) => sibling.removeAttribute('inert'));
    this.host.style.removeProperty('--bhw-height');
    this.host.style.removeProperty('--bhw-top');
  }

  /** Goes back over the entry that opening made; false when there is none. */
  back(): boolean {
    const there = this.entered && ours(history.state);
    if (there) {
      history.back();
    }
    return there;
  }

  /** The keyboard takes a part of the screen: the panel fills the rest, so that the composer is seen. */
  private fit(): void {
    const view = window.visualViewport;
    if (this.entered && view) {
      this.host.style.setProperty('--bhw-height', view.height + 'px');
      this.host.style.setProperty('--bhw-top', view.offsetTop + 'px');
    }
  }
}

function ours(state: unknown): boolean {
  return (state as { bellhop?: boolean } | null)?.bellhop === true;
}

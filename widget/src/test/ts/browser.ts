/**
 * Tries the built widget in a real Chromium against a gateway of its own, and leaves pictures in
 * target/shots for human eyes. Run by `npm run browser` after `npm run build`.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { FakeGateway } from './gateway.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell';
const PORT = Number(process.env['PORT'] ?? 9101);
const SHOTS = 'target/shots';
const FILES = 'target/classes/META-INF/resources/widget';
const skip = existsSync(CHROMIUM) ? false : 'there is no Chromium here';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let gateway: FakeGateway;
let errors: string[];

before(async () => {
  if (skip === false) {
    mkdirSync(SHOTS, { recursive: true });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    });
  }
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
});

beforeEach(async () => {
  if (skip !== false) {
    return;
  }
  await context?.close();
  await gateway?.stop();
  gateway = new FakeGateway(FILES);
  await gateway.start(PORT);
  errors = [];
  context = await browser.newContext({ viewport: { width: 900, height: 760 } });
  page = await newPage();
});

async function newPage(): Promise<Page> {
  const next = await context.newPage();
  next.on('pageerror', (error) => errors.push(String(error)));
  return next;
}

const shot = (name: string) => page.screenshot({ path: `${SHOTS}/${name}.png` });
const launcher = () => page.getByRole('button', { name: /^Open chat/ });
const field = () => page.getByRole('textbox', { name: 'Message' });
const bubble = (seq: number) => page.locator(`.bhw-m[data-seq="${seq}"]`);

async function open(path = '/'): Promise<void> {
  await page.goto(gateway.origin + path);
  await launcher().click();
  await page.waitForFunction(() => {
    const panel = document.querySelector('bellhop-chat')?.shadowRoot?.querySelector('.bhw-who p');
    return panel?.textContent?.startsWith('Online');
  });
}

async function say(text: string): Promise<void> {
  await field().fill(text);
  await field().press('Enter');
}

/** axe in both themes; the page's own few words are not ours to judge. */
async function assertAccessible(): Promise<void> {
  await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(on: unknown): Promise<AxeResults> } };
    const { violations } = await axe.run({ include: ['bellhop-chat'] });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '));
  });
  assert.deepEqual(found, []);
}

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[];
}

test('says nothing to the gateway until it is opened, then greets', { skip }, async () => {
  await page.goto(gateway.origin);
  await launcher().waitFor();
  await shot('01-rest');
  await page.waitForLoadState('networkidle');
  assert.equal(gateway.heard.length, 0);
  assert.deepEqual(gateway.asked, ['/', '/widget.js']);
  const kept = await page.evaluate(async () => [
    { ...localStorage },
    { ...sessionStorage },
    document.cookie,
    await indexedDB.databases(),
  ]);
  assert.deepEqual(kept, [{}, {}, '', []]);
  await Promise.all([page.waitForResponse(/panel/), launcher().hover()]);
  assert.match(gateway.asked.slice(2).join(), /^\/widget\/panel-\w{8}\.mjs$/);
  assert.equal(gateway.heard.length, 0);
  assert.deepEqual(await page.evaluate(() => Object.keys(window).filter((k) => /bell/i.test(k))), [
    'Bellhop',
  ]);
  await launcher().focus();
  await page.keyboard.press('Enter');
  await page.getByText('Good morning').waitFor();
  assert.equal(await field().evaluate((element) => element.matches(':focus')), true);
  await page.waitForTimeout(300);
  await shot('02-greeting');
  await assertAccessible();
  await page.getByRole('button', { name: 'Is it dimmable?' }).click();
  await bubble(1).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await launcher().evaluate((element) => element.matches(':focus')), true);
  assert.deepEqual(errors, []);
});

test('talks both ways', { skip }, async () => {
  await open();
  await say('Hi! Is the Fjord pendant dimmable? I have a LED dimmer already');
  await say('It would hang over a kitchen table');
  await bubble(2).waitFor();
  gateway.progress(1, 'read');
  gateway.progress(2, 'read');
  gateway.add({ from: 'system', text: 'Tomás joined the chat' });
  gateway.agentSays('Good morning Elena! Yes, with the bulb we ship it with. It dims to about 5%.', 'Tomás');
  gateway.agentSays('See (https://example.com/fjord?a=1&b=2). Not javascript:alert(1)', 'Tomás');
  gateway.agentSays('<img src=x onerror="alert(1)"> stays as it is', 'Tomás');
  await say('And does it come in white?');
  await bubble(7).waitFor();
  gateway.progress(7, 'delivered');
  await field().fill('First line');
  await field().press('Shift+Enter');
  await field().pressSequentially('second line');
  await field().press('Enter');
  await bubble(8).waitFor();
  await say('We move in on Saturday');
  await bubble(9).waitFor();
  gateway.tell({ t: 'typing', name: 'Tomás', on: true });
  await field().pressSequentially('Ideally the ');
  await page.getByText('Tomás · typing').waitFor();
  await shot('03-talk');
  await assertAccessible();
  const links = await page.locator('.bhw-m a').evaluateAll((all) =>
    all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]),
  );
  assert.deepEqual(links, [
    ['https://example.com/fjord?a=1&b=2', 'noopener noreferrer nofollow'],
  ]);
  assert.equal(await bubble(7).getAttribute('data-status'), 'delivered');
  assert.equal(await page.locator('.bhw-m img').count(), 0);
  assert.deepEqual(errors, []);
});

test('keeps what is written through a cut, a reload and a closed tab', { skip }, async () => {
  await open();
  await say('Shall I set one aside?');
  await bubble(1).waitFor();
  await gateway.stop();
  await say('Yes please, the green one');
  await page.getByText('1 message will send').waitFor();
  await shot('04-lost');
  await context.setOffline(true);
  await say('And one extra bulb');
  await page.getByText('You’re offline. 2 messages will send when you’re back.').waitFor();
  await field().fill('Half a sen');
  await shot('05-offline');
  await assertAccessible();
  await page.close();
  await context.setOffline(false);
  await gateway.start(PORT);
  page = await newPage();
  await page.goto(gateway.origin + '/next');
  await launcher().click();
  await bubble(3).waitFor();
  assert.equal(await field().inputValue(), 'Half a sen');
  assert.deepEqual(
    gateway.messages.map(({ text }) => text),
    ['Shall I set one aside?', 'Yes please, the green one', 'And one extra bulb'],
  );
  await page.reload();
  await bubble(3).waitFor();
  assert.equal(await page.locator('.bhw-m').count(), 3);
  assert.deepEqual(errors, []);
});

test('says what failed, and mends it', { skip }, async () => {
  await open();
  gateway.onSend = () => ({ code: 'bad_frame' });
  await say('Thursday works. Here is my order number: JC-20418');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await shot('06-failed');
  await assertAccessible();
  gateway.onSend = () => ({ code: 'rate_limited', retry_after: 2 });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(/That was quick\. Sending again in [12] s\./).waitFor();
  gateway.onSend = () => null;
  await bubble(1).waitFor();
  await page.locator('.bhw-bar').waitFor({ state: 'hidden' });
  await say('x'.repeat(4_310));
  await page.getByText('That’s 4,310 characters; WhatsApp takes 4,096. Split it in two.').waitFor();
  assert.equal(gateway.messages.length, 1);
  assert.equal((await field().inputValue()).length, 4_310);
  gateway.tell({ t: 'error', code: 'blocked', message: '' });
  await page.locator('.bhw-bar').getByText('This chat isn’t available.').waitFor();
  assert.deepEqual(errors, []);
});

test('counts what came while it was shut, and keeps the place of who reads back', { skip }, async () => {
  await open();
  await say('Could you hold one Alder lamp for me?');
  await bubble(1).waitFor();
  await page.keyboard.press('Escape');
  for (let line = 1; line <= 20; line++) {
    gateway.agentSays('Line ' + line, 'Ingrid');
  }
  await page.getByRole('button', { name: 'Open chat, 20 unread messages' }).waitFor();
  await shot('07-unread');
  await assertAccessible();
  await launcher().click();
  await page.getByText('20 new since you left').waitFor({ state: 'attached' });
  await page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
  await page.waitForTimeout(100);
  gateway.agentSays('One more', 'Ingrid');
  const jump = page.getByRole('button', { name: '1 new message' });
  await jump.waitFor();
  await shot('08-jump');
  await jump.click();
  await jump.waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('log').evaluate((log) => log.matches(':focus')), true);
  assert.deepEqual(errors, []);
});

test('two tabs see one conversation, and one of them sends', { skip }, async () => {
  await open();
  await say('From the first');
  await bubble(1).waitFor();
  const first = page;
  page = await newPage();
  await page.goto(gateway.origin + '/next');
  await launcher().click();
  await bubble(1).waitFor();
  await say('From the second');
  await bubble(2).waitFor();
  await first.locator('.bhw-m[data-seq="2"]').waitFor();
  await gateway.stop();
  await say('Second, waiting');
  await first.getByRole('textbox', { name: 'Message' }).fill('First, waiting');
  await first.getByRole('textbox', { name: 'Message' }).press('Enter');
  await page.locator('.bhw-m').nth(3).waitFor();
  await gateway.start(PORT);
  await bubble(4).waitFor({ timeout: 60_000 });
  await first.locator('.bhw-m[data-seq="4"]').waitFor({ timeout: 60_000 });
  assert.equal(await page.locator('.bhw-m').count(), 4);
  assert.equal(await first.locator('.bhw-m').count(), 4);
  const sends = gateway.heard.filter(({ t }) => t === 'send').map(({ cid }) => cid);
  assert.equal(new Set(sends).size, sends.length, 'no message went out twice');
  assert.deepEqual(errors, []);
});

test('fills a phone, where Back closes it', { skip }, async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  gateway.agentSays('This is the green one in our showroom.', 'Tomás');
  await bubble(1).waitFor();
  await page.waitForTimeout(300);
  await shot('09-phone');
  await assertAccessible();
  const box = await page.getByRole('dialog').boundingBox();
  assert.deepEqual(box, { x: 0, y: 0, width: 390, height: 844 });
  assert.equal(await page.locator('h1').evaluate((h1) => h1.closest('[inert]') !== null), true);
  await page.goBack();
  await launcher().waitFor();
  assert.equal(page.url(), gateway.origin + '/');
  assert.equal(await page.locator('h1').evaluate((h1) => h1.closest('[inert]') !== null), false);
  await page.emulateMedia({ colorScheme: 'dark' });
  await launcher().click();
  await page.waitForTimeout(300);
  await shot('10-phone-dark');
  await assertAccessible();
  await page.getByRole('button', { name: 'Back to page' }).click();
  await launcher().waitFor();
  await page.setViewportSize({ width: 320, height: 480 });
  await launcher().click();
  await shot('11-small');
  assert.deepEqual(errors, []);
});

test('reads from right to left, and from the left corner, at night', { skip }, async () => {
  gateway.site = { ...gateway.site, languages: ['ar'], position: 'left', theme: 'dark' };
  await page.goto(gateway.origin);
  await launcher().click();
  await page.getByText('متصل · الرد').waitFor();
  const message = page.getByRole('textbox', { name: 'الرسالة' });
  await message.fill('مرحبا! هل المصباح متوفر؟');
  await message.press('Enter');
  await bubble(1).waitFor();
  gateway.agentSays('نعم. Order JC-20418 https://example.com/ar', 'Tomás');
  await bubble(2).waitFor();
  await page.waitForTimeout(500);
  await shot('12-rtl');
  await assertAccessible();
  gateway.becomes('closed');
  await page.getByText('كيف كانت الخدمة؟').waitFor();
  await shot('23-rtl-rating');
  await assertAccessible();
  assert.equal(gateway.asked.filter((path) => path.startsWith('/widget/ar-')).length, 1);
  assert.deepEqual(errors, []);
});

test('takes the page’s own colours', { skip }, async () => {
  await page.goto(gateway.origin);
  const colour = () => launcher().evaluate((button) => getComputedStyle(button).backgroundColor);
  assert.equal(await colour(), 'rgb(122, 31, 46)');
  await page.evaluate(() =>
    document.documentElement.style.setProperty('--bellhop-brand', '#003b5c'),
  );
  await page.waitForTimeout(200);
  assert.equal(await colour(), 'rgb(0, 59, 92)');
});

test('works under a strict policy and without a site says why', { skip }, async () => {
  gateway.policy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; require-trusted-types-for 'script'";
  await open();
  await say('Hello');
  await bubble(1).waitFor();
  await shot('13-policy');
  assert.deepEqual(errors, []);
  const warnings: string[] = [];
  page.on('console', (line) => line.type() === 'warning' && warnings.push(line.text()));
  await page.goto(gateway.origin + '/unknown');
  await launcher().click();
  await page.locator('bellhop-chat').waitFor({ state: 'detached' });
  assert.equal(warnings.filter((line) => line.includes('there is no site')).length, 1);
});

test('talks where WebSocket is blocked', { skip }, async () => {
  gateway.sockets = false;
  await page.goto(gateway.origin);
  await launcher().click();
  await say('Through the wall');
  await bubble(1).waitFor({ timeout: 30_000 });
  gateway.agentSays('Heard', 'Tomás');
  await bubble(2).waitFor();
  assert.equal(gateway.asked.some((path) => /^\/widget\/stream-\w{8}\.mjs$/.test(path)), true);
  assert.deepEqual(errors, []);
});

test('sends what was said in a tab that was shut right after, from the next page', { skip }, async () => {
  await open();
  await gateway.stop();
  await say('And off I go');
  await page.close();
  const heard = new Promise<string>((done) => {
    gateway.onSend = ({ text }) => {
      done(text);
      return null;
    };
  });
  await gateway.start(PORT);
  page = await newPage();
  await page.goto(gateway.origin + '/next');
  await launcher().waitFor();
  assert.equal(await heard, 'And off I go');
  assert.equal(await page.getByRole('dialog').isVisible(), false);
  assert.deepEqual(errors, []);
});

test('says so when the browser keeps nothing, and still serves two tabs', { skip }, async () => {
  await context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  await open();
  await say('Kept nowhere');
  await bubble(1).waitFor();
  await gateway.stop();
  await say('Only here');
  await page.getByText('This browser keeps nothing: leave the page open until it is sent.').waitFor();
  await shot('14-unkept');
  await gateway.start(PORT);
  await bubble(2).waitFor({ timeout: 30_000 });
  const second = await newPage();
  await second.goto(gateway.origin);
  await second.getByRole('button', { name: /^Open chat/ }).click();
  await second.locator('.bhw-m[data-seq="2"]').waitFor();
  assert.deepEqual(errors, []);
});

test('comes back to a conversation with a count and a preview, then opens it', { skip }, async () => {
  await open();
  await say('I will be back');
  await bubble(1).waitFor();
  await page.close();
  gateway.add({ from: 'agent', name: 'Tomás', text: 'Yes, the Fjord dims to about 5%.' });
  page = await newPage();
  await page.goto(gateway.origin + '/next');
  await page.getByRole('button', { name: 'Open chat, 1 unread message' }).waitFor();
  const preview = page.locator('.bhw-tease');
  await preview.waitFor();
  await shot('15-preview');
  await assertAccessible();
  await page.goto(gateway.origin);
  await page.getByRole('button', { name: 'Open chat, 1 unread message' }).waitFor();
  assert.equal(await preview.count(), 0, 'once is enough');
  gateway.agentSays('And it comes in white.', 'Tomás');
  await preview.click();
  await bubble(3).waitFor();
  assert.equal(await page.getByRole('dialog').isVisible(), true);
  assert.deepEqual(errors, []);
});

test('a page may bring its own button, and calls wait for the panel', { skip }, async () => {
  await page.goto(gateway.origin + '/own');
  await page.waitForFunction(() => 'Bellhop' in window);
  await page.evaluate(() => {
    const { Bellhop } = window as unknown as { Bellhop: Api };
    const heard: string[] = [];
    Object.assign(window, { heard });
    const stop = Bellhop.on('open', () => heard.push('open'));
    Bellhop.on('close', () => heard.push('close'));
    Bellhop.identify({ id: '7', name: 'Elena', signature: 'ab' });
    document.querySelector('button')?.addEventListener('click', () => Bellhop.open());
    Object.assign(window, { stop });
  });
  assert.equal(await launcher().count(), 0);
  const own = page.getByRole('button', { name: 'button' });
  await own.click();
  await field().waitFor();
  await page.waitForFunction(() => (window as unknown as { heard: string[] }).heard.length === 1);
  await page.keyboard.press('Escape');
  assert.equal(await own.evaluate((element) => element.matches(':focus')), true);
  assert.deepEqual(await page.evaluate(() => (window as unknown as { heard: string[] }).heard), [
    'open',
    'close',
  ]);
  const hello = gateway.heard.find(({ t }) => t === 'hello');
  assert.deepEqual(hello?.['identity'], { id: '7', name: 'Elena', signature: 'ab' });
  assert.deepEqual(errors, []);
});

interface Api {
  open(): void;
  on(type: string, listener: () => void): () => void;
  identify(who: unknown): void;
}

test('goes on on WhatsApp, from the menu and by keys alone', { skip }, async () => {
  await open();
  await say('I have to catch a train');
  await bubble(1).waitFor();
  gateway.tell({ t: 'conversation', code: 'K7QD', status: 'open' });
  const options = page.getByRole('button', { name: 'Chat options' });
  await options.focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: 'Continue on WhatsApp' });
  assert.equal(await item.evaluate((element) => element.matches(':focus')), true);
  await shot('16-menu');
  await assertAccessible();
  await page.keyboard.press('Escape');
  assert.equal(await options.evaluate((element) => element.matches(':focus')), true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Continue on WhatsApp' }).waitFor();
  const link = page.getByRole('link', { name: 'Open WhatsApp' });
  assert.equal(await link.getAttribute('href'), 'https://wa.me/15550001234?text=Hello%21%20K7QD');
  assert.match(String(await page.locator('.bhw-qr path').getAttribute('d')), /^M4,4h1v1/);
  await page.waitForTimeout(300);
  await shot('17-whatsapp');
  await assertAccessible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('18-whatsapp-dark');
  await assertAccessible();
  await page.keyboard.press('Escape');
  await field().waitFor();
  assert.equal(await page.getByRole('dialog').isVisible(), true);
  await page.setViewportSize({ width: 390, height: 844 });
  await options.click();
  await item.click();
  await link.waitFor();
  await shot('19-whatsapp-phone');
  await assertAccessible();
  assert.deepEqual(errors, []);
});

test('asks how it was when a chat is closed, and goes on when the visitor wants', { skip }, async () => {
  await open();
  await say('Perfect, that is everything. Thanks Tomás');
  await bubble(1).waitFor();
  gateway.add({ from: 'system', text: 'Tomás closed this chat' });
  gateway.becomes('closed');
  await page.getByText('How was the service?').waitFor();
  await page.getByRole('radio', { name: '4 of 5' }).check();
  await page.getByRole('textbox', { name: 'Anything to add?' }).fill('Quick and kind');
  await page.waitForTimeout(300);
  await shot('20-rating');
  await assertAccessible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('21-rating-dark');
  await assertAccessible();
  await page.getByRole('button', { name: 'Send rating' }).click();
  await page.getByText('Thanks, that helps us').waitFor();
  await shot('22-rated-dark');
  assert.deepEqual(gateway.heard.filter(({ t }) => t === 'rate'), [
    { t: 'rate', score: 4, comment: 'Quick and kind' },
  ]);
  await page.reload();
  await page.getByText('Thanks, that helps us').waitFor();
  await page.getByRole('button', { name: 'Start a new chat' }).click();
  assert.equal(await field().evaluate((element) => element.matches(':focus')), true);
  await say('One more thing');
  await bubble(3).waitFor();
  assert.deepEqual(errors, []);
});

test('draws a long thread from its end, and earlier rows on the way up', { skip }, async () => {
  for (let line = 1; line <= 600; line++) {
    gateway.add({ from: line % 3 === 0 ? 'visitor' : 'agent', text: `Line ${line}` });
  }
  const quoting = gateway.add({ from: 'agent', text: 'As I said', reply_to: 5 });
  await open();
  await bubble(quoting.seq).waitFor();
  const drawn = () => page.locator('.bhw-m').count();
  assert.ok((await drawn()) < 260, String(await drawn()));
  await page.locator('.bhw-quote').click();
  await page.waitForFunction(() => {
    const focused = document.querySelector('bellhop-chat')?.shadowRoot?.activeElement;
    return focused?.getAttribute('data-seq') === '5';
  });
  assert.equal(await bubble(5).isVisible(), true);
  assert.ok((await drawn()) > 500);
  const list = page.locator('.bhw-log');
  await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await say('At the end again');
  await bubble(quoting.seq + 1).waitFor();
  assert.ok((await drawn()) < 260, String(await drawn()));
  // Reading back, what is before the eyes stays where it is when earlier rows come.
  const moved = await list.evaluate(async (element) => {
    element.scrollTop = 500;
    await new Promise(requestAnimationFrame);
    const before = element.querySelectorAll('.bhw-m').length;
    const marks = [...element.querySelectorAll<HTMLElement>('.bhw-m')];
    const mark = marks.find((each) => each.offsetTop > 600) as HTMLElement;
    element.scrollTop = 300;
    const top = mark.getBoundingClientRect().top;
    element.dispatchEvent(new Event('scroll'));
    await new Promise(requestAnimationFrame);
    const after = element.querySelectorAll('.bhw-m').length;
    return { more: after - before, by: Math.abs(mark.getBoundingClientRect().top - top) };
  });
  assert.ok(moved.more > 50 && moved.by < 2, JSON.stringify(moved));
  assert.deepEqual(errors, []);
});

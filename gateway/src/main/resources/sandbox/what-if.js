// The switches that break something.
import { get, post, remove } from './control.js';
import { line } from './wire.js';
import { ring } from './second-visitor.js';

const DAY = 24 * 3600;
const SLOW = [
  { on: 'send', kind: 'slow', ms: 2500 },
  { on: 'webhook', kind: 'slow', ms: 1500 },
];
const FAIL = { on: 'webhook', kind: 'error', code: 131026, count: 1 };
const element = (id) => document.getElementById(id);
const isOn = (id) => element(id).getAttribute('aria-checked') === 'true';
const show = (id, on) => element(id).setAttribute('aria-checked', String(on));

const isSlow = (fault) => fault.kind === 'slow';
const isFail = (fault) => fault.on === 'webhook' && fault.kind === 'error';

// Reads the switches from what the sandbox has, so that they are right after a reload and after each strike.
export async function refresh(phone) {
  const { items } = await get('faults');
  show('slow', items.some(isSlow));
  show('fail', items.some(isFail));
  show('off', !phone.on);
}

async function turn(id, wanted, faults, fits) {
  if (wanted) {
    for (const fault of faults) await post('faults', fault);
  } else {
    const { items } = await get('faults');
    for (const fault of items.filter(fits)) await remove(`faults/${fault.id}`);
  }
  show(id, wanted);
}

// Wires the controls; `current` gives the phone that is shown, `tell` says a failure.
export function listen(current, tell) {
  const on = (id, work) => element(id).addEventListener('click', () => work().catch((e) => tell(e.message)));
  on('off', () => post(`phones/${current().wa_id}`, { on: isOn('off') }));
  on('slow', () => turn('slow', !isOn('slow'), SLOW, isSlow));
  on('fail', () => turn('fail', !isOn('fail'), [FAIL], isFail));
  on('skip', async () => {
    await post('rules', { window: true });
    await post('clock', { advance_seconds: DAY });
  });
  on('second', async () => {
    const name = await ring(document.body.dataset.site);
    line('to', 'aright', `${name.split(' ')[0]} wrote, elsewhere`, new Date().toLocaleTimeString([], { hour12: false }));
  });
}

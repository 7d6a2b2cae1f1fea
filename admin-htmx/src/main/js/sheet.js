// The sheet that asks what a deed needs to know. It comes by htmx into the one dialog of the page; without a script
// it is a page of its own, with the same address.

const sheet = () => document.getElementById('sheet');
let opener = '';

function show() {
  opener = document.activeElement?.id || opener;
  sheet().removeAttribute('open');
  sheet().showModal();
}

/** What opened it may have been drawn anew meanwhile; the focus goes where it was, or to the head of the thread. */
function shut() {
  sheet().replaceChildren();
  const page = location.pathname.match(/^\/admin\/(c\/[^/]+|inbox)(?=\/)/);
  if (page) history.replaceState(history.state, '', page[0] + location.search);
  if (document.activeElement && document.activeElement !== document.body) return;
  (document.getElementById(opener) ?? document.getElementById('thread-name'))?.focus({ preventScroll: true });
}

if (sheet()) {
  sheet().addEventListener('close', shut);
  document.addEventListener('htmx:afterSwap', (event) => event.detail.target?.id === 'sheet' && show());
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful && event.target.matches?.('#sheet form[method=post]')) sheet().close();
  });
  document.addEventListener('DOMContentLoaded', () => sheet().open && show());
}

// The one way from a string to elements, for htmx and for us: the pages' Content-Security-Policy has browsers refuse
// every other (Trusted Types). A string is read once, in a document in which nothing runs or loads. What might run is
// taken out of the elements that came of it, and they are what goes into the page: nothing is written out and read a
// second time, which might make something else of it.

const NEVER = 'script,iframe,object,embed,base,meta,link,style,animate,set';
const LEADS = /(href|src|action|data)$/;
const policy = globalThis.trustedTypes?.createPolicy('bellhop', { createHTML: (html) => html });

/** The document that a string is. */
export function parse(html) {
  const read = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
  clean(read);
  return read;
}

/** Only functions are called on an element: a form's field may have the name of a property, and then it fails. */
function clean(root) {
  for (const one of root.querySelectorAll('*')) {
    for (const name of one.getAttributeNames()) {
      const runs = LEADS.test(name) && /^javascript:/i.test(one.getAttribute(name).replace(/[\0- ]/g, ''));
      if (runs || /^on|^(data-)?hx-on|^srcdoc$/.test(name)) one.removeAttribute(name);
    }
    if (one.matches(NEVER)) one.remove();
    else if (one.matches('template')) clean(one.content);
  }
}

// htmx asks for this by name. A shadow root in a string, which `clean` could not look into, stays a template.
Document.parseHTMLUnsafe = parse;

// The one string that htmx writes into a page by itself, for a moment, while it swaps around what is to stay.
const PANTRY = "<div id='--htmx-preserve-pantry--'></div>";
globalThis.trustedTypes?.createPolicy('default', { createHTML: (html) => (html === PANTRY ? html : null) });

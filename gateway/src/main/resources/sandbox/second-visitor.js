// A visitor elsewhere, over the widget's own socket: the sandbox has no other way into a website's chat.
const VISITORS = [
  ['Kwame Boateng', 'The corner of the box is torn. Can I swap it?'],
  ['Ines Duarte', 'Do you ship to the Azores?'],
  ['Tomasz Nowak', 'Which bulb fits the Alder?'],
];
let next = 0;

// Settles once the gateway has the message.
export function ring(site) {
  const [name, text] = VISITORS[next++ % VISITORS.length];
  const address = `${location.origin.replace(/^http/, 'ws')}/widget/v1/socket?site=${encodeURIComponent(site)}`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, 'bellhop.v1');
    const say = (frame) => socket.send(JSON.stringify(frame));
    const page = { url: `${location.origin}/sandbox/shop?page=pebble-night-light`, title: 'Pebble night light', referrer: '' };
    socket.onopen = () => say({ t: 'hello', token: null, after: 0, page, locale: 'en' });
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.t === 'welcome') {
        say({ t: 'profile', name });
        say({ t: 'send', cid: crypto.randomUUID(), text });
      } else if (frame.t === 'accepted') {
        resolve(name);
        socket.close();
      } else if (frame.t === 'error') {
        reject(new Error(frame.message));
        socket.close();
      }
    };
    socket.onclose = () => reject(new Error('The widget’s socket did not take it.'));
  });
}

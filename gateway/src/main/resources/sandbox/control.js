// The sandbox's control, over HTTP.
const ROOT = '/sandbox/control/';

async function ask(method, path, body) {
  const response = await fetch(ROOT + path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? response.statusText);
  return answer;
}

export const get = (path) => ask('GET', path);
export const post = (path, body = {}) => ask('POST', path, body);
export const remove = (path) => ask('DELETE', path);
export const media = (id) => `${ROOT}media/${encodeURIComponent(id)}`;
export const events = () => new EventSource(`${ROOT}events`);

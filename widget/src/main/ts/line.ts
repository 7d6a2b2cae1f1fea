/**
 * What is needed to talk with the gateway, and not to draw: fetched beside the panel, as soon as there is
 * a session.
 */
export { placeOf } from './place.js';
export { Talk } from './talk.js';
export { eitherWay, streaming } from './way.js';

// Everything a signed-in agent's page does by itself; one behaviour a file.

import './parse.js';
import './live.js';
import './list.js';
import './select.js';
import './thread.js';
import './canned.js';
import './quote.js';
import './emoji.js';
import './compose.js';
import './template.js';
import './clocks.js';
import './settings.js';
import './rules.js';
import './proof.js';
import './keys.js';
import './sheet.js';
import './trouble.js';
import './session.js';
import './notify.js';
import './presence.js';

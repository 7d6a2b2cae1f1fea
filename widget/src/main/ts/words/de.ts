import type { Language } from '../words.js';

const rules = new Intl.PluralRules('de');
const one = (count: number) => rules.select(count) === 'one';
const messages = (count: number) => `${count} ${one(count) ? 'Nachricht' : 'Nachrichten'}`;

const words: Language = {
  tag: 'de',
  launch: (unread) =>
    unread === 0
      ? 'Chat öffnen'
      : `Chat öffnen, ${unread > 99 ? 'mehr als 99 ungelesene Nachrichten' : `${messages(unread)} ungelesen`}`,
  minimise: 'Chat verkleinern',
  back: 'Zurück zur Seite',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat mit ${name}`),
  chat: 'Chat',
  log: 'Gespräch',
  message: 'Nachricht',
  send: 'Nachricht senden',
  by: 'Chat von Bellhop',

  write: 'Nachricht schreiben',
  leave: 'Nachricht hinterlassen',
  afterwards: 'Wird gesendet, sobald du wieder online bist',

  online: (replyTime) => (replyTime === null ? 'Online' : `Online · antwortet in ${replyTime}`),
  away: 'Abwesend',
  agentOnline: (name) => `${name} · online`,
  agentTyping: (name) => `${name} · schreibt…`,
  typing: 'schreibt…',
  isTyping: (name) => `${name} schreibt`,
  somebody: 'Jemand',
  connecting: 'Verbinden…',
  reconnecting: 'Neu verbinden…',
  cannotConnect: 'Keine Verbindung',
  ended: 'Chat beendet',

  offline: (queued) =>
    queued === 0
      ? 'Du bist offline. Du kannst weiterschreiben.'
      : `Du bist offline. Noch zu senden: ${messages(queued)}.`,
  lost: (queued) =>
    queued === 0
      ? 'Verbindung verloren. Neuer Versuch läuft.'
      : `Verbindung verloren. Noch zu senden: ${messages(queued)}.`,
  unreachable: 'Wir erreichen den Chat nicht. Dein Internet scheint zu gehen, es liegt also an uns.',
  kept: 'Was du geschrieben hast, ist auf diesem Gerät gesichert.',
  unkept: 'Dieser Browser speichert nichts: Lass die Seite offen, bis es gesendet ist.',
  slow: (seconds) => `Das war schnell. Weiter in ${seconds} s.`,
  blocked: 'Dieser Chat ist nicht verfügbar.',
  tooLong: (length, most) =>
    `Das sind ${length.toLocaleString('de')} Zeichen; WhatsApp nimmt ${most.toLocaleString('de')}. Teile es in zwei.`,
  tryAgain: 'Nochmals versuchen',
  remove: 'Löschen',
  notSent: 'Nicht gesendet',
  ticks: {
    clock: 'Wird gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    read: 'Gelesen',
    failed: 'Nicht gesendet',
  },
  newSince: (count) => `${count} neu seit deinem letzten Besuch`,
  newMessages: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
  kinds: {
    image: 'Foto',
    video: 'Video',
    audio: 'Audio',
    sticker: 'Sticker',
    location: 'Standort',
    contacts: 'Kontakt',
  },
  file: 'Datei',
  coming: 'Unterwegs',
  missing: 'Nicht verfügbar',

  later: {
    save: 'Chat speichern',
    tell: 'Bei Antworten Bescheid geben',
    records: 'Datenschutz und meine Daten',
    privacy: 'Datenschutz',
    cannot: 'Das geht gerade nicht. Versuche es in einer Minute noch einmal.',
    options: 'Chat-Optionen',
    whatsapp: 'Auf WhatsApp weiter',
    along: 'Nimm diesen Chat mit. Alles bisherige kommt mit, und Antworten erreichen dein Telefon.',
    point: 'Halte die Kamera deines Telefons auf den Code.',
    press: 'Tippe in der Nachricht, die erscheint, auf Senden.',
    here: 'oder auf diesem Gerät',
    elsewhere: 'WhatsApp auf einem anderen Telefon?',
    open: 'WhatsApp öffnen',
    back: 'Zurück zum Chat',
    code: 'Code, der zu WhatsApp führt',
    yours: 'Dein Chat ist',
    already: ', schon in der Nachricht',
    notNow: 'WhatsApp ist von hier gerade nicht erreichbar. Du kannst in diesem Chat weiterschreiben.',
    how: 'Wie war der Service?',
    score: (score) =>
      `${score} von 5${score === 1 ? ', schlecht' : score === 5 ? ', ausgezeichnet' : ''}`,
    poor: 'Schlecht',
    excellent: 'Ausgezeichnet',
    add: 'Noch etwas? Freiwillig',
    sendRating: 'Bewertung senden',
    anew: 'Neuen Chat beginnen',
    thanks: 'Danke, das hilft uns',
  },
  attention: {
    dismiss: 'Vorschau ausblenden',
  },
  form: {
    before: 'Bevor wir beginnen',
    why: 'Damit wir wissen, mit wem wir sprechen, und dich erreichen, wenn du die Seite verlässt.',
    name: 'Dein Name',
    phone: 'Telefon',
    email: 'E-Mail',
    optional: 'freiwillig',
    start: 'Chat beginnen',
    skip: 'Überspringen',
    privacy: 'Was damit geschieht',
    missing: {
      name: 'Bitte sag uns deinen Namen.',
      phone: 'Bitte gib uns eine Nummer mit Ländervorwahl.',
      email: 'Bitte gib uns eine E-Mail-Adresse.',
    },
    phoneShort: 'Die Nummer wirkt zu kurz. Mit Ländervorwahl, etwa +49 170 1234567.',
    phoneLong: 'Die Nummer wirkt zu lang. Ist eine Ziffer zu viel dabei?',
    phoneOdd: 'Eine Telefonnummer hat nur Ziffern, etwa +49 170 1234567.',
    emailOdd: 'Die Adresse wirkt unvollständig. Etwa so: name@example.com.',
  },
  reception: {
    closed: 'Wir haben gerade geschlossen',
    leaveIt: 'Schreib uns deine Frage, wir antworten, sobald wir öffnen.',
    openNow: 'Jetzt geöffnet',
    openUntil: (when) => `Jetzt geöffnet, bis ${when}`,
    opens: (when) => `Öffnet ${when}`,
    back: (when) => `Geschlossen · wieder da ${when}`,
    at: (time) => `um ${time}`,
    yours: (time, place) => `Deine Zeit; ${time} in ${place}`,
    shut: 'Geschlossen',
    suggested: 'Vorgeschlagene Fragen',
  },
  records: {
    yours: 'Datenschutz und meine Daten',
    kept: 'Dieser Chat ist hier und bei dem Unternehmen gespeichert, dem du schreibst, damit du auf jeder Seite darauf zurückkommen kannst.',
    policy: 'Datenschutzerklärung',
    save: 'Chat speichern',
    erase: 'Meine Daten löschen',
    sure: 'Alles löschen?',
    what: [
      'Dieser Chat verschwindet endgültig, mit allen Nachrichten, Dateien und Bewertungen, und mit ihm dein Name, Telefon und E-Mail: hier, in deinen anderen Tabs und beim Unternehmen.',
      'Was schon über WhatsApp weitergegeben wurde, bleibt auf den Telefonen, die es erreicht hat.',
      'Es lässt sich nicht zurückholen. Speichere den Chat vorher, wenn du ihn behalten willst.',
    ],
    yes: 'Endgültig löschen',
    no: 'Behalten',
    gone: 'Alles ist gelöscht',
    anew: 'Wenn du wieder schreibst, beginnt ein neuer Chat, und niemand weiß vom alten.',
    notNow: 'Das hat gerade nicht geklappt. Nichts wurde geändert; versuche es in einer Minute noch einmal.',
    back: 'Zurück zum Chat',
  },
};

export default words;

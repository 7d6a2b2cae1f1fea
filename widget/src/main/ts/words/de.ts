import type { Translation } from '../words.js';

const messages = (count: number) => (count === 1 ? '1 Nachricht' : `${count} Nachrichten`);

const words: Translation = {
  tag: 'de',
  launch: (unread) =>
    unread === 0
      ? 'Chat öffnen'
      : `Chat öffnen, ${unread > 99 ? 'mehr als 99 ungelesene Nachrichten' : `${messages(unread)} ungelesen`}`,
  minimise: 'Chat verkleinern',
  dismiss: 'Vorschau ausblenden',
  back: 'Zurück zur Seite',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat mit ${name}`),
  chat: 'Chat',
  log: 'Gespräch',
  message: 'Nachricht',
  send: 'Nachricht senden',
  attach: 'Foto oder Datei anhängen',
  emoji: 'Emoji einfügen',
  suggested: 'Vorgeschlagene Fragen',
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

  talk: {
    you: 'Du',
    cancel: 'Hochladen abbrechen',
    uploading: (percent) => `Wird hochgeladen, ${percent} %`,
    quoted: (name) => `Zitierte Nachricht von ${name}`,
    tooLarge: 'Nicht gesendet: Die Datei ist zu groß',
    lost: 'Nicht gesendet: Die Datei ist weg. Hänge sie noch einmal an',
    cut: 'Nicht gesendet: Das Hochladen brach ab',
    reply: 'Antworten',
    replyingTo: (name) => `Antwort an ${name}`,
    cancelReply: 'Doch nicht antworten',
    camera: 'Foto aufnehmen',
    photos: 'Fotos und Videos',
    document: 'Datei',
    attachments: 'Anhänge',
    removeFile: (name) => `${name} entfernen`,
    drop: 'Dateien hier ablegen',
    emptyFile: (name) => `${name} ist leer.`,
    fileTooLarge: (name, size, most) =>
      `${name} hat ${size}; gesendet werden können Dateien bis ${most}. Sende eine kleinere oder einen Link.`,
    tooManyFiles: (most) => `Bis zu ${most} Dateien gehen auf einmal. Sende erst diese.`,
    emojis: 'Emoji',
    smileys: 'Smileys',
    gestures: 'Menschen und Gesten',
    hearts: 'Herzen und Zeichen',
    nature: 'Natur und Essen',
    things: 'Dinge und Reisen',
  },
};

export default words;

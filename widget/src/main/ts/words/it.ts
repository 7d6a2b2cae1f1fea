import type { Language } from '../words.js';

const rules = new Intl.PluralRules('it');
const one = (count: number) => rules.select(count) === 'one';
const messages = (count: number) => `${count} ${one(count) ? 'messaggio' : 'messaggi'}`;

const words: Language = {
  tag: 'it',
  launch: (unread) =>
    unread === 0
      ? 'Apri la chat'
      : `Apri la chat, ${unread > 99 ? 'più di 99 messaggi' : messages(unread)} da leggere`,
  minimise: 'Riduci la chat',
  back: 'Torna alla pagina',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat con ${name}`),
  chat: 'Chat',
  log: 'Conversazione',
  message: 'Messaggio',
  send: 'Invia il messaggio',
  by: 'Chat di Bellhop',

  write: 'Scrivi un messaggio',
  leave: 'Lascia un messaggio',
  afterwards: 'Si invia quando torni online',

  online: (replyTime) => (replyTime === null ? 'Online' : `Online · risponde in ${replyTime}`),
  away: 'Non al momento',
  agentOnline: (name) => `${name} · online`,
  agentTyping: (name) => `${name} · sta scrivendo…`,
  typing: 'sta scrivendo…',
  isTyping: (name) => `${name} sta scrivendo`,
  somebody: 'Qualcuno',
  connecting: 'Connessione…',
  reconnecting: 'Riconnessione…',
  cannotConnect: 'Impossibile connettersi',
  ended: 'Chat terminata',

  offline: (queued) =>
    queued === 0
      ? 'Sei offline. Puoi continuare a scrivere.'
      : `Sei offline. ${messages(queued)} da inviare al tuo ritorno.`,
  lost: (queued) =>
    queued === 0
      ? 'Connessione persa. Nuovo tentativo in corso.'
      : `Connessione persa. ${messages(queued)} da inviare appena torna.`,
  unreachable: 'La chat non è raggiungibile. La tua connessione sembra a posto: il problema è nostro.',
  kept: 'Quello che hai scritto è conservato su questo dispositivo.',
  unkept: 'Questo browser non conserva nulla: lascia aperta la pagina fino all’invio.',
  slow: (seconds) => `Che velocità. Nuovo invio tra ${seconds} s.`,
  blocked: 'Questa chat non è disponibile.',
  tooLong: (length, most) =>
    `Sono ${length.toLocaleString('it')} caratteri; WhatsApp ne accetta ${most.toLocaleString('it')}. Dividilo in due.`,
  tryAgain: 'Riprova',
  remove: 'Elimina',
  notSent: 'Non inviato',
  ticks: {
    clock: 'Invio in corso',
    sent: 'Inviato',
    delivered: 'Consegnato',
    read: 'Letto',
    failed: 'Non inviato',
  },
  newSince: (count) => `${count} ${one(count) ? 'nuovo' : 'nuovi'} da quando sei via`,
  newMessages: (count) => `${count} ${one(count) ? 'nuovo messaggio' : 'nuovi messaggi'}`,
  kinds: {
    image: 'Foto',
    video: 'Video',
    audio: 'Audio',
    sticker: 'Sticker',
    location: 'Posizione',
    contacts: 'Contatto',
  },
  file: 'File',
  coming: 'In arrivo',
  missing: 'Non disponibile',

  later: {
    options: 'Opzioni della chat',
    whatsapp: 'Continua su WhatsApp',
    save: 'Salva questa chat',
    tell: 'Avvisami delle risposte',
    records: 'Privacy e i miei dati',
    privacy: 'Privacy',
    cannot: 'Ora non è possibile. Riprova tra un minuto.',
    along: 'Porta questa chat con te. Tutto quello che c’è sopra ti segue, e le risposte arrivano sul tuo telefono.',
    point: 'Inquadra il codice con la fotocamera del telefono.',
    press: 'Invia il messaggio che compare.',
    here: 'o su questo dispositivo',
    elsewhere: 'WhatsApp su un altro telefono?',
    open: 'Apri WhatsApp',
    back: 'Torna alla chat',
    code: 'Codice che porta a WhatsApp',
    yours: 'La tua chat è',
    already: ', è già nel messaggio',
    notNow: 'WhatsApp al momento non è raggiungibile da qui. Puoi continuare in questa chat.',
    how: 'Com’è stato il servizio?',
    score: (score) => `${score} su 5${score === 1 ? ', scarso' : score === 5 ? ', eccellente' : ''}`,
    poor: 'Scarso',
    excellent: 'Eccellente',
    add: 'Qualcosa da aggiungere? Facoltativo',
    sendRating: 'Invia la valutazione',
    anew: 'Inizia una nuova chat',
    thanks: 'Grazie, ci è d’aiuto',
  },
  attention: {
    dismiss: 'Nascondi l’anteprima',
  },
  form: {
    before: 'Prima di iniziare',
    why: 'Per sapere con chi parliamo e poterti raggiungere se lasci la pagina.',
    name: 'Il tuo nome',
    phone: 'Telefono',
    email: 'Email',
    optional: 'facoltativo',
    start: 'Inizia la chat',
    skip: 'Salta',
    privacy: 'Che cosa ne facciamo',
    missing: {
      name: 'Dicci il tuo nome, per favore.',
      phone: 'Dacci un numero con il prefisso del paese, per favore.',
      email: 'Dacci un indirizzo email, per favore.',
    },
    phoneShort: 'Il numero sembra corto. Aggiungi il prefisso del paese, come +39 312 345 6789.',
    phoneLong: 'Il numero sembra troppo lungo. C’è una cifra di troppo?',
    phoneOdd: 'Un numero ha solo cifre, come +39 312 345 6789.',
    emailOdd: 'L’indirizzo sembra incompleto. È come nome@example.com.',
  },
  reception: {
    closed: 'Ora siamo chiusi',
    leaveIt: 'Lascia la tua domanda e ti rispondiamo appena apriamo.',
    openNow: 'Aperto ora',
    openUntil: (when) => `Aperto ora, fino alle ${when}`,
    opens: (when) => `Apre ${when}`,
    back: (when) => `Chiuso · torniamo ${when}`,
    at: (time) => `alle ${time}`,
    yours: (time, place) => `Ora tua; ${time} a ${place}`,
    shut: 'Chiuso',
    suggested: 'Domande suggerite',
  },
  records: {
    yours: 'Privacy e i miei dati',
    kept: 'Questa chat è conservata qui e dall’azienda a cui scrivi, così puoi ritrovarla da ogni pagina.',
    policy: 'Informativa sulla privacy',
    save: 'Salva questa chat',
    erase: 'Elimina i miei dati',
    sure: 'Eliminare tutto?',
    what: [
      'Questa chat sparisce per sempre, con tutti i messaggi, i file e le valutazioni, e con lei il tuo nome, telefono ed email: qui, nelle altre schede e presso l’azienda.',
      'Quello che è già passato da WhatsApp resta sui telefoni che ha raggiunto.',
      'Non si può tornare indietro. Salva prima la chat se vuoi tenerla.',
    ],
    yes: 'Elimina per sempre',
    no: 'Tienila',
    gone: 'Tutto è eliminato',
    anew: 'Se scrivi di nuovo inizia una chat nuova, e nessuno sa della vecchia.',
    notNow: 'Ora non ha funzionato. Non è cambiato nulla; riprova tra un minuto.',
    back: 'Torna alla chat',
  },
};

export default words;

import type { Language } from '../words.js';

const rules = new Intl.PluralRules('fr');
const one = (count: number) => rules.select(count) === 'one';
const messages = (count: number) => `${count} message${one(count) ? '' : 's'}`;

const words: Language = {
  tag: 'fr',
  launch: (unread) =>
    unread === 0
      ? 'Ouvrir le chat'
      : `Ouvrir le chat, ${unread > 99 ? 'plus de 99 messages non lus' : `${messages(unread)} non lu${one(unread) ? '' : 's'}`}`,
  minimise: 'Réduire le chat',
  back: 'Retour à la page',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat avec ${name}`),
  chat: 'Chat',
  log: 'Conversation',
  message: 'Message',
  send: 'Envoyer le message',
  by: 'Chat par Bellhop',

  write: 'Écrire un message',
  leave: 'Laisser un message',
  afterwards: 'Partira à votre retour',

  online: (replyTime) => (replyTime === null ? 'En ligne' : `En ligne · répond en ${replyTime}`),
  away: 'Absent',
  agentOnline: (name) => `${name} · en ligne`,
  agentTyping: (name) => `${name} · écrit…`,
  typing: 'écrit…',
  isTyping: (name) => `${name} écrit`,
  somebody: 'Quelqu’un',
  connecting: 'Connexion…',
  reconnecting: 'Reconnexion…',
  cannotConnect: 'Connexion impossible',
  ended: 'Chat terminé',

  offline: (queued) =>
    queued === 0
      ? 'Vous êtes hors ligne. Vous pouvez continuer à écrire.'
      : `Vous êtes hors ligne. ${messages(queued)} à envoyer à votre retour.`,
  lost: (queued) =>
    queued === 0
      ? 'Connexion perdue. Nouvel essai en cours.'
      : `Connexion perdue. ${messages(queued)} à envoyer à son retour.`,
  unreachable: 'Le chat est injoignable. Votre connexion semble bonne : le problème vient de chez nous.',
  kept: 'Ce que vous avez écrit est conservé sur cet appareil.',
  unkept: 'Ce navigateur ne conserve rien : laissez la page ouverte jusqu’à l’envoi.',
  slow: (seconds) => `C’était rapide. Nouvel envoi dans ${seconds} s.`,
  blocked: 'Ce chat n’est pas disponible.',
  tooLong: (length, most) =>
    `Cela fait ${length.toLocaleString('fr')} caractères ; WhatsApp en accepte ${most.toLocaleString('fr')}. Coupez-le en deux.`,
  tryAgain: 'Réessayer',
  remove: 'Supprimer',
  notSent: 'Non envoyé',
  ticks: {
    clock: 'Envoi en cours',
    sent: 'Envoyé',
    delivered: 'Distribué',
    read: 'Lu',
    failed: 'Non envoyé',
  },
  newSince: (count) => `${messages(count)} depuis votre départ`,
  newMessages: (count) => `${count} ${one(count) ? 'nouveau message' : 'nouveaux messages'}`,
  kinds: {
    image: 'Photo',
    video: 'Vidéo',
    audio: 'Audio',
    sticker: 'Sticker',
    location: 'Position',
    contacts: 'Contact',
  },
  file: 'Fichier',
  coming: 'En chemin',
  missing: 'Indisponible',

  later: {
    options: 'Options du chat',
    whatsapp: 'Continuer sur WhatsApp',
    save: 'Enregistrer ce chat',
    tell: 'M’avertir des réponses',
    records: 'Confidentialité et mes données',
    privacy: 'Confidentialité',
    cannot: 'Ce n’est pas possible pour l’instant. Réessayez dans une minute.',
    along: 'Emportez ce chat. Tout ce qui précède vous suit, et les réponses arrivent sur votre téléphone.',
    point: 'Visez le code avec l’appareil photo du téléphone.',
    press: 'Envoyez le message qui apparaît.',
    here: 'ou sur cet appareil',
    elsewhere: 'WhatsApp sur un autre téléphone ?',
    open: 'Ouvrir WhatsApp',
    back: 'Retour au chat',
    code: 'Code qui mène à WhatsApp',
    yours: 'Votre chat est',
    already: ', déjà dans le message',
    notNow: 'WhatsApp n’est pas joignable d’ici pour l’instant. Vous pouvez continuer dans ce chat.',
    how: 'Comment était le service ?',
    score: (score) => `${score} sur 5${score === 1 ? ', mauvais' : score === 5 ? ', excellent' : ''}`,
    poor: 'Mauvais',
    excellent: 'Excellent',
    add: 'Un mot à ajouter ? Facultatif',
    sendRating: 'Envoyer la note',
    anew: 'Commencer un nouveau chat',
    thanks: 'Merci, cela nous aide',
  },
  attention: {
    dismiss: 'Masquer l’aperçu',
  },
  form: {
    before: 'Avant de commencer',
    why: 'Pour savoir à qui nous parlons, et pouvoir vous joindre si vous quittez la page.',
    name: 'Votre nom',
    phone: 'Téléphone',
    email: 'E-mail',
    optional: 'facultatif',
    start: 'Commencer le chat',
    skip: 'Passer',
    privacy: 'Ce que nous en faisons',
    missing: {
      name: 'Dites-nous votre nom, s’il vous plaît.',
      phone: 'Donnez-nous un numéro avec l’indicatif du pays, s’il vous plaît.',
      email: 'Donnez-nous une adresse e-mail, s’il vous plaît.',
    },
    phoneShort: 'Ce numéro semble court. Ajoutez l’indicatif du pays, comme +33 6 12 34 56 78.',
    phoneLong: 'Ce numéro semble trop long. Un chiffre de trop ?',
    phoneOdd: 'Un numéro n’a que des chiffres, comme +33 6 12 34 56 78.',
    emailOdd: 'Cette adresse semble incomplète. Elle ressemble à nom@example.com.',
  },
  reception: {
    closed: 'Nous sommes fermés',
    leaveIt: 'Laissez votre question, nous y répondrons dès l’ouverture.',
    openNow: 'Ouvert',
    openUntil: (when) => `Ouvert jusqu’à ${when}`,
    opens: (when) => `Ouvre ${when}`,
    back: (when) => `Fermé · de retour ${when}`,
    at: (time) => `à ${time}`,
    yours: (time, place) => `Votre heure ; ${time} à ${place}`,
    shut: 'Fermé',
    suggested: 'Questions suggérées',
  },
  records: {
    yours: 'Confidentialité et mes données',
    kept: 'Ce chat est conservé ici et par l’entreprise à qui vous écrivez, pour que vous puissiez y revenir depuis n’importe quelle page.',
    policy: 'Politique de confidentialité',
    save: 'Enregistrer ce chat',
    erase: 'Supprimer mes données',
    sure: 'Tout supprimer ?',
    what: [
      'Ce chat disparaît pour de bon, avec tous ses messages, fichiers et notes, et avec lui votre nom, téléphone et e-mail : ici, dans vos autres onglets et dans l’entreprise.',
      'Ce qui a déjà été transmis par WhatsApp reste sur les téléphones qui l’ont reçu.',
      'C’est irréversible. Enregistrez d’abord le chat si vous voulez le garder.',
    ],
    yes: 'Supprimer pour de bon',
    no: 'Garder',
    gone: 'Tout est supprimé',
    anew: 'Si vous écrivez à nouveau, un nouveau chat commence, et personne ne connaît l’ancien.',
    notNow: 'Cela n’a pas marché. Rien n’a changé ; réessayez dans une minute.',
    back: 'Retour au chat',
  },
};

export default words;

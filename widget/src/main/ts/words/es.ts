import type { Language } from '../words.js';

const rules = new Intl.PluralRules('es');
const one = (count: number) => rules.select(count) === 'one';
const messages = (count: number) => `${count} ${one(count) ? 'mensaje' : 'mensajes'}`;

const words: Language = {
  tag: 'es',
  launch: (unread) =>
    unread === 0
      ? 'Abrir chat'
      : `Abrir chat, ${unread > 99 ? 'más de 99 mensajes' : messages(unread)} sin leer`,
  minimise: 'Minimizar chat',
  back: 'Volver a la página',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat con ${name}`),
  chat: 'Chat',
  log: 'Conversación',
  message: 'Mensaje',
  send: 'Enviar mensaje',
  by: 'Chat de Bellhop',

  write: 'Escribe un mensaje',
  leave: 'Deja un mensaje',
  afterwards: 'Se enviará cuando vuelvas',

  online: (replyTime) => (replyTime === null ? 'En línea' : `En línea · responde en ${replyTime}`),
  away: 'Ausente',
  agentOnline: (name) => `${name} · en línea`,
  agentTyping: (name) => `${name} · escribiendo…`,
  typing: 'escribiendo…',
  isTyping: (name) => `${name} está escribiendo`,
  somebody: 'Alguien',
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
  cannotConnect: 'No se puede conectar',
  ended: 'Chat terminado',

  offline: (queued) =>
    queued === 0
      ? 'No tienes conexión. Puedes seguir escribiendo.'
      : `No tienes conexión. Al volver se enviará${queued === 1 ? '' : 'n'} ${messages(queued)}.`,
  lost: (queued) =>
    queued === 0
      ? 'Conexión perdida. Intentándolo de nuevo.'
      : `Conexión perdida. ${messages(queued)} en espera.`,
  unreachable: 'No podemos abrir el chat. Tu internet parece funcionar; el problema es nuestro.',
  kept: 'Lo que has escrito está guardado en este dispositivo.',
  unkept: 'Este navegador no guarda nada: deja la página abierta hasta que se envíe.',
  slow: (seconds) => `Vas muy rápido. Se enviará en ${seconds} s.`,
  blocked: 'Este chat no está disponible.',
  tooLong: (length, most) =>
    `Son ${length.toLocaleString('es')} caracteres; WhatsApp admite ${most.toLocaleString('es')}. Divídelo en dos.`,
  tryAgain: 'Reintentar',
  remove: 'Eliminar',
  notSent: 'No enviado',
  ticks: {
    clock: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    failed: 'No enviado',
  },
  newSince: (count) => `${count === 1 ? '1 nuevo' : `${count} nuevos`} desde que te fuiste`,
  newMessages: (count) => (count === 1 ? '1 mensaje nuevo' : `${count} mensajes nuevos`),
  kinds: {
    image: 'Foto',
    video: 'Vídeo',
    audio: 'Audio',
    sticker: 'Sticker',
    location: 'Ubicación',
    contacts: 'Contacto',
  },
  file: 'Archivo',
  coming: 'En camino',
  missing: 'No disponible',

  later: {
    save: 'Guardar este chat',
    tell: 'Avisarme de las respuestas',
    records: 'Privacidad y mis datos',
    privacy: 'Privacidad',
    cannot: 'Ahora no es posible. Inténtalo otra vez en un minuto.',
    options: 'Opciones del chat',
    whatsapp: 'Seguir en WhatsApp',
    along: 'Llévate este chat. Todo lo anterior te acompaña y las respuestas llegan a tu teléfono.',
    point: 'Apunta al código con la cámara del teléfono.',
    press: 'Pulsa enviar en el mensaje que aparece.',
    here: 'o en este dispositivo',
    elsewhere: '¿WhatsApp en otro teléfono?',
    open: 'Abrir WhatsApp',
    back: 'Volver al chat',
    code: 'Código que lleva a WhatsApp',
    yours: 'Tu chat es',
    already: ', ya está en el mensaje',
    notNow: 'Ahora no se puede pasar a WhatsApp. Puedes seguir en este chat.',
    how: '¿Qué tal la atención?',
    score: (score) => `${score} de 5${score === 1 ? ', mala' : score === 5 ? ', excelente' : ''}`,
    poor: 'Mala',
    excellent: 'Excelente',
    add: '¿Algo que añadir? Opcional',
    sendRating: 'Enviar valoración',
    anew: 'Empezar otro chat',
    thanks: 'Gracias, nos ayuda',
  },
  attention: {
    dismiss: 'Ocultar vista previa',
  },
  form: {
    before: 'Antes de empezar',
    why: 'Para saber con quién hablamos y poder contactarte si sales de la página.',
    name: 'Tu nombre',
    phone: 'Teléfono',
    email: 'Correo electrónico',
    optional: 'opcional',
    start: 'Empezar el chat',
    skip: 'Omitir',
    privacy: 'Qué hacemos con esto',
    missing: {
      name: 'Dinos tu nombre, por favor.',
      phone: 'Danos un número con el prefijo del país, por favor.',
      email: 'Danos un correo electrónico, por favor.',
    },
    phoneShort: 'Ese número parece corto. Incluye el prefijo del país, como +34 612 345 678.',
    phoneLong: 'Ese número parece demasiado largo. ¿Sobra alguna cifra?',
    phoneOdd: 'Un teléfono solo tiene cifras, como +34 612 345 678.',
    emailOdd: 'Esa dirección parece incompleta. Debe ser como nombre@example.com.',
  },
  reception: {
    closed: 'Ahora estamos cerrados',
    leaveIt: 'Deja tu pregunta y te responderemos cuando abramos.',
    openNow: 'Abierto ahora',
    openUntil: (when) => `Abierto ahora, hasta ${when}`,
    opens: (when) => `Abre ${when}`,
    back: (when) => `Cerrado · volvemos ${when}`,
    at: (time) => `a las ${time}`,
    yours: (time, place) => `Tu hora; ${time} en ${place}`,
    shut: 'Cerrado',
    suggested: 'Preguntas sugeridas',
  },
  records: {
    yours: 'Privacidad y mis datos',
    kept: 'Este chat se guarda aquí y en la empresa a la que escribes, para que puedas retomarlo en cualquier página.',
    policy: 'Política de privacidad',
    save: 'Guardar este chat',
    erase: 'Eliminar mis datos',
    sure: '¿Eliminar todo?',
    what: [
      'Este chat desaparece para siempre, con todos los mensajes, archivos y valoraciones, y con él tu nombre, teléfono y correo: aquí, en tus otras pestañas y en la empresa.',
      'Lo que ya se envió por WhatsApp queda en los teléfonos a los que llegó.',
      'No se puede recuperar. Guarda antes el chat si quieres conservarlo.',
    ],
    yes: 'Eliminar para siempre',
    no: 'Conservar',
    gone: 'Todo está eliminado',
    anew: 'Si vuelves a escribir empieza un chat nuevo, y nadie sabe del anterior.',
    notNow: 'Ahora no ha funcionado. No ha cambiado nada; inténtalo otra vez en un minuto.',
    back: 'Volver al chat',
  },
};

export default words;

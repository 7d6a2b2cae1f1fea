import type { Translation } from '../words.js';

const messages = (count: number) => (count === 1 ? '1 mensaje' : `${count} mensajes`);

const words: Translation = {
  tag: 'es',
  launch: (unread) =>
    unread === 0
      ? 'Abrir chat'
      : `Abrir chat, ${unread > 99 ? 'más de 99 mensajes' : messages(unread)} sin leer`,
  minimise: 'Minimizar chat',
  dismiss: 'Ocultar vista previa',
  back: 'Volver a la página',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat con ${name}`),
  chat: 'Chat',
  log: 'Conversación',
  message: 'Mensaje',
  send: 'Enviar mensaje',
  attach: 'Adjuntar una foto o un archivo',
  emoji: 'Insertar emoji',
  suggested: 'Preguntas sugeridas',
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

  talk: {
    you: 'Tú',
    cancel: 'Cancelar la subida',
    uploading: (percent) => `Subiendo, ${percent} %`,
    quoted: (name) => `Mensaje citado de ${name}`,
    tooLarge: 'No enviado: el archivo es demasiado grande',
    lost: 'No enviado: el archivo ya no está. Adjúntalo otra vez',
    cut: 'No enviado: la subida se interrumpió',
    reply: 'Responder',
    replyingTo: (name) => `Respuesta a ${name}`,
    cancelReply: 'Cancelar la respuesta',
    camera: 'Hacer una foto',
    photos: 'Fotos y vídeos',
    document: 'Archivo',
    attachments: 'Archivos adjuntos',
    removeFile: (name) => `Quitar ${name}`,
    drop: 'Suelta aquí los archivos',
    emptyFile: (name) => `${name} está vacío.`,
    fileTooLarge: (name, size, most) =>
      `${name} tiene ${size}; se pueden enviar archivos de hasta ${most}. Envía uno más pequeño o un enlace.`,
    tooManyFiles: (most) => `Se envían hasta ${most} archivos a la vez. Envía primero estos.`,
    emojis: 'Emoji',
    smileys: 'Caras',
    gestures: 'Personas y gestos',
    hearts: 'Corazones y símbolos',
    nature: 'Naturaleza y comida',
    things: 'Objetos y viajes',
  },
};

export default words;

import type { Language } from '../words.js';

const rules = new Intl.PluralRules('pt');
const one = (count: number) => rules.select(count) === 'one';
const messages = (count: number) => `${count} ${one(count) ? 'mensagem' : 'mensagens'}`;

/** As it is written in Brazil, where most of its readers on WhatsApp are. */
const words: Language = {
  tag: 'pt',
  launch: (unread) =>
    unread === 0
      ? 'Abrir chat'
      : `Abrir chat, ${unread > 99 ? 'mais de 99 mensagens não lidas' : `${messages(unread)} não ${one(unread) ? 'lida' : 'lidas'}`}`,
  minimise: 'Minimizar chat',
  back: 'Voltar à página',
  chatWith: (name) => (name === '' ? 'Chat' : `Chat com ${name}`),
  chat: 'Chat',
  log: 'Conversa',
  message: 'Mensagem',
  send: 'Enviar mensagem',
  by: 'Chat por Bellhop',

  write: 'Escreva uma mensagem',
  leave: 'Deixe uma mensagem',
  afterwards: 'Será enviada quando você voltar',

  online: (replyTime) => (replyTime === null ? 'Online' : `Online · responde em ${replyTime}`),
  away: 'Ausente',
  agentOnline: (name) => `${name} · online`,
  agentTyping: (name) => `${name} · digitando…`,
  typing: 'digitando…',
  isTyping: (name) => `${name} está digitando`,
  somebody: 'Alguém',
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
  cannotConnect: 'Não foi possível conectar',
  ended: 'Chat encerrado',

  offline: (queued) =>
    queued === 0
      ? 'Você está sem conexão. Pode continuar escrevendo.'
      : `Você está sem conexão. ${messages(queued)} a enviar quando voltar.`,
  lost: (queued) =>
    queued === 0
      ? 'Conexão perdida. Tentando de novo.'
      : `Conexão perdida. ${messages(queued)} a enviar quando ela voltar.`,
  unreachable: 'Não conseguimos acessar o chat. Sua internet parece bem, então o problema é nosso.',
  kept: 'O que você escreveu está guardado neste aparelho.',
  unkept: 'Este navegador não guarda nada: deixe a página aberta até o envio.',
  slow: (seconds) => `Foi rápido demais. Enviando de novo em ${seconds} s.`,
  blocked: 'Este chat não está disponível.',
  tooLong: (length, most) =>
    `São ${length.toLocaleString('pt')} caracteres; o WhatsApp aceita ${most.toLocaleString('pt')}. Divida em duas.`,
  tryAgain: 'Tentar de novo',
  remove: 'Excluir',
  notSent: 'Não enviada',
  ticks: {
    clock: 'Enviando',
    sent: 'Enviada',
    delivered: 'Entregue',
    read: 'Lida',
    failed: 'Não enviada',
  },
  newSince: (count) => `${count} ${one(count) ? 'nova' : 'novas'} desde que você saiu`,
  newMessages: (count) => `${count} ${one(count) ? 'nova mensagem' : 'novas mensagens'}`,
  kinds: {
    image: 'Foto',
    video: 'Vídeo',
    audio: 'Áudio',
    sticker: 'Figurinha',
    location: 'Localização',
    contacts: 'Contato',
  },
  file: 'Arquivo',
  coming: 'A caminho',
  missing: 'Não disponível',

  later: {
    options: 'Opções do chat',
    whatsapp: 'Continuar no WhatsApp',
    save: 'Salvar este chat',
    tell: 'Avisar quando responderem',
    records: 'Privacidade e meus dados',
    privacy: 'Privacidade',
    cannot: 'Agora não é possível. Tente de novo em um minuto.',
    along: 'Leve este chat com você. Tudo o que está acima vai junto, e as respostas chegam ao seu celular.',
    point: 'Aponte a câmera do celular para o código.',
    press: 'Envie a mensagem que aparecer.',
    here: 'ou neste aparelho',
    elsewhere: 'WhatsApp em outro celular?',
    open: 'Abrir WhatsApp',
    back: 'Voltar ao chat',
    code: 'Código que leva ao WhatsApp',
    yours: 'Seu chat é',
    already: ', já está na mensagem',
    notNow: 'O WhatsApp não está acessível daqui agora. Você pode continuar neste chat.',
    how: 'Como foi o atendimento?',
    score: (score) => `${score} de 5${score === 1 ? ', ruim' : score === 5 ? ', excelente' : ''}`,
    poor: 'Ruim',
    excellent: 'Excelente',
    add: 'Quer acrescentar algo? Opcional',
    sendRating: 'Enviar avaliação',
    anew: 'Começar um novo chat',
    thanks: 'Obrigado, isso nos ajuda',
  },
  attention: {
    dismiss: 'Ocultar prévia',
  },
  form: {
    before: 'Antes de começar',
    why: 'Para sabermos com quem falamos e podermos responder se você sair da página.',
    name: 'Seu nome',
    phone: 'Telefone',
    email: 'E-mail',
    optional: 'opcional',
    start: 'Começar o chat',
    skip: 'Pular',
    privacy: 'O que fazemos com isso',
    missing: {
      name: 'Diga seu nome, por favor.',
      phone: 'Informe um número com o código do país, por favor.',
      email: 'Informe um e-mail, por favor.',
    },
    phoneShort: 'O número parece curto. Inclua o código do país, como +55 11 91234-5678.',
    phoneLong: 'O número parece longo demais. Há um dígito a mais?',
    phoneOdd: 'Um telefone tem só números, como +55 11 91234-5678.',
    emailOdd: 'O endereço parece incompleto. Deve ser como nome@example.com.',
  },
  reception: {
    closed: 'Estamos fechados agora',
    leaveIt: 'Deixe sua pergunta e respondemos quando abrirmos.',
    openNow: 'Aberto agora',
    openUntil: (when) => `Aberto agora, até ${when}`,
    opens: (when) => `Abre ${when}`,
    back: (when) => `Fechado · voltamos ${when}`,
    at: (time) => `às ${time}`,
    yours: (time, place) => `No seu horário; ${time} em ${place}`,
    shut: 'Fechado',
    suggested: 'Perguntas sugeridas',
  },
  records: {
    yours: 'Privacidade e meus dados',
    kept: 'Este chat fica guardado aqui e na empresa para a qual você escreve, para você voltar a ele em qualquer página.',
    policy: 'Política de privacidade',
    save: 'Salvar este chat',
    erase: 'Excluir meus dados',
    sure: 'Excluir tudo?',
    what: [
      'Este chat some de vez, com todas as mensagens, arquivos e avaliações, e com ele seu nome, telefone e e-mail: aqui, nas suas outras abas e na empresa.',
      'O que já foi repassado pelo WhatsApp fica nos celulares que o receberam.',
      'Não dá para desfazer. Salve o chat antes se quiser guardá-lo.',
    ],
    yes: 'Excluir de vez',
    no: 'Manter',
    gone: 'Tudo foi excluído',
    anew: 'Se você escrever de novo, começa um novo chat, e ninguém sabe do antigo.',
    notNow: 'Não funcionou agora. Nada mudou; tente de novo em um minuto.',
    back: 'Voltar ao chat',
  },
};

export default words;

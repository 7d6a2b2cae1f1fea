import type { Words } from '../words.js';

const words: Words = {
  tag: 'ar',
  launch: (unread) =>
    unread === 0 ? 'فتح الدردشة' : `فتح الدردشة، رسائل غير مقروءة: ${unread > 99 ? '+99' : unread}`,
  minimise: 'تصغير الدردشة',
  dismiss: 'إخفاء المعاينة',
  back: 'العودة إلى الصفحة',
  chatWith: (name) => (name === '' ? 'الدردشة' : `الدردشة مع ${name}`),
  chat: 'الدردشة',
  log: 'المحادثة',
  message: 'الرسالة',
  send: 'إرسال الرسالة',
  suggested: 'أسئلة مقترحة',
  by: 'الدردشة من Bellhop',

  write: 'اكتب رسالة',
  leave: 'اترك رسالة',
  afterwards: 'تُرسل عند عودة الاتصال',

  online: (replyTime) => (replyTime === null ? 'متصل' : `متصل · الرد خلال ${replyTime}`),
  away: 'غير متاح',
  agentOnline: (name) => `${name} · متصل`,
  agentTyping: (name) => `${name} · يكتب…`,
  typing: 'يكتب…',
  isTyping: (name) => `${name} يكتب`,
  somebody: 'شخص ما',
  connecting: 'جارٍ الاتصال…',
  reconnecting: 'جارٍ إعادة الاتصال…',
  cannotConnect: 'تعذر الاتصال',
  ended: 'انتهت الدردشة',

  offline: (queued) =>
    queued === 0
      ? 'لا يوجد اتصال. يمكنك متابعة الكتابة.'
      : `لا يوجد اتصال. رسائل تنتظر الإرسال: ${queued}.`,
  lost: (queued) =>
    queued === 0
      ? 'انقطع الاتصال. تجري المحاولة من جديد.'
      : `انقطع الاتصال. رسائل تنتظر الإرسال: ${queued}.`,
  unreachable: 'تعذر الوصول إلى الدردشة. يبدو أن الإنترنت لديك يعمل، فالمشكلة من جهتنا.',
  kept: 'ما كتبته محفوظ على هذا الجهاز.',
  unkept: 'هذا المتصفح لا يحفظ شيئًا: أبقِ الصفحة مفتوحة حتى يتم الإرسال.',
  slow: (seconds) => `هذا سريع جدًا. الإرسال بعد ${seconds} ث.`,
  blocked: 'هذه الدردشة غير متاحة.',
  tooLong: (length, most) =>
    `عدد الأحرف ${length.toLocaleString('ar')}، وواتساب يقبل ${most.toLocaleString('ar')}. قسّمها إلى اثنتين.`,
  tryAgain: 'إعادة المحاولة',
  remove: 'حذف',
  notSent: 'لم تُرسل',
  ticks: {
    clock: 'جارٍ الإرسال',
    sent: 'أُرسلت',
    delivered: 'وصلت',
    read: 'قُرئت',
    failed: 'لم تُرسل',
  },
  newSince: (count) => `رسائل جديدة منذ مغادرتك: ${count}`,
  newMessages: (count) => `رسائل جديدة: ${count}`,
  kinds: {
    image: 'صورة',
    video: 'فيديو',
    audio: 'صوت',
    sticker: 'ملصق',
    location: 'موقع',
    contacts: 'جهة اتصال',
  },
  file: 'ملف',
  coming: 'في الطريق',
  missing: 'غير متاح',

  later: {
    options: 'خيارات الدردشة',
    whatsapp: 'المتابعة على واتساب',
    along: 'خذ هذه الدردشة معك. كل ما سبق يأتي معك، والردود تصل إلى هاتفك.',
    point: 'وجّه كاميرا هاتفك نحو الرمز.',
    press: 'اضغط إرسال في الرسالة التي تظهر.',
    here: 'أو على هذا الجهاز',
    elsewhere: 'واتساب على هاتف آخر؟',
    open: 'فتح واتساب',
    back: 'العودة إلى الدردشة',
    code: 'رمز يؤدي إلى واتساب',
    yours: 'دردشتك هي',
    already: '، وهي في الرسالة',
    notNow: 'لا يمكن الانتقال إلى واتساب الآن. يمكنك المتابعة في هذه الدردشة.',
    how: 'كيف كانت الخدمة؟',
    score: (score) => `${score} من 5${score === 1 ? '، ضعيفة' : score === 5 ? '، ممتازة' : ''}`,
    poor: 'ضعيفة',
    excellent: 'ممتازة',
    add: 'هل تود إضافة شيء؟ اختياري',
    sendRating: 'إرسال التقييم',
    anew: 'بدء دردشة جديدة',
    thanks: 'شكرًا، هذا يساعدنا',
  },
};

export default words;

import type { Language } from '../words.js';

const rules = new Intl.PluralRules('ar');

function messages(count: number): string {
  switch (rules.select(count)) {
    case 'one':
      return 'رسالة واحدة';
    case 'two':
      return 'رسالتان';
    case 'few':
      return `${count} رسائل`;
    default:
      return `${count} رسالة`;
  }
}

const words: Language = {
  tag: 'ar',
  launch: (unread) =>
    unread === 0 ? 'فتح الدردشة' : `فتح الدردشة، غير المقروء: ${unread > 99 ? 'أكثر من 99 رسالة' : messages(unread)}`,
  minimise: 'تصغير الدردشة',
  back: 'العودة إلى الصفحة',
  chatWith: (name) => (name === '' ? 'الدردشة' : `الدردشة مع ${name}`),
  chat: 'الدردشة',
  log: 'المحادثة',
  message: 'الرسالة',
  send: 'إرسال الرسالة',
  attach: 'إرفاق صورة أو ملف',
  emoji: 'إدراج رمز تعبيري',
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
      : `لا يوجد اتصال. ما ينتظر الإرسال: ${messages(queued)}.`,
  lost: (queued) =>
    queued === 0
      ? 'انقطع الاتصال. تجري المحاولة من جديد.'
      : `انقطع الاتصال. ما ينتظر الإرسال: ${messages(queued)}.`,
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
  newSince: (count) => `الجديد منذ مغادرتك: ${messages(count)}`,
  newMessages: (count) => `الجديد: ${messages(count)}`,
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
    save: 'حفظ هذه الدردشة',
    tell: 'تنبيهي عند الرد',
    records: 'الخصوصية وبياناتي',
    privacy: 'الخصوصية',
    finish: 'إنهاء المحادثة',
    busy: 'الجميع مشغول مع زبائن آخرين',
    longer: 'الأمر يستغرق وقتًا أطول من المعتاد. رسالتك محفوظة والرد سيصل إلى هنا.',
    cannot: 'هذا غير ممكن الآن. حاول مرة أخرى بعد دقيقة.',
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
  talk: {
    you: 'أنت',
    cancel: 'إلغاء الرفع',
    uploading: (percent) => `جارٍ الرفع، ${percent}٪`,
    quoted: (name) => `رسالة مقتبسة من ${name}`,
    tooLarge: 'لم تُرسل: الملف كبير جدًا',
    lost: 'لم تُرسل: لم يعد الملف موجودًا. أرفقه من جديد',
    cut: 'لم تُرسل: انقطع الرفع',
    reply: 'رد',
    replyingTo: (name) => `الرد على ${name}`,
    cancelReply: 'إلغاء الرد',
    camera: 'التقاط صورة',
    photos: 'صور ومقاطع فيديو',
    document: 'ملف',
    attachments: 'المرفقات',
    removeFile: (name) => `إزالة ${name}`,
    drop: 'أفلت الملفات هنا',
    emptyFile: (name) => `الملف ${name} فارغ.`,
    fileTooLarge: (name, size, most) =>
      `حجم ${name} هو ${size}؛ يمكن إرسال ملفات حتى ${most}. أرسل ملفًا أصغر أو رابطًا.`,
    tooManyFiles: (most) => `يمكن إرسال ${most} ملفات معًا كحد أقصى. أرسل هذه أولًا.`,
    emojis: 'رموز تعبيرية',
    smileys: 'وجوه',
    gestures: 'أشخاص وإيماءات',
    hearts: 'قلوب وعلامات',
    nature: 'طبيعة وطعام',
    things: 'أشياء وسفر',
  },
  attention: {
    dismiss: 'إخفاء المعاينة',
  },
  form: {
    before: 'قبل أن نبدأ',
    why: 'لنعرف مع من نتحدث، ونتمكن من الوصول إليك إذا غادرت الصفحة.',
    name: 'اسمك',
    phone: 'الهاتف',
    email: 'البريد الإلكتروني',
    optional: 'اختياري',
    start: 'بدء الدردشة',
    skip: 'تخطٍّ',
    privacy: 'ماذا يحدث بهذه البيانات',
    keep: 'الاحتفاظ بهذه المحادثة لتتمكن من الرجوع إليها.',
    unkept: 'من دون علامة الاختيار تُحذف بعد انتهائها بوقت قصير.',
    missing: {
      name: 'من فضلك اكتب اسمك.',
      phone: 'من فضلك اكتب رقمًا مع رمز البلد.',
      email: 'من فضلك اكتب بريدًا إلكترونيًا.',
    },
    phoneShort: 'يبدو الرقم قصيرًا. أضف رمز البلد، مثل \u2066+971 50 123 4567\u2069.',
    phoneLong: 'يبدو الرقم طويلًا. هل فيه رقم زائد؟',
    phoneOdd: 'رقم الهاتف أرقام فقط، مثل \u2066+971 50 123 4567\u2069.',
    emailOdd: 'يبدو العنوان ناقصًا. يكون مثل \u2066name@example.com\u2069.',
  },
  reception: {
    closed: 'نحن مغلقون الآن',
    leaveIt: 'اترك سؤالك وسنرد عليك عندما نفتح.',
    openNow: 'مفتوح الآن',
    openUntil: (when) => `مفتوح الآن حتى ${when}`,
    opens: (when) => `نفتح ${when}`,
    back: (when) => `مغلق · نعود ${when}`,
    at: (time) => `الساعة ${time}`,
    yours: (time, place) => `بتوقيتك؛ ${time} في ${place}`,
    shut: 'مغلق',
    suggested: 'أسئلة مقترحة',
  },
  records: {
    yours: 'الخصوصية وبياناتي',
    kept: 'تُحفظ هذه الدردشة هنا ولدى الجهة التي تراسلها، لتعود إليها من أي صفحة.',
    policy: 'سياسة الخصوصية',
    save: 'حفظ هذه الدردشة',
    erase: 'حذف بياناتي',
    sure: 'حذف كل شيء؟',
    what: [
      'تُحذف هذه الدردشة نهائيًا بكل رسائلها وملفاتها وتقييماتها، ومعها اسمك وهاتفك وبريدك: هنا، وفي علامات التبويب الأخرى، ولدى الجهة التي راسلتها.',
      'ما أُرسل عبر واتساب يبقى على الهواتف التي وصل إليها.',
      'لا يمكن التراجع. احفظ الدردشة أولًا إذا أردت الاحتفاظ بها.',
    ],
    yes: 'حذف نهائي',
    no: 'إبقاؤها',
    gone: 'حُذف كل شيء',
    anew: 'إذا كتبت مجددًا تبدأ دردشة جديدة، ولا يعرف أحد بالقديمة.',
    notNow: 'لم ينجح ذلك الآن. لم يتغير شيء؛ حاول مرة أخرى بعد دقيقة.',
    back: 'العودة إلى الدردشة',
  },
};

export default words;

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english, type Language, languageOf, wordsIn } from '../../main/ts/words.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'pt', 'zh', 'zh-Hant'];
const COUNTED = /^(launch|offline|lost|slow|tooLong|newSince|newMessages|score)$/;

/** Every text by its place, such as `form.missing.name`; functions as they are. */
function texts(words: object, place = ''): Map<string, unknown> {
  return new Map(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? [...texts(value, `${place}${key}.`)]
        : [[place + key, value] as [string, unknown]],
    ),
  );
}

const wordsOf = async (language: string) => (await wordsIn(language)) as Language;

for (const language of LANGUAGES) {
  test(`${language} says all that English says, and all that the others do`, async () => {
    const words = texts(await wordsOf(language));
    assert.equal(words.get('tag'), language);
    assert.deepEqual([...words.keys()].sort(), [...texts(await wordsOf('de')).keys()].sort());
    for (const key of texts(english).keys()) {
      assert.ok(words.has(key), key);
    }
    for (const [key, text] of words) {
      assert.ok(typeof text === 'function' || (typeof text === 'string' && text.trim() !== ''), key);
    }
  });

  test(`${language} puts in whatever it is given`, async () => {
    for (const [place, text] of texts(await wordsOf(language))) {
      if (typeof text === 'function') {
        const say = text as (...given: readonly (string | number)[]) => string;
        const key = place.slice(place.lastIndexOf('.') + 1);
        const given = COUNTED.test(key) ? [4321, 5678] : ['Zoë', 'Łódź'];
        const said = say(...(key === 'launch' ? [37, 0] : given).slice(0, say.length));
        for (const part of (key === 'launch' ? [37] : given).slice(0, say.length)) {
          const written = [String(part), part.toLocaleString(language)];
          assert.ok(written.some((it) => said.includes(it)), `${place}: ${said}`);
        }
      }
    }
  });
}

const plurals: readonly [string, number, string][] = [
  ['de', 1, '1 neue Nachricht'],
  ['de', 2, '2 neue Nachrichten'],
  ['es', 1, '1 mensaje nuevo'],
  ['fr', 1, '1 nouveau message'],
  ['fr', 2, '2 nouveaux messages'],
  ['it', 1, '1 nuovo messaggio'],
  ['it', 5, '5 nuovi messaggi'],
  ['pt', 1, '1 nova mensagem'],
  ['pt', 2, '2 novas mensagens'],
  ['hi', 1, '1 नया संदेश'],
  ['hi', 2, '2 नए संदेश'],
  ['ja', 2, '新着メッセージ2件'],
  ['zh', 2, '2条新消息'],
  ['zh-Hant', 2, '2 則新訊息'],
  ['ar', 1, 'الجديد: رسالة واحدة'],
  ['ar', 2, 'الجديد: رسالتان'],
  ['ar', 3, 'الجديد: 3 رسائل'],
  ['ar', 11, 'الجديد: 11 رسالة'],
];

for (const [language, count, said] of plurals) {
  test(`${count} new in ${language}`, async () => {
    assert.equal((await wordsOf(language)).newMessages(count), said);
  });
}

const wishes: readonly [string, readonly string[], string][] = [
  ['pt-BR', [], 'pt'],
  ['pt-PT', ['pt-BR', 'en'], 'pt'],
  ['zh-Hans-CN', ['zh'], 'zh'],
  ['zh-TW', [], 'zh-Hant'],
  ['zh-hk', [], 'zh-Hant'],
  ['zh-Hant', ['en', 'zh-TW'], 'zh-Hant'],
  ['zh-Hant-MY', ['zh-CN', 'zh-HK'], 'zh-Hant'],
  ['zh-Hans-HK', [], 'zh'],
  ['zh-SG', [], 'zh'],
  ['zh-TW', ['en', 'zh'], 'zh'],
  ['zh-CN', ['en', 'zh-TW'], 'en'],
  ['fil', ['en', 'fi'], 'en'],
  ['fr', ['pt-BR', 'en'], 'pt'],
  ['de-AT', ['en', 'de'], 'de'],
  ['tlh', [], 'tlh'],
];

for (const [locale, spoken, language] of wishes) {
  test(`${locale} on a site that speaks ${spoken.join(' and ') || 'all'}`, () => {
    assert.equal(languageOf(locale, spoken), language);
  });
}

test('traditional and simplified Chinese say nothing in the same words that they write differently', async () => {
  const simplified = texts(await wordsOf('zh'));
  for (const [place, text] of texts(await wordsOf('zh-Hant'))) {
    assert.doesNotMatch(String(text), /[们发网线见选择视频设备册关开讯这边过还边认闭钟键问题]/, place);
    assert.ok(simplified.has(place), place);
  }
});

test('a language that nobody has written is English', async () => {
  assert.equal(await wordsIn('tlh'), english);
});

import type { Field } from '../site.js';
import type { FormWords } from './form.js';

/** What is wrong with an answer, in words; null when it will do. */
export function problemOf(
  field: Field,
  answer: string,
  required: boolean,
  words: FormWords,
): string | null {
  const said = answer.trim();
  if (said === '') {
    return required ? words.missing[field] : null;
  }
  switch (field) {
    case 'name':
      return null;
    case 'phone': {
      const digits = said.replace(/\D/g, '').length;
      return !/^[+\d\s().\/-]+$/.test(said)
        ? words.phoneOdd
        : digits < 8
          ? words.phoneShort
          : digits > 15
            ? words.phoneLong
            : null;
    }
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(said) ? null : words.emailOdd;
  }
}

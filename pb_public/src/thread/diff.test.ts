import { assert, test } from 'vitest';
import { compare } from './diff';

/** In short: [-taken out-] and {+put in+}. */
const short = (before: string, after: string) =>
  compare(before, after)
    .map((c) => (c.kind === 'del' ? `[-${c.text}-]` : c.kind === 'ins' ? `{+${c.text}+}` : c.text))
    .join('');

test('words are compared, of any script', () => {
  assert.strictEqual(
    short('Журнал открывается две минуты.', 'Журнал открывается пять минут.'),
    'Журнал открывается [-две минуты-]{+пять минут+}.',
  );
  assert.strictEqual(short('Release 3.0', 'Release 3.1'), 'Release 3.[-0-]{+1+}');
  assert.strictEqual(short('ёлка', 'ёлки'), '[-ёлка-]{+ёлки+}');
  assert.strictEqual(short('да', 'да, но нет'), 'да{+, но нет+}');
});

test('what is the same says so, and nothing from nothing is nothing', () => {
  assert.strictEqual(short('То же самое', 'То же самое'), 'То же самое');
  assert.strictEqual(short('', ''), '');
  assert.strictEqual(short('', 'Описание'), '{+Описание+}');
  assert.strictEqual(short('Описание', ''), '[-Описание-]');
});

test('a line that is unchanged between two changed ones stays', () => {
  assert.strictEqual(short('раз\n\nдва\nтри', 'один\n\nдва\nчетыре'), '[-раз-]{+один+}\n\nдва\n[-три-]{+четыре+}');
});

test('both texts can be put together again', () => {
  const before = 'Не проводится счёт-фактура: программа пишет «Не заполнен код».\nСм. https://example.com/help';
  const after = 'Не проводится накладная: программа 1С пишет «Не заполнен ОКТМО».\n\nСм. снимок';
  const parts = compare(before, after);
  assert.strictEqual(
    parts
      .filter((c) => c.kind !== 'ins')
      .map((c) => c.text)
      .join(''),
    before,
  );
  assert.strictEqual(
    parts
      .filter((c) => c.kind !== 'del')
      .map((c) => c.text)
      .join(''),
    after,
  );
});

test('two long texts with nothing in common are given whole', () => {
  const long = (seed: number) =>
    Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x430 + ((i * seed * 7919) % 32))).join(' ');
  const parts = compare(long(3), long(5));
  assert.strictEqual(
    parts
      .filter((c) => c.kind !== 'ins')
      .map((c) => c.text)
      .join(''),
    long(3),
  );
  assert.strictEqual(
    parts
      .filter((c) => c.kind !== 'del')
      .map((c) => c.text)
      .join(''),
    long(5),
  );
});

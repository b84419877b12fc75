import { assert, test } from 'vitest';
import { fillIn, findCanned, placeholderWords } from './canned';
import type { Canned } from './types';

const values = { name: 'Ольга', number: '42', organization: 'ООО «Вектор»', consultant: 'Анна' };

test('placeholders are filled in, in every language', () => {
  assert.strictEqual(
    fillIn('Здравствуйте, {имя}! Задача № {номер}, {организация}. {Консультант}', values),
    'Здравствуйте, Ольга! Задача № 42, ООО «Вектор». Анна',
  );
  assert.strictEqual(fillIn('{name} {number} {organization} {consultant}', values), 'Ольга 42 ООО «Вектор» Анна');
});

test('what is not known stays, and a value is not read again', () => {
  assert.strictEqual(fillIn('{имя}, {срок}, {}', { ...values, name: '' }), '{имя}, {срок}, {}');
  assert.strictEqual(fillIn('{имя}', { ...values, name: '{номер}' }), '{номер}');
  assert.strictEqual(fillIn('{constructor} {toString}', values), '{constructor} {toString}');
  assert.strictEqual(fillIn('{имя}', { ...values, name: '$& $1' }), '$& $1');
});

test('the words are those of the language', () => {
  assert.deepEqual(placeholderWords('ru'), ['{имя}', '{номер}', '{организация}', '{консультант}']);
  assert.deepEqual(placeholderWords('en'), ['{name}', '{number}', '{organization}', '{consultant}']);
});

test('found by title and body, best first, then most used', () => {
  const all: Canned[] = [
    { id: 'a', title: 'Прощание', body: 'Обращайтесь ещё', used: 1, owner: '' },
    { id: 'b', title: 'Запросить отчёт', body: 'Пришлите', used: 9, owner: '' },
    { id: 'c', title: 'Отчет сдан', body: 'Готово', used: 0, owner: '' },
    { id: 'd', title: 'Готово', body: 'Отчёт у вас', used: 99, owner: '' },
  ];
  const found = (query: string) =>
    findCanned(all, query)
      .map((c) => c.id)
      .join('');
  assert.strictEqual(found(''), 'dbac');
  assert.strictEqual(found('ОТЧЁТ'), 'cbd');
  assert.strictEqual(found('отчет пришл'), 'b');
  assert.strictEqual(found('еще'), 'a');
  assert.strictEqual(found('нет такой'), '');
});

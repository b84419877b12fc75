import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn, findCanned, placeholderWords } from '../../pb_public/app/core/canned.js';

const values = { name: 'Ольга', number: '42', organization: 'ООО «Вектор»', consultant: 'Анна' };

test('placeholders are filled in, in both languages', () => {
  assert.equal(fillIn('Здравствуйте, {имя}! Задача № {номер}, {организация}. {Консультант}', values), 'Здравствуйте, Ольга! Задача № 42, ООО «Вектор». Анна');
  assert.equal(fillIn('{name} {number} {organization} {consultant}', values), 'Ольга 42 ООО «Вектор» Анна');
});

test('what is not known stays, and a value is not read again', () => {
  assert.equal(fillIn('{имя}, {срок}, {}', { ...values, name: '' }), '{имя}, {срок}, {}');
  assert.equal(fillIn('{имя}', { ...values, name: '{номер}' }), '{номер}');
  assert.equal(fillIn('{constructor} {toString}', values), '{constructor} {toString}');
  assert.equal(fillIn('{имя}', { ...values, name: '$& $1' }), '$& $1');
});

test('the words are those of the language', () => {
  assert.deepEqual(placeholderWords('ru'), ['{имя}', '{номер}', '{организация}', '{консультант}']);
  assert.deepEqual(placeholderWords('en'), ['{name}', '{number}', '{organization}', '{consultant}']);
});

test('found by title and body, best first, then most used', () => {
  const all = [
    { id: 'a', title: 'Прощание', body: 'Обращайтесь ещё', used: 1 }, { id: 'b', title: 'Запросить отчёт', body: 'Пришлите', used: 9 },
    { id: 'c', title: 'Отчет сдан', body: 'Готово', used: 0 }, { id: 'd', title: 'Готово', body: 'Отчёт у вас', used: 99 },
  ];
  const found = (query) => findCanned(all, query).map((c) => c.id).join('');
  assert.equal(found(''), 'dbac');
  assert.equal(found('ОТЧЁТ'), 'cbd');
  assert.equal(found('отчет пришл'), 'b');
  assert.equal(found('еще'), 'a');
  assert.equal(found('нет такой'), '');
});

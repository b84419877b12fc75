import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find, inside, otherwise, page } from '../../pb_public/app/core/router.js';
import { parts } from '../../pb_public/app/ui/text.js';

test('addresses in a text become links, and only addresses', () => {
  const links = (text) => parts(text).filter((p) => p.link).map((p) => p.text);
  assert.deepEqual(links('См. https://its.1c.ru/db, там всё.'), ['https://its.1c.ru/db']);
  assert.deepEqual(links('(https://a.ru/x?y=1&z=2) «https://b.ru»'), ['https://a.ru/x?y=1&z=2', 'https://b.ru']);
  assert.deepEqual(links('javascript:alert(1) ftp://x data:text/html,x'), []);
  assert.deepEqual(links('https://a.ru/"onmouseover=1'), ['https://a.ru/']);
  assert.equal(parts('раз https://a.ru два').map((p) => p.text).join(''), 'раз https://a.ru два');
});

test('a person is taken back only within the site', () => {
  for (const good of ['/tasks', '/tasks/12?x=1']) assert.equal(inside(good), good);
  for (const bad of [null, '', 'tasks', '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) assert.equal(inside(bad), '', String(bad));
});

test('the route table', () => {
  const [list, one, none] = [async () => 'list', async () => 'one', async () => 'none'];
  page('/tasks', list, 'user');
  page('/tasks/:number', one, 'user');
  otherwise(none);
  assert.equal(find('/tasks').load, list);
  assert.deepEqual(find('/tasks/7/').params, { number: '7' });
  assert.equal(find('/tasks/7').who, 'user');
  assert.equal(find('/tasks/7/x').load, none);
  assert.deepEqual(find('/tasks/%D0%B0').params, { number: 'а' });
});

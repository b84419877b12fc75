import { assert, test } from 'vitest';
import { parts } from './text';

test('addresses in a text become links, and only addresses', () => {
  const links = (text: string) =>
    parts(text)
      .filter((p) => p.link)
      .map((p) => p.text);
  assert.deepEqual(links('См. https://its.1c.ru/db, там всё.'), ['https://its.1c.ru/db']);
  assert.deepEqual(links('(https://a.ru/x?y=1&z=2) «https://b.ru»'), ['https://a.ru/x?y=1&z=2', 'https://b.ru']);
  assert.deepEqual(links('javascript:alert(1) ftp://x data:text/html,x'), []);
  assert.deepEqual(links('https://a.ru/"onmouseover=1'), ['https://a.ru/']);
  assert.deepEqual(links('(см. https://ru.wikipedia.org/wiki/Акт_(документ))'), [
    'https://ru.wikipedia.org/wiki/Акт_(документ)',
  ]);
  assert.deepEqual(links('https://ru.wikipedia.org/wiki/Акт_(документ)'), [
    'https://ru.wikipedia.org/wiki/Акт_(документ)',
  ]);
  assert.deepEqual(links('Https://www.fns.example/r/ и HTTPS://LK.FNS.EXAMPLE'), [
    'Https://www.fns.example/r/',
    'HTTPS://LK.FNS.EXAMPLE',
  ]);
  assert.deepEqual(links('https://a.ru/b… “https://a.ru/c” „https://a.ru/d“ *https://a.ru/e* ‘https://a.ru/f’'), [
    'https://a.ru/b',
    'https://a.ru/c',
    'https://a.ru/d',
    'https://a.ru/e',
    'https://a.ru/f',
  ]);
  assert.deepEqual(links('[https://a.ru/g[1]], (https://a.ru/h).'), ['https://a.ru/g[1]', 'https://a.ru/h']);
  assert.deepEqual(links('https:// и http://…'), []);
  assert.strictEqual(
    parts('раз https://a.ru два')
      .map((p) => p.text)
      .join(''),
    'раз https://a.ru два',
  );
});

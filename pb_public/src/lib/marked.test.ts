import { assert, test } from 'vitest';
import { parts } from './marked';

const hits = (text: string) =>
  parts(text)
    .filter((p) => p.hit)
    .map((p) => p.text);
const whole = (text: string) =>
  parts(text)
    .map((p) => p.text)
    .join('');

test('what was asked for is told from what is around it', () => {
  assert.deepEqual(parts('Не <mark>печатается</mark> ценник'), [
    { text: 'Не ', hit: false },
    { text: 'печатается', hit: true },
    { text: ' ценник', hit: false },
  ]);
  assert.deepEqual(hits('<mark>раз</mark> и <mark>два</mark>'), ['раз', 'два']);
  assert.deepEqual(parts(''), []);
});

test('what a person has typed stays text', () => {
  assert.strictEqual(
    whole('&lt;mark&gt;ООО &#34;Ромашка&#34; &amp; Ко&lt;/mark&gt; &#39;да&#39;'),
    '<mark>ООО "Ромашка" & Ко</mark> \'да\'',
  );
  assert.deepEqual(hits('&lt;mark&gt;не метка&lt;/mark&gt;'), []);
  assert.strictEqual(whole('&amp;lt;b&amp;gt;'), '&lt;b&gt;');
  assert.deepEqual(hits('<mark>&lt;img src=x onerror=alert(1)&gt;</mark>'), ['<img src=x onerror=alert(1)>']);
});

import { assert, test } from 'vitest';
import './ru';
import { otherZones, russianZones, zoneInWords } from './schedule';

test('the time zones of Russia go by their cities, from west to east', () => {
  assert.strictEqual(zoneInWords('Europe/Moscow'), 'Москва, Санкт-Петербург (UTC+3)');
  const said = russianZones.map(zoneInWords);
  for (const city of ['Волгоград', 'Саратов', 'Чита', 'Сахалин', 'Томск', 'Барнаул'])
    assert.ok(
      said.some((words) => words.startsWith(city)),
      city,
    );
  const hours = said.map((words) => Number(/UTC\+(\d+)/.exec(words)?.[1]));
  assert.deepEqual(
    hours,
    [...hours].sort((a, b) => a - b),
  );
});

test('a zone is listed once, and the one that is set always', () => {
  const others = otherZones('Etc/GMT-3');
  assert.include(others, 'Etc/GMT-3');
  assert.include(others, 'Europe/Berlin');
  assert.notIncludeMembers(others, [...russianZones]);
  assert.notInclude(otherZones('Asia/Chita'), 'Asia/Chita');
});

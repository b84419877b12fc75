import { assert, test } from 'vitest';
import { genderOf } from './gender';

test('a name tells who is a woman and who a man, or nothing', () => {
  for (const name of [
    'Анна Смирнова',
    'Громова Елена',
    'Ирина',
    'Ольга Сергеевна',
    'Мария Ким-Белова',
    'Нина Заречная-Трубецкая',
  ])
    assert.strictEqual(genderOf(name), 'she', name);
  for (const name of [
    'Игорь Белов',
    'Илья Кузьмич',
    'Никита Сергеевич',
    'Лев',
    'Константин',
    'Фома Лужин',
    'Савва Трубецкой-Ильинский',
  ])
    assert.strictEqual(genderOf(name), 'he', name);
  for (const name of ['', 'olga', 'Саша Ким', 'Женя', 'Anna Smirnova', 'ООО «Ромашка»'])
    assert.strictEqual(genderOf(name), undefined, name);
});

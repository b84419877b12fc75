import { assert, test } from 'vitest';
import { checkINN, checkKPP, checkOGRN } from './requisites';

test('INN: length and control digits', () => {
  for (const good of ['7707083893', '7736207543', '500100732259']) assert.strictEqual(checkINN(good), '', good);
  for (const bad of ['7707083894', '7707083839', '500100732258', '500100732249', '0000000000'])
    assert.strictEqual(checkINN(bad), 'checksum', bad);
  for (const short of ['', '770708389', '77070838931', '770708389x', '٧٧٠٧٠٨٣٨٩٣'])
    assert.strictEqual(checkINN(short), 'length', short);
});

test('KPP: nine characters', () => {
  for (const good of ['', '773601001', '7736AZ001']) assert.strictEqual(checkKPP(good), '', good);
  for (const bad of ['77360100', '7736010011', 'AAAA01001']) assert.strictEqual(checkKPP(bad), 'format', bad);
});

test('OGRN: length and control digit', () => {
  for (const good of ['', '1027700132195', '304500116000157']) assert.strictEqual(checkOGRN(good), '', good);
  for (const bad of ['1027700132196', '304500116000158']) assert.strictEqual(checkOGRN(bad), 'checksum', bad);
  assert.strictEqual(checkOGRN('102770013219'), 'length');
});

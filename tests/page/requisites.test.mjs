import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkINN, checkKPP, checkOGRN } from '../../pb_public/app/core/requisites.js';

test('INN: length and control digits', () => {
  for (const good of ['7707083893', '7736207543', '500100732259']) assert.equal(checkINN(good), '', good);
  for (const bad of ['7707083894', '7707083839', '500100732258', '500100732249', '0000000000']) assert.equal(checkINN(bad), 'checksum', bad);
  for (const short of ['', '770708389', '77070838931', '770708389x', '٧٧٠٧٠٨٣٨٩٣']) assert.equal(checkINN(short), 'length', short);
});

test('KPP: nine characters', () => {
  for (const good of ['', '773601001', '7736AZ001']) assert.equal(checkKPP(good), '', good);
  for (const bad of ['77360100', '7736010011', 'AAAA01001']) assert.equal(checkKPP(bad), 'format', bad);
});

test('OGRN: length and control digit', () => {
  for (const good of ['', '1027700132195', '304500116000157']) assert.equal(checkOGRN(good), '', good);
  for (const bad of ['1027700132196', '304500116000158']) assert.equal(checkOGRN(bad), 'checksum', bad);
  assert.equal(checkOGRN('102770013219'), 'length');
});

// The checks of an organisation's requisites as typed; the server decides.

import { requisites } from './contract';

const weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

const control = (digits: string) =>
  String(
    ([...digits].reduce((sum, d, i) => sum + Number(d) * (weights[weights.length - digits.length + i] ?? 0), 0) % 11) %
      10,
  );

/** Whether a text is digits alone, as many as a requisite has. */
const isNumber = (text: string, lengths: readonly number[]) => /^\d+$/.test(text) && lengths.includes(text.length);

export function checkINN(inn: string): '' | 'length' | 'checksum' {
  if (!isNumber(inn, requisites.inn)) return 'length';
  const first = inn.length === requisites.inn[0] ? 9 : 10;
  for (let at = first; at < inn.length; at++) if (control(inn.slice(0, at)) !== inn[at]) return 'checksum';
  return inn.startsWith('00') ? 'checksum' : '';
}

export const checkKPP = (kpp: string): '' | 'format' => (!kpp || /^\d{4}[\dA-Z]{2}\d{3}$/i.test(kpp) ? '' : 'format');

export function checkOGRN(ogrn: string): '' | 'length' | 'checksum' {
  if (!ogrn) return '';
  if (!isNumber(ogrn, requisites.ogrn)) return 'length';
  const rest = [...ogrn.slice(0, -1)].reduce((r, d) => (r * 10 + Number(d)) % (ogrn.length - 2), 0);
  return String(rest % 10) === ogrn.at(-1) ? '' : 'checksum';
}

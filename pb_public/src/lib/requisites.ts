// The checks of an organisation's requisites as typed; the server decides.

const weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

const control = (digits: string) =>
  String(
    ([...digits].reduce((sum, d, i) => sum + Number(d) * (weights[weights.length - digits.length + i] ?? 0), 0) % 11) %
      10,
  );

export function checkINN(inn: string): '' | 'length' | 'checksum' {
  if (!/^(\d{10}|\d{12})$/.test(inn)) return 'length';
  const first = inn.length === 12 ? 10 : 9;
  for (let at = first; at < inn.length; at++) if (control(inn.slice(0, at)) !== inn[at]) return 'checksum';
  return inn.startsWith('00') ? 'checksum' : '';
}

export const checkKPP = (kpp: string): '' | 'format' => (!kpp || /^\d{4}[\dA-Z]{2}\d{3}$/i.test(kpp) ? '' : 'format');

export function checkOGRN(ogrn: string): '' | 'length' | 'checksum' {
  if (!ogrn) return '';
  if (!/^(\d{13}|\d{15})$/.test(ogrn)) return 'length';
  const rest = [...ogrn.slice(0, -1)].reduce((r, d) => (r * 10 + Number(d)) % (ogrn.length - 2), 0);
  return String(rest % 10) === ogrn.at(-1) ? '' : 'checksum';
}

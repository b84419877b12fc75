/** Endings of Russian surnames and patronymics that only women, or only men, have. */
const hers = /(?:[оеё]в|[иы]н)а$|(?:ск|цк)ая$|(?:ов|ев|ич)на$/i;
const his = /(?:[оеё]в|[иы]н)$|(?:ск|цк)ий$|(?:ов|ев)?ич$/i;

/**
 * Whether a person is a woman or a man, as far as a Russian name tells: by a surname or a patronymic,
 * or a first name that ends as one. Pure.
 * @returns undefined if it does not tell, or tells both
 */
export function genderOf(name: string): 'she' | 'he' | undefined {
  const words = name.split(/\s+/);
  const she = words.some((w) => hers.test(w));
  const he = words.some((w) => his.test(w));
  return she === he ? undefined : she ? 'she' : 'he';
}

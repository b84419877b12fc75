/** Folds case and «ё» for searching. */
export const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е');

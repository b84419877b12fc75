/** Letters as people look for them. */
export const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е');

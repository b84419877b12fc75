/** Letters as people look for them. @param {string} text */
export const fold = (text) => text.toLowerCase().replaceAll('ё', 'е');

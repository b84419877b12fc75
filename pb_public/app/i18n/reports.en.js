/** @type {import('./types.js').Words<typeof import('./reports.ru.js').default>} */
export default {
};

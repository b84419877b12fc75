/** @type {import('./types.js').Words<typeof import('./work.ru.js').default>} */
export default {
};

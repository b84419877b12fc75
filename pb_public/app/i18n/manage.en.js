/** @type {import('./types.js').Words<typeof import('./manage.ru.js').default>} */
export default {
};

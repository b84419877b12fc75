/** What managers arrange: people, categories, hours, the site, the archive, the log. */
export default /** @type {const} */ ({
});

/** Reports and exports. */
export default /** @type {const} */ ({
});

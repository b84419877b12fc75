/** What a consultant has beside a task: the client's card, canned answers, two versions. */
export default /** @type {const} */ ({
});

// localStorage that may be off or full: the page works on without it.

/** @param {string} key @returns {string} */
export function load(key) {
  try { return localStorage.getItem(key) ?? ''; } catch { return ''; }
}

/** Saves a text; an empty one forgets the key. @param {string} key @param {string} value */
export function save(key, value) {
  try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private mode or full */ }
}

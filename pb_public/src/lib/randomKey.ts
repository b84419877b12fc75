/** A random key; crypto.randomUUID is missing where the site is served without TLS. */
export const randomKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

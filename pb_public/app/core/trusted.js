// The one Trusted Types policy of the page. It lets exactly two things through:
// the address of our service worker, and text for a parser whose document is
// never shown (ui/rich.js copies from it what it knows).

/** @type {any} */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('otklik', {
  createHTML: (/** @type {string} */ text) => text,
  createScriptURL: (/** @type {string} */ url) => { if (url !== '/sw.js') throw new TypeError(url); return url; },
});

/** @returns {string} */
export const workerURL = () => policy?.createScriptURL('/sw.js') ?? '/sw.js';

/** A document that is not connected to the page and runs nothing. @param {string} html */
export const inertDocument = (html) => new DOMParser().parseFromString(policy?.createHTML(html) ?? html, 'text/html');

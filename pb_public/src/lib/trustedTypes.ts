// The one Trusted Types policy of the page. It lets exactly two things through:
// the address of our service worker, and text for a parser whose document is
// never shown (ui/richText.ts copies from it what it knows).

interface Policy {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

// What a policy makes is no string to the browser; to the parser and to register() it is taken for one.
const policy = (window as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('otklik', {
  createHTML: (text: string) => text,
  createScriptURL: (url: string) => {
    if (url !== '/sw.js') throw new TypeError(url);
    return url;
  },
});

export const workerURL = (): string => policy?.createScriptURL('/sw.js') ?? '/sw.js';

/** A document that is not connected to the page and runs nothing. */
export const inertDocument = (html: string) =>
  new DOMParser().parseFromString(policy?.createHTML(html) ?? html, 'text/html');

import type axe from 'axe-core';

// What the tests put into a page's window, or look for in it.
declare global {
  interface Window {
    axe: typeof axe;
    /** Set by a script that must not have run. */
    hit?: unknown;
    /** The theme of the document before its first paint. */
    early?: string;
    /** How far a device's clock is off, in milliseconds. */
    skew: number;
    /** Not yet in TypeScript's own library. */
    trustedTypes: { createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => unknown };
    /** What was said of who is typing, one after the other. */
    told: string[];
    /** Hides the page and makes its streams deaf; shows it again. */
    sleep: () => void;
    wake: () => void;
  }
}

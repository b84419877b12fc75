import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Axe for a page of ours, by all its rules or by some of them. It is read into a
 * document once, not for each look: that costs more than a look does.
 * @param {import('@playwright/test').Page} page @param {string[]} [rules] @param {string} [part] a selector of what to look at; else the whole page
 */
export const axe = (page, rules, part) => ({
  async analyze() {
    if (page.frames().length > 1) throw new Error('a page with frames: axe would look at the page alone');
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(source);
    return page.evaluate(async ([runOnly, within]) => {
      const { violations } = await window.axe.run(within || document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) });
      return { violations };
    }, /** @type {const} */ ([rules, part]));
  },
});

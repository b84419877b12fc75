import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe can say of colours; everything else is the same in the dark. */
export const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds in a page, a line for each rule, once its animations are over.
 * Axe is read into a document once, not for each look: that costs more than a
 * look does.
 * @param rules all of them unless named
 * @param part a selector of what to look at; else the whole page
 */
export async function violations(page: Page, { rules, part }: { rules?: string[]; part?: string } = {}) {
  if (page.frames().length > 1) throw new Error('a page with frames: axe would look at the page alone');
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(
    async ([runOnly, within]) => {
      const finite = document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity);
      await Promise.all(finite.map((a) => a.finished.catch(() => null)));
      // preload fetches style sheets and media anew for each look, for a rule that is off and one of media that play by themselves.
      const { violations: found } = await window.axe.run(within ?? document, {
        resultTypes: ['violations'],
        preload: false,
        ...(runOnly && { runOnly }),
      });
      return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    },
    [rules, part] as const,
  );
}

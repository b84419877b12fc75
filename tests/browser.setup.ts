// Comes before the tests of the page: without a browser they end with one plain
// error, and not with one for each of them.
import { existsSync } from 'node:fs';
import { test } from '@playwright/test';

test('Chromium is installed', ({}, { project }) => {
  const chromium = String(project.metadata.chromium);
  if (!existsSync(chromium))
    throw new Error(`Chromium is missing: there is no ${chromium}. make browser installs it, CHROMIUM names another.`);
});

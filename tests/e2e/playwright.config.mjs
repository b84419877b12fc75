import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) throw new Error(`There is no Chromium at ${chromium}: the page can't be tested. Install it or set CHROMIUM.`);

export default defineConfig({
  testDir: '.',
  outputDir: './results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  // Generous: a busy machine must not fail what is right.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    locale: 'ru-RU', timezoneId: 'Europe/Moscow', viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: chromium }, trace: 'off', screenshot: 'only-on-failure',
  },
});

import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

// The same engine without a window takes a third less time; only the viewer of
// PDFs is the whole browser's.
const headless = '/usr/bin/chromium-headless-shell';
const shell = !process.env.CHROMIUM && existsSync(headless) ? headless : chromium;
const whole = /a PDF/;

export default defineConfig({
  outputDir: './results/page',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Generous: a busy machine must not fail what is right.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: 1280, height: 800 },
    trace: 'off',
    screenshot: 'only-on-failure',
    // Each context would install the service worker, keep every file by it and
    // fetch those of all other views: story.spec.ts, net.spec.ts and worker.spec.ts are with it.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'sdk', testDir: './sdk' },
    { name: 'browser', testDir: '.', testMatch: 'browser.setup.ts', metadata: { chromium } },
    {
      name: 'shell',
      testDir: './e2e',
      grepInvert: whole,
      dependencies: ['browser'],
      use: { launchOptions: { executablePath: shell } },
    },
    {
      name: 'whole',
      testDir: './e2e',
      grep: whole,
      dependencies: ['browser'],
      use: { launchOptions: { executablePath: chromium } },
    },
    {
      name: 'picture',
      testDir: '.',
      testMatch: 'picture.spec.ts',
      use: { launchOptions: { executablePath: shell } },
    },
    {
      name: 'speed',
      testDir: '.',
      testMatch: 'speed.spec.ts',
      timeout: 600_000,
      use: { launchOptions: { executablePath: shell } },
    },
    { name: 'mail', testDir: './mail', outputDir: './results/mail', fullyParallel: false, timeout: 600_000 },
  ],
});

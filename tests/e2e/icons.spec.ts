import { expect, test } from './fixtures.ts';

test('the icons are there where an SVG does not do, each as large as it says', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('link[rel=apple-touch-icon]')).toHaveAttribute('href', '/apple-touch-icon.png');
  const sizes = await page.evaluate(async () => {
    const manifest: { icons: { src: string; sizes: string }[] } = await (await fetch('/manifest.webmanifest')).json();
    const named = manifest.icons.filter(({ sizes }) => sizes !== 'any').map(({ src }) => src);
    const all = ['/favicon.ico', '/apple-touch-icon.png', ...named];
    return Promise.all(
      all.map(async (src) => {
        const answer = await fetch(src);
        const picture = await createImageBitmap(await answer.blob());
        return `${src} ${answer.headers.get('Content-Type')} ${picture.width}×${picture.height}`;
      }),
    );
  });
  expect(sizes).toEqual([
    '/favicon.ico image/x-icon 32×32',
    '/apple-touch-icon.png image/png 180×180',
    '/icon-192.png image/png 192×192',
    '/icon-512.png image/png 512×512',
  ]);
});

import { defineConfig } from 'vitest/config';

// The tests run without a browser: test.setup.ts has the little of one that modules ask for when they are loaded.
export default defineConfig({
  test: { allowOnly: false, include: ['src/**/*.test.ts', 'build/*.test.ts'], setupFiles: ['./test.setup.ts'] },
});

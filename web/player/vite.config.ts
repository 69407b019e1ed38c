import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: 'page',
  base: '/assets/player/',
  publicDir: false,
  clearScreen: false,
  build: {
    outDir: '../target/classes/web/player',
    emptyOutDir: true,
    assetsDir: '.',
    assetsInlineLimit: 0,
    target: 'es2020',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    license: { fileName: 'licenses.txt' },
  },
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxConcurrency: 3,
    reporters: ['dot'],
  },
});

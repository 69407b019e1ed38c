import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const LICENSES = 'licenses.txt';
const MODULES = resolve(import.meta.dirname, 'node_modules');

export default defineConfig({
  root: 'page',
  base: '/assets/player/',
  publicDir: false,
  clearScreen: false,
  plugins: [licensesInside('dashjs')],
  resolve: {
    // without dash.js' ways into protected, offline and Smooth Streaming content
    alias: { dashjs: `${MODULES}/dashjs/dist/modern/esm/dash.mediaplayer.min.js` },
  },
  build: {
    outDir: '../target/classes/web/player',
    emptyOutDir: true,
    assetsDir: '.',
    assetsInlineLimit: 0,
    target: 'es2020',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
    license: { fileName: LICENSES },
  },
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxConcurrency: 3,
    reporters: ['dot'],
  },
});

/** A library that comes bundled holds others, whose licenses count as well. */
function licensesInside(library: string): Plugin {
  return {
    name: 'licenses-inside',
    writeBundle({ dir }) {
      const inside = [...dependenciesOf(library, new Set())].sort();
      appendFileSync(`${dir}/${LICENSES}`, inside.map(licenseOf).join(''));
    },
  };
}

function dependenciesOf(name: string, found: Set<string>): Set<string> {
  const { dependencies, peerDependencies } = manifestOf(name);
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies }).filter((each) => !found.has(each))) {
    dependenciesOf(dependency, found.add(dependency));
  }
  return found;
}

function licenseOf(name: string): string {
  const { version, license } = manifestOf(name);
  const file = readdirSync(`${MODULES}/${name}`).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : readFileSync(`${MODULES}/${name}/${file}`, 'utf8');
  return `\n\n---\n\n## ${name} - ${version} (${license})\n\n${text.trim()}\n`;
}

interface Manifest {
  version: string;
  license: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

function manifestOf(name: string): Manifest {
  const file = `${MODULES}/${name}/package.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : { version: '', license: '' };
}

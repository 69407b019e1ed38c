/** What the browser test needs of the machine. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

export function findChromium(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/bin'];
  const places = [process.env['CHROMIUM'], ...names.flatMap((name) => folders.map((folder) => `${folder}/${name}`))];
  return places.find((place) => place !== undefined && executable(place)) ?? null;
}

export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
}

/** Debian: `fonts-noto-cjk`; without it Chinese screenshots show boxes. */
export function hasChineseFont(): boolean {
  return existsSync('/usr/share/fonts') && readdirSync('/usr/share/fonts', { recursive: true }).some((file) => /CJK/i.test(String(file)));
}

export const PICTURE_BITS = 9;
export const MEDIA_MS = 10_000;

/**
 * Ten seconds with B-frames and a tone that starts a little before the picture. A strip of nine
 * fields at the top shows each picture's number in binary.
 */
export function makeMedia(file: string): void {
  if (existsSync(file)) {
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  const bit = `mod(floor(N/pow(2,floor(X*${PICTURE_BITS}/W))),2)`;
  const run = spawnSync('ffmpeg', [
    '-v', 'error', '-y',
    '-f', 'lavfi', '-i', 'testsrc2=s=960x540:r=30',
    '-f', 'lavfi', '-i', 'color=s=72x8:r=30',
    '-f', 'lavfi', '-i', 'sine=440:sample_rate=48000',
    '-filter_complex', `[1:v]format=gray,geq=lum='16+219*${bit}',scale=960:40:flags=neighbor[n];[0:v][n]overlay=0:0,format=yuv420p[v]`,
    '-map', '[v]', '-map', '2:a', '-t', '10',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '30', '-sc_threshold', '0', '-b:v', '1500k',
    '-c:a', 'aac', '-b:a', '96k', '-ac', '2',
    '-f', 'flv', '-flvflags', 'no_duration_filesize', file,
  ], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.status !== 0) {
    throw new Error('ffmpeg could not make the test media');
  }
}

function executable(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

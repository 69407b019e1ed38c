/** The statistics overlay: one line a figure. */
import { localNowMs, type ClockSync } from './clock-sync';
import type { Format } from './format';
import type { StreamInfo } from './info';
import { FORMAT_TEXTS, type Texts } from './text';
import type { ViewerStats } from './viewer-stats';

const NONE = '–';

interface Line {
  label: keyof Texts;
  value: string;
  strong?: boolean;
}

export interface StatisticsSource {
  stats: ViewerStats;
  clock: ClockSync;
  info: StreamInfo | null;
  format: Format | null;
}

/** The overlay's lines for now. */
export function statisticsLines({ stats, clock, info, format }: StatisticsSource, texts: Texts): Line[] {
  const nowMs = performance.now();
  const stalls = `${stats.play.stalls} (${seconds(stats.play.stalledMs(nowMs))})`;
  return [
    { label: 'statDelay', value: milliseconds(stats.delay.value), strong: true },
    { label: 'statResolution', value: stats.width > 0 ? `${stats.width} × ${stats.height}` : NONE },
    { label: 'statFps', value: stats.shownRate.perSecond === null ? NONE : `${stats.shownRate.perSecond.toFixed(1)} fps` },
    { label: 'statBitrate', value: bitrate(stats.bitrate.bitsPerSecond) },
    { label: 'statBuffer', value: milliseconds(stats.bufferMs) },
    ...(stats.playerLatencyMs === null ? [] : [{ label: 'statEdge' as const, value: milliseconds(stats.playerLatencyMs) }]),
    { label: 'statStalls', value: stalls },
    { label: 'statDropped', value: `${stats.droppedFrames} / ${stats.shownFrames + stats.droppedFrames}` },
    { label: 'statRate', value: `${stats.playbackRate.toFixed(2)} ×` },
    { label: 'statFirst', value: milliseconds(stats.firstPictureMs) },
    { label: 'statClock', value: clockOffset(clock) },
    { label: 'statCodecs', value: info?.tracks.map((track) => track.codec).join(' + ') || NONE },
    { label: 'statFormat', value: [format && texts[FORMAT_TEXTS[format]], info?.profile].filter(Boolean).join(' · ') || NONE },
  ];
}

export function renderStatistics(list: HTMLElement, lines: Line[], texts: Texts): void {
  list.replaceChildren(
    ...lines.flatMap(({ label, value, strong }) => {
      const term = document.createElement('dt');
      const definition = document.createElement('dd');
      term.textContent = texts[label];
      definition.textContent = value;
      definition.classList.toggle('strong', strong === true);
      return [term, definition];
    }),
  );
}

/** The node's clock minus this device's wall clock; null before it is measured. */
export function clockOffsetMs(clock: ClockSync): number | null {
  return clock.offset === null ? null : clock.offset.offsetMs + localNowMs() - Date.now();
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function milliseconds(ms: number | null): string {
  return ms === null ? NONE : `${Math.round(ms)} ms`;
}

function bitrate(bitsPerSecond: number | null): string {
  if (bitsPerSecond === null) {
    return NONE;
  }
  return bitsPerSecond < 1e6 ? `${Math.round(bitsPerSecond / 1e3)} kbit/s` : `${(bitsPerSecond / 1e6).toFixed(2)} Mbit/s`;
}

function clockOffset(clock: ClockSync): string {
  const offsetMs = clockOffsetMs(clock);
  if (offsetMs === null || clock.offset === null) {
    return NONE;
  }
  return `${offsetMs.toFixed(1)} ± ${(clock.offset.roundTripMs / 2).toFixed(1)} ms`;
}

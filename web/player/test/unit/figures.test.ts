import { describe, expect, it } from 'vitest';
import { bestOffset } from '../../page/clock-sync';
import { FrameClock } from '../../page/frame-clock';
import { BitrateMeter, Median, PlayMeter, RateMeter } from '../../page/meters';
import { ingestAt } from '../../page/ingest-delay';
import { keepBehindEdge, paceFor, shouldJump, startBufferMs } from '../../page/pace';
import { Silence } from '../../page/silence';
import { ViewerStats } from '../../page/viewer-stats';
import { reportOf } from '../../page/report';

describe('FrameClock', () => {
  it('finds the picture on screen among frames in decoding order', () => {
    const clock = new FrameClock();
    [[100, 1], [220, 2], [140, 3], [180, 4], [260, 5]].forEach(([ptsMs, ingest]) => clock.add(ptsMs!, ingest!));
    expect([100, 139, 140, 181, 219.4, 500].map((at) => clock.ingestAt(at))).toEqual([1, 3, 3, 4, 2, 5]);
  });

  it('forgives the rounding of a millisecond', () => {
    const clock = new FrameClock();
    clock.add(100, 1);
    clock.add(133, 2);
    expect(clock.ingestAt(132.2)).toBe(2);
  });

  it('knows nothing of what was before it, forgets what it may, and keeps a bound', () => {
    const clock = new FrameClock(3);
    expect(clock.ingestAt(5)).toBeNull();
    [10, 20, 30, 40].forEach((ptsMs) => clock.add(ptsMs, ptsMs));
    expect(clock.ingestAt(10)).toBeNull();
    clock.dropBefore(30);
    expect(clock.ingestAt(20)).toBeNull();
    expect(clock.ingestAt(30)).toBe(30);
  });
});

describe('bestOffset', () => {
  it('believes the fastest answer', () => {
    const samples = [
      { sentMs: 1000, receivedMs: 1300, unixUs: 6_250_000 },
      { sentMs: 2000, receivedMs: 2010, unixUs: 7_005_000 },
      { sentMs: 3000, receivedMs: 3080, unixUs: 8_070_000 },
    ];
    expect(bestOffset(samples)).toEqual({ offsetMs: 5000, roundTripMs: 10 });
  });

  it('has no opinion without answers, or from a clock that ran backwards', () => {
    expect(bestOffset([])).toBeNull();
    expect(bestOffset([{ sentMs: 10, receivedMs: 5, unixUs: 1 }])).toBeNull();
  });
});

describe('paceFor', () => {
  const pace = { targetMs: 700, maxMs: 2000 };

  it('plays as recorded near the target', () => {
    expect([450, 700, 800].map((bufferMs) => paceFor(bufferMs, 1, pace))).toEqual([1, 1, 1]);
  });

  it('catches up gently, and on until the target', () => {
    expect(paceFor(900, 1, pace)).toBe(1.04);
    expect(paceFor(2000, 1, pace)).toBe(1.1);
    expect(paceFor(750, 1.04, pace)).toBe(1.03);
    expect(paceFor(700, 1.04, pace)).toBe(1);
  });

  it('leaves what is above the maximum to the fast catch-up', () => {
    expect(paceFor(2100, 1, pace)).toBe(1.2);
  });

  it('slows down before it runs dry, and fills up', () => {
    expect(paceFor(100, 1, pace)).toBe(0.9);
    expect(paceFor(400, 1, pace)).toBe(0.95);
    expect(paceFor(600, 0.95, pace)).toBe(0.95);
    expect(paceFor(640, 0.95, pace)).toBe(1);
  });

  it('comes to rest near the target from anywhere', () => {
    for (const start of [0, 300, 700, 1500, 2500]) {
      let bufferMs = start;
      let rate = 1;
      for (let seconds = 0; seconds < 60; seconds += 0.2) {
        rate = paceFor(bufferMs, rate, pace);
        bufferMs += 200 * (1 - rate);
      }
      expect(Math.abs(bufferMs - pace.targetMs), `from ${start}`).toBeLessThan(0.41 * pace.targetMs);
      expect(rate).toBe(1);
    }
  });

  it('jumps at the start if the burst was too long, later only after a sleep', () => {
    expect(shouldJump(1000, 0, pace)).toBe(false);
    expect(shouldJump(1050, 500, pace)).toBe(true);
    expect(shouldJump(2100, 5000, pace)).toBe(false);
    expect(shouldJump(6000, 5000, pace)).toBe(true);
  });

  it('starts with less than the target', () => {
    expect(startBufferMs(pace)).toBe(350);
    expect(startBufferMs({ targetMs: 3000, maxMs: 8000 })).toBe(400);
  });
});

describe('meters', () => {
  it('counts stalls only of what played', () => {
    const meter = new PlayMeter();
    meter.stall(100);
    expect(meter.stalls).toBe(0);
    meter.play(1000);
    meter.stall(3000);
    expect([meter.stalls, meter.stalledMs(3500), meter.playedMs(3500)]).toEqual([1, 500, 2000]);
    meter.play(4000);
    expect([meter.stalledMs(9000), meter.playedMs(5000)]).toEqual([1000, 3000]);
    meter.stop(6000);
    meter.stall(7000);
    expect([meter.stalls, meter.playedMs(9000)]).toEqual([1, 4000]);
  });

  it('counts an interruption once, also after a stop in good order', () => {
    const meter = new PlayMeter();
    meter.play(0);
    meter.stop(1000);
    meter.interrupt(1000);
    meter.interrupt(1500);
    meter.play(2000);
    expect([meter.stalls, meter.stalledMs(3000)]).toEqual([1, 1000]);
  });

  it('measures the bitrate by the media, not by the burst', () => {
    const meter = new BitrateMeter();
    expect(meter.bitsPerSecond).toBeNull();
    for (let dtsMs = 0; dtsMs <= 10_000; dtsMs += 40) {
      meter.add(dtsMs, 5000);
    }
    expect(meter.bitsPerSecond).toBe(1_000_000);
  });

  it('measures how fast a counter grows, and starts anew when it falls', () => {
    const meter = new RateMeter();
    for (let atMs = 0; atMs <= 5000; atMs += 200) {
      meter.read(atMs * 0.03, atMs);
    }
    expect(meter.perSecond).toBeCloseTo(30);
    meter.read(0, 5200);
    expect(meter.perSecond).toBeNull();
  });

  it('takes the median', () => {
    const median = new Median(3);
    expect(median.value).toBeNull();
    [900, 10, 30, 20].forEach((value) => median.add(value));
    expect(median.value).toBe(20);
  });
});

describe('Silence', () => {
  it('begins once after three seconds, and ends with the next bytes', () => {
    const silence = new Silence(1_000);
    expect(silence.heard(1_040)).toBe(false);
    expect([3_000, 4_040, 4_041, 9_000].map((nowMs) => silence.begins(nowMs))).toEqual([false, false, true, false]);
    expect([9_500, 9_510].map((nowMs) => silence.heard(nowMs))).toEqual([true, false]);
    expect(silence.begins(13_000)).toBe(true);
  });

  it('is patient with a stream that pauses by nature', () => {
    const silence = new Silence(0);
    silence.heard(2_500);
    expect([6_000, 9_999, 10_001].map((nowMs) => silence.begins(nowMs))).toEqual([false, false, true]);
  });
});

describe('the report', () => {
  it('sums over connections', () => {
    const stats = new ViewerStats();
    stats.play.play(1000);
    stats.decoded(100, 3);
    stats.connectionClosed();
    stats.decoded(50, 1);
    stats.delay.add(812.4);
    stats.firstPictureMs = 300.6;
    expect(reportOf('abc', 'flv', stats, 6000)).toEqual({
      session: 'abc',
      transport: 'flv',
      firstPictureMs: 301,
      stalls: 0,
      stalledMs: 0,
      playedMs: 5000,
      delayMs: 812,
      frames: 146,
      droppedFrames: 4,
      bitrate: null,
    });
  });
});

describe('keepBehindEdge', () => {
  const at = { latencyMs: 700, bufferMs: 500, targetMs: 700, segmentMs: 1000, rate: 1 };

  it('plays as recorded near the target, and gently towards it', () => {
    expect(keepBehindEdge(at)).toBe(1);
    expect(keepBehindEdge({ ...at, latencyMs: 1200 })).toBeGreaterThan(1.03);
    expect(keepBehindEdge({ ...at, latencyMs: 4000 })).toBe(1.1);
    expect(keepBehindEdge({ ...at, latencyMs: 400 })).toBe(0.95);
  });

  it('never hurries on a nearly empty buffer', () => {
    expect(keepBehindEdge({ ...at, bufferMs: 80 })).toBe(0.95);
    expect(keepBehindEdge({ ...at, latencyMs: 2000, bufferMs: 80 })).toBe(1);
  });

  it('jumps when catching up would take too long', () => {
    expect(keepBehindEdge({ ...at, latencyMs: 5000 })).toBe('jump');
    expect(keepBehindEdge({ ...at, latencyMs: 5000, segmentMs: 4000 })).toBe(1.1);
  });
});

describe('ingestAt', () => {
  const list = [
    { start: 10, programDateTime: 1_000_000 },
    { start: 11, programDateTime: 1_001_010 },
    { start: 12, programDateTime: null },
  ];

  it('counts from the nearest dated segment before', () => {
    expect(ingestAt(list, 10.5)).toBe(1_000_500);
    expect(ingestAt(list, 11)).toBe(1_001_010);
    expect(ingestAt([...list, undefined], 12.5)).toBe(1_002_510);
    expect(ingestAt(list, 9)).toBeNull();
  });
});

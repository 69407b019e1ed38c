import { BitrateMeter, Median, PlayMeter, RateMeter } from './meters';

/** What this viewer saw since the page was opened, over all connections. Owned by the page. */
export class ViewerStats {
  readonly play = new PlayMeter();
  readonly delay = new Median();
  readonly bitrate = new BitrateMeter();
  readonly shownRate = new RateMeter();

  /** From the viewer's wish to the first picture; null before it, or if the page was in the background meanwhile. */
  firstPictureMs: number | null = null;
  pictureSeen = false;
  width = 0;
  height = 0;
  bufferMs = 0;
  playbackRate = 1;
  /** Video frames that arrived. */
  receivedFrames = 0;
  receivedBytes = 0;
  /** Connections that were opened. */
  connections = 0;
  /** Jumps to the live edge. */
  jumps = 0;

  /** Of the picture on screen: its time in the stream, and when the origin had it. */
  shownMediaMs: number | null = null;
  shownIngestUnixUs: number | null = null;

  /** The distance from the live edge as the player itself has it; null for players that have none. */
  playerLatencyMs: number | null = null;

  private earlierFrames = 0;
  private earlierDropped = 0;
  private currentFrames = 0;
  private currentDropped = 0;

  /** Decoded frames that were shown. */
  get shownFrames(): number {
    return this.earlierFrames + this.currentFrames;
  }

  /** Decoded frames that came too late to be shown. */
  get droppedFrames(): number {
    return this.earlierDropped + this.currentDropped;
  }

  /** The counters of one connection's decoder; they start at 0 with each. */
  decoded(totalFrames: number, droppedFrames: number): void {
    this.currentFrames = totalFrames - droppedFrames;
    this.currentDropped = droppedFrames;
  }

  connectionClosed(): void {
    this.earlierFrames = this.shownFrames;
    this.earlierDropped = this.droppedFrames;
    this.currentFrames = this.currentDropped = 0;
    this.delay.clear();
    this.shownRate.clear();
    this.bitrate.clear();
    this.playerLatencyMs = null;
    this.bufferMs = 0;
    this.playbackRate = 1;
  }
}

/** Covers the video with its last picture while connections change, so that it never flashes black. */
export class Still {
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly canvas: HTMLCanvasElement,
  ) {}

  capture(): void {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0 || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      return; // nothing to show: an older still stays
    }
    this.canvas.width = videoWidth;
    this.canvas.height = videoHeight;
    this.canvas.getContext('2d')?.drawImage(this.video, 0, 0);
    this.canvas.hidden = false;
  }

  clear(): void {
    this.canvas.hidden = true;
  }
}

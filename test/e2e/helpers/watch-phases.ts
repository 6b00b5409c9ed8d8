export interface PhaseSeen {
  readonly sopUid: string;
  readonly index: string;
  /** ms, of the page. */
  readonly at: number;
  /** The middle of the glass was black when it came, or on the way to it. */
  readonly dark: boolean;
}

/** In the page: the next pictures of a viewport, one after the other. */
export async function watchPhases({ viewportId, count }: { viewportId: string; count: number }): Promise<PhaseSeen[]> {
  const glass = document.querySelector<HTMLElement>(`[data-viewport-id="${viewportId}"]`);
  const canvas = glass?.querySelector('canvas');
  const pen = document.createElement('canvas').getContext('2d');
  const seen: PhaseSeen[] = [];
  let dark = false;
  while (glass && canvas && pen && seen.length < count) {
    await new Promise((done) => requestAnimationFrame(done));
    pen.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
    dark ||= (pen.getImageData(0, 0, 1, 1).data[0] ?? 0) < 30;
    const { sopUid = '', index = '' } = glass.dataset;
    if (sopUid === '' || sopUid === seen.at(-1)?.sopUid) continue;
    seen.push({ sopUid, index, at: performance.now(), dark });
    dark = false;
  }
  return seen;
}

import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { askStation } from '../../e2e/helpers/station.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { WrongPixels } from './pixel-check.ts';
import { ctPixels, sopUidOf } from './synthetic-ct.ts';
import type { SyntheticCt } from './synthetic-ct.ts';

/** The images of a study that is in the store, asked of the station as the window does when it opens one. */
export async function imagesOf(page: Page, ct: SyntheticCt): Promise<readonly ImageInfo[]> {
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  const row = rows.find(({ studyUid }) => studyUid === ct.studyUid);
  if (!row) throw new Error('the study is not in the list');
  const { series } = await askStation(page, 'study.open', { studyId: StudyId.parse(row.studyId) });
  return series.flatMap((one) => one.images);
}

/**
 * Asks for slices of the open study over a frame port of its own, the way of every picture, and holds each bit against the
 * file.
 * @throws WrongPixels
 */
export async function checkFrames(page: Page, ct: SyntheticCt): Promise<void> {
  const images = await imagesOf(page, ct);
  for (const slice of [0, Math.floor(ct.slices / 2), ct.slices - 1]) {
    const image = images.find(({ sopUid }) => sopUid === sopUidOf(ct, slice));
    if (!image) throw new WrongPixels(`slice ${slice} is not in the study`);
    const stored = ctPixels(ct, slice);
    const wanted = createHash('sha256').update(new Uint8Array(stored.buffer)).digest('hex');
    if ((await hashInPage(page, image.objectId)) !== wanted)
      throw new WrongPixels(`slice ${slice} came with other bits`);
  }
}

/** SHA-256 of the first frame of an object as it arrives in the window. */
async function hashInPage(page: Page, objectId: string): Promise<string> {
  return page.evaluate(async (id) => {
    const arrived = new Promise<MessagePort>((resolve) => {
      const take = (event: MessageEvent<unknown>): void => {
        const [port] = event.ports;
        if (event.data !== 'nightjar:frame-port' || !port) return;
        window.removeEventListener('message', take);
        resolve(port);
      };
      window.addEventListener('message', take);
    });
    await window.nightjar.call('app.connectFrames', {});
    const port = await arrived;
    const frame = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      port.onmessage = ({ data }: MessageEvent<{ t: string; data?: Uint8Array<ArrayBuffer> }>) => {
        if (data.t === 'frame' && data.data) resolve(data.data);
        if (data.t === 'fail') reject(new Error('the frame was refused'));
      };
    });
    port.postMessage({ t: 'hello', credit: 4 * 1024 * 1024 });
    port.postMessage({ t: 'get', id: 0, objectId: id, frame: 1, form: 'display', priority: 'shown' });
    const hash = await crypto.subtle.digest('SHA-256', await frame);
    port.close();
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, objectId);
}

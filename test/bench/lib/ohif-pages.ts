import type { Page } from 'playwright-core';
import { installProbe } from './probe.ts';

interface CachedImage {
  readonly imageId: string;
  readonly image?: { getPixelData(): ArrayLike<number> };
}

declare global {
  interface Window {
    /** OHIF shows its parts to whoever opens the console. */
    readonly cornerstone: { readonly cache: { readonly _imageCache: Map<string, CachedImage> } };
  }
}

/** Loads OHIF's study list anew: what it had in memory is gone. */
export async function ohifList(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('row').filter({ hasText: 'BENCH' }).first().waitFor({ timeout: 60_000 });
  await installProbe(page);
}

/** Opens a study in the basic viewer as a reader does. */
export async function ohifDoubleClick(page: Page, patientId: string): Promise<void> {
  const name = patientId.replace('BENCH', 'BENCH, CT');
  await page.getByRole('row').filter({ hasText: name }).first().dblclick();
}

/** Lets the probe count the decoded slices of one study. */
export async function countInOhif(page: Page, studyUid: string): Promise<void> {
  await page.evaluate((study) => {
    window.benchCount = () => {
      const { _imageCache: images } = window.cornerstone.cache;
      let count = 0;
      for (const { imageId, image } of images.values()) if (image && imageId.includes(study)) count += 1;
      return count;
    };
  }, studyUid);
}

/** The stored values of one slice as they lie in OHIF's memory; it may have rescaled them. */
export async function ohifPixels(page: Page, sopUid: string): Promise<readonly number[]> {
  return page.evaluate((sop) => {
    const { _imageCache: images } = window.cornerstone.cache;
    const found = [...images.values()].find(({ imageId }) => imageId.includes(`/${sop}/`));
    return found?.image ? Array.from(found.image.getPixelData()) : [];
  }, sopUid);
}

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { testdata } from './testdata.ts';

export interface OneStudy {
  readonly studyUid: string;
  /** Series UID of each file, in their order. */
  readonly series: readonly string[];
}

/** Copies of files of the test data as one study of one made-up patient, a series each. Needs dcmodify. */
export function asOneStudy(files: readonly string[], folder: string): OneStudy {
  const root = `1.2.826.0.1.3680043.10.99.${process.pid}.${Date.now()}`;
  mkdirSync(folder, { recursive: true });
  const series = files.map((file, place) => {
    const seriesUid = `${root}.${place + 1}`;
    const copy = path.join(folder, `${place + 1}.dcm`);
    copyFileSync(testdata(file), copy);
    const values = [
      ...[`(0020,000d)=${root}`, `(0020,000e)=${seriesUid}`, `(0008,0018)=${seriesUid}.1`],
      ...['(0010,0010)=GREY^PHANTOM', '(0010,0020)=GREY-1', '(0010,0030)=19700101', '(0008,0020)=20260101'],
      ...['(0010,0021)=', `(0020,0011)=${place + 1}`],
    ];
    execFileSync('dcmodify', ['-q', '-nb', ...values.flatMap((value) => ['-i', value]), copy]);
    return seriesUid;
  });
  return { studyUid: root, series };
}

import { transferSyntax } from '../../../shared/dicom/transfer-syntax.ts';

/** H.264 of one picture after another; stereo and 3D have two beside each other. */
const PLAYABLE = /^1\.2\.840\.10008\.1\.2\.4\.10[234](\.1)?$/;

/** Whether the window may try to play a video of this transfer syntax. */
export function mayPlay(syntaxUid: string): boolean {
  return PLAYABLE.test(syntaxUid);
}

/** Why a video is not shown, and what to do. */
export function videoText(syntaxUid: string): string {
  return `${transferSyntax(syntaxUid).name} video. Look at it where it was taken: this program has no player for it. It stays listed, and goes on as it came.`;
}

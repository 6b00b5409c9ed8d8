import { createHash } from 'node:crypto';
import { doctorPhantom } from '../../doctor-phantom.ts';
import { empty, text } from '../../dicom/write/element.ts';
import { EXPLICIT_LITTLE_ENDIAN } from '../../dicom/write/write-file.ts';
import type { OutgoingObject } from '../../sources/source.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/**
 * What a test stores at a site when somebody asks for that: a tiny picture of nobody, whose every field says so. The same of a
 * source each time, so that a site has it once however often it is tested.
 */
export function trialObject(sourceId: string): OutgoingObject {
  const [studyUid, seriesUid, sopUid] = [
    uidOf(sourceId, 'study'),
    uidOf(sourceId, 'series'),
    uidOf(sourceId, 'object'),
  ];
  const file = doctorPhantom({ studyUid, seriesUid, sopUid }, [
    empty(0x00080020, 'DA'),
    empty(0x00080030, 'TM'),
    empty(0x00080050, 'SH'),
    text(0x00080064, 'CS', 'SYN'),
    empty(0x00080090, 'PN'),
    text(0x00081030, 'LO', 'Connection test, may be deleted'),
    text(0x00100010, 'PN', 'NIGHTJAR^CONNECTION TEST'),
    text(0x00100020, 'LO', 'NIGHTJAR-TEST'),
    empty(0x00100030, 'DA'),
    text(0x00100040, 'CS', 'O'),
    text(0x00200010, 'SH', 'TEST'),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', '1'),
  ]);
  return {
    ...{ sopUid, studyUid, sopClass: SECONDARY_CAPTURE, transferSyntax: EXPLICIT_LITTLE_ENDIAN, bytes: file.length },
    open: async function* () {
      yield await Promise.resolve(file);
    },
  };
}

/** 120 bits of a hash under the UUID root (Part 5, B.2). */
function uidOf(sourceId: string, what: string): string {
  const hash = createHash('sha256').update(`connection test\0${what}\0${sourceId}`).digest('hex');
  return `2.25.${BigInt(`0x${hash.slice(0, 30)}`)}`;
}

import type { CommittingSource } from '../../../../electron/station/transfer/outbox/dicom-connector.ts';
import { sayingSource } from './saying-source.ts';

/**
 * An archive that takes whatever comes, and keeps it or not. No stand-in for a network (Orthanc and scripted peers are asked in
 * commitment.test.ts): it lives in a process that is to be killed, and no archive of another process can be made to say no at will.
 */
export function committingSource(studyUid: string, keeps: boolean): CommittingSource {
  return {
    ...sayingSource(studyUid, {}, ['CT']),
    capabilities: { retrieve: [], store: 'c-store', storageCommitment: true },
    store: async function* (objects) {
      await Promise.resolve();
      for (const { sopUid } of objects) yield { sopUid, state: 'stored', status: '0x0000' };
    },
    commit: (transactionUid, objects) => {
      const uids = objects.map(({ sopUid }) => sopUid);
      const failed = uids.map((sopUid) => ({ sopUid, status: '0x0112' }));
      return Promise.resolve({ transactionUid, committed: keeps ? uids : [], failed: keeps ? [] : failed });
    },
  };
}

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ProfilePreview } from '../../../../shared/model/profile-view.ts';
import type { Report } from '../../../../shared/model/report.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { ctImage } from '../../../helpers/dicom-builder.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../../faults/store/station-fixture.ts';
import { written } from '../../report/reporting-fixture.ts';
import { administrator } from './profile-fixture.ts';

it('a study of a region leaves the whole station by no way that its site closes, and each try is recorded', async () => {
  const bea = administrator();
  const out = await tempDir();
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Ada Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const profileFile = path.join(out, 'profile.json');
  const leaving = { object: 'in-region', report: 'in-region', package: 'never', sync: 'never' } as const;
  writeFileSync(profileFile, bea.sign({ leaving }));
  const { hash } = await answer<ProfilePreview>(station, 'profile.previewFile', { file: profileFile });
  await answer(station, 'profile.apply', { hash, trust: bea.fingerprint });
  await answer(station, 'profile.statePlace', { jurisdiction: 'DE' });

  const image = path.join(out, 'image');
  writeFileSync(image, ctImage());
  const jobId = station.rooms.startImport({ paths: [image], site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const [row] = station.rooms.worklist.list('').rows;
  if (!row) throw new Error('nothing was imported');
  const { studyId } = row;
  const objectId = station.rooms.archive.openStudy(studyId).series[0]?.images[0]?.objectId;
  if (objectId === undefined) throw new Error('no image');
  const report = await answer<Report>(station, 'report.create', { studyId, templateId: 'general' });
  const { reportId, revision } = report;
  const content = written(report, { findings: 'Clear.', impression: 'Normal.' });
  await answer(station, 'report.save', { reportId, revision, content });
  const acknowledged = ['check/unread-series'];
  await answer(station, 'report.sign', { reportId, acknowledged, zone: '+01:00' });

  const { rooms } = station;
  const ways = (name: string): readonly (() => Promise<unknown>)[] => [
    () => rooms.exportObject(objectId, path.join(out, `${name}.dcm`), { replace: false }),
    () => rooms.reporting.export({ reportId, format: 'text', file: path.join(out, `${name}.txt`) }),
    () => rooms.audit.bundle({ reportId, file: path.join(out, `${name}.evidence`), replace: false }),
  ];
  await answer(station, 'profile.statePlace', { jurisdiction: 'US' });
  for (const way of ways('abroad')) expect(await codeRejected(way())).toBe('residency/other-region');
  for (const end of ['dcm', 'txt', 'evidence']) expect(existsSync(path.join(out, `abroad.${end}`))).toBe(false);
  const { index } = station.access.requireStore();
  const refused = index.prepare("SELECT count(*) FROM audit WHERE command = 'residency.refused'").pluck().get();
  expect(refused).toBe(3);
  await answer(station, 'profile.statePlace', { jurisdiction: 'FR' });
  for (const way of ways('inside')) await way();
  for (const end of ['dcm', 'txt', 'evidence']) expect(existsSync(path.join(out, `inside.${end}`))).toBe(true);
}, 60_000);

import type { Migration } from '../migrate.ts';
import { firstJournal } from './0010-first.ts';
import { seen } from './0020-seen.ts';
import { generation } from './0030-generation.ts';
import { seriesCalibrations } from './0250-series-calibration.ts';
import { keyImages } from './0260-key-image.ts';
import { lesions } from './0280-lesion.ts';
import { seriesValueMaps } from './0310-series-value-map.ts';
import { personControls } from './0330-person-controls.ts';
import { habits } from './0350-habit.ts';
import { looks } from './0355-look.ts';
import { openCases } from './0360-open-cases.ts';
import { hangingDrafts } from './0370-hanging-draft.ts';
import { lookSpans } from './0380-look-spans.ts';
import { waitingSignatures } from './0400-waiting-signature.ts';
import { personMacros } from './0390-person-macro.ts';
import { speech } from './0430-speech.ts';
import { keyLooks } from './0440-key-look.ts';
import { reviewDrafts } from './0470-review-draft.ts';
import { stationChecks } from './0290-station-check.ts';

export const journalMigrations: readonly Migration[] = [
  ...[firstJournal, seen, generation, seriesCalibrations, keyImages, lesions],
  ...[stationChecks, seriesValueMaps, personControls, habits, looks, openCases, hangingDrafts],
  ...[lookSpans, personMacros, waitingSignatures, speech, keyLooks, reviewDrafts],
];

import type { ValueMapsContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId, StudyId } from '../../shared/model/ids.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { OfferedMap } from '../../shared/model/value-map.ts';
import { formatNumber, unitText } from '../../shared/rules/format.ts';
import { mappedUnit, mapWords, RATIO } from '../../shared/rules/value-maps.ts';
import { Button } from '../ui/index.ts';
import styles from './objects.module.css';

/** Which map a series is to be read by; null: by its header. */
export interface MapChoice {
  readonly studyId: StudyId;
  readonly seriesUid: string;
  readonly choice: { readonly objectId: ObjectId; readonly item: number } | null;
}

interface Named {
  readonly studyId: StudyId;
  readonly seriesUid: string;
  readonly name: string;
  readonly images: number;
  /** Words of the map that it is read by now. */
  readonly now: string | null;
}

/** What an object says of the values of other images. Nothing changes until the reader chooses a map for a series. */
export function ValueMapFacts({
  objectId,
  content: { valueMaps },
  studies,
  onChoose,
}: {
  readonly objectId: ObjectId;
  readonly content: ValueMapsContent;
  /** Of the open case. */
  readonly studies: readonly StudyForReading[];
  readonly onChoose: (choice: MapChoice) => void;
}) {
  if (valueMaps.maps.length === 0) return <p className={styles['warning']}>▲ It holds no map.</p>;
  return (
    <ul className={styles['parts']} aria-label="Maps of values">
      {valueMaps.maps.map((offered, item) => {
        const words = mapWords(valueMaps, offered);
        const named = seriesNamed(offered, studies);
        return (
          <li key={item}>
            <h3 className={styles['heading']}>{words}</h3>
            <Rule offered={offered} />
            {offered.map === null || offered.framesOnly
              ? null
              : named.map(({ studyId, seriesUid, name, images, now }) => (
                  <p key={`${studyId} ${seriesUid}`}>
                    {`${name}, ${images} ${images === 1 ? 'image' : 'images'}`}
                    <br />
                    <Button
                      aria-pressed={now === words}
                      onClick={() =>
                        onChoose({ studyId, seriesUid, choice: now === words ? null : { objectId, item } })
                      }
                    >
                      {now === words ? 'Values of the header again' : 'Read its values by this map'}
                    </Button>
                    {now === null || now === words ? null : (
                      <>
                        <br />
                        <span className={styles['quiet']}>now read by {now}</span>
                      </>
                    )}
                  </p>
                ))}
            {named.length > 0 ? null : (
              <p className={styles['warning']}>▲ No image that it is for is here ({offered.images.length} named).</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Rule({ offered: { map, framesOnly } }: { readonly offered: OfferedMap }) {
  if (map === null) return <span className={styles['warning']}>▲ Not used: it says no range, no rule or no unit</span>;
  const said = mappedUnit(map);
  const unit = said === RATIO ? 'as a ratio, without a unit' : `in ${unitText(said)}`;
  const rule = map.lut
    ? `a table of ${map.lut.length} values`
    : `stored value × ${formatNumber(map.slope, '', precise(map.slope))} + ${formatNumber(map.intercept, '', precise(map.intercept))}`;
  return (
    <>
      <span className={styles['quiet']}>{`${unit}: ${rule}, for stored values from ${map.first} to ${map.last}`}</span>
      {framesOnly ? <span className={styles['warning']}> ▲ Not used: it is for single frames</span> : null}
    </>
  );
}

/** Slopes of SUV are some ten-thousandths: four digits that count. */
function precise(value: number): number {
  if (value === 0 || Number.isInteger(value)) return 0;
  return Math.min(12, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value)))));
}

function seriesNamed({ images: uids }: OfferedMap, studies: readonly StudyForReading[]): readonly Named[] {
  const wanted = new Set(uids);
  return studies.flatMap(({ study, series }) =>
    series.flatMap(({ seriesUid, modality, number, description, images }): readonly Named[] => {
      const own = images.filter(({ sopUid }) => sopUid !== null && wanted.has(sopUid));
      if (own.length === 0) return [];
      const name = [modality, number === null ? null : `series ${number}`, description]
        .filter((part) => part !== null)
        .join(' ');
      const now = own.find(({ valueMap }) => valueMap)?.valueMap?.words ?? null;
      return [{ studyId: study.studyId, seriesUid, name, images: own.length, now }];
    }),
  );
}

import type { DocumentLine } from '../../shared/model/dicom-object.ts';

/** Lines of one kind that are told one by one. */
const FEW = 3;

/**
 * Lines as they are shown: a long run of those that only name objects which are not here becomes its count. An image library names
 * every picture of a study, and what says something must not drown in it.
 */
export function gatherLines(
  lines: readonly DocumentLine[],
  isMissing: (line: DocumentLine) => boolean,
): readonly (DocumentLine | number)[] {
  const gathered: (DocumentLine | number)[] = [];
  let run: DocumentLine[] = [];
  const end = (): void => {
    if (run.length > FEW) gathered.push(run.length);
    else gathered.push(...run);
    run = [];
  };
  for (const line of lines) {
    const says = line.heading || line.name !== null || line.text !== null || line.links.length === 0;
    if (!says && isMissing(line)) {
      run.push(line);
      continue;
    }
    end();
    gathered.push(line);
  }
  end();
  return gathered;
}

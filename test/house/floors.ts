import { importsOf } from './source-files.js';

/** A file of src/, by its path in src/ with slashes, and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** A folder seen from inside: which of its children (files and folders, by name) imports which other. */
export interface FolderPlan {
  readonly folder: string;
  readonly arrows: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One import, by the paths of both files in src/. */
interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import between two of the files; imports of types count, imports of generated files do not. */
export function importsBetween(files: readonly SourceFile[]): Import[] {
  const known = new Set(files.map(({ file }) => file));
  return files.flatMap(({ file, text }) =>
    importsOf(file, text)
      .map((imported) => ({ from: file, to: imported.replace(/\.js$/, '.ts') }))
      .filter(({ to }) => known.has(to)),
  );
}

/** The plan of every folder that the files stand in, but of the one above all rooms. */
export function plansOf(files: readonly SourceFile[]): FolderPlan[] {
  const imports = importsBetween(files);
  return foldersOf(files).map((folder) => planOf(folder, files, imports));
}

function foldersOf(files: readonly SourceFile[]): string[] {
  const folders = files.flatMap(({ file }) => {
    const names = file.split('/').slice(0, -1);
    return names.map((_, depth) => names.slice(0, depth + 1).join('/'));
  });
  return [...new Set(folders)].sort();
}

/** The plan of one folder. */
export function planOf(
  folder: string,
  files: readonly SourceFile[],
  imports: readonly Import[] = importsBetween(files),
): FolderPlan {
  const arrows = new Map<string, Set<string>>();
  for (const { file } of files) {
    const child = childIn(folder, file);
    if (child !== undefined) arrows.set(child, new Set());
  }
  for (const { from, to } of imports) {
    const [importer, imported] = [childIn(folder, from), childIn(folder, to)];
    if (importer === undefined || imported === undefined || importer === imported) continue;
    arrows.get(importer)?.add(imported);
  }
  return { folder, arrows };
}

/** The child of a folder that a file is, or stands in; undefined for a file outside the folder. */
function childIn(folder: string, file: string): string | undefined {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split('/', 1)[0] : undefined;
}

/** The longest way down by arrows, from the roof to the ground; or, where a way leads back, that circle. */
export interface LongestWay {
  readonly way: readonly string[];
  readonly isCircle: boolean;
}

/** The longest way through a folder; of several equally long ones the first. */
export function longestWay({ arrows }: FolderPlan): LongestWay {
  const longest = new Map<string, readonly string[]>();
  const open: string[] = [];
  let circle: readonly string[] | undefined;
  const walk = (child: string): readonly string[] => {
    const known = longest.get(child);
    if (known !== undefined) return known;
    if (open.includes(child)) {
      circle ??= [...open.slice(open.indexOf(child)), child];
      return [];
    }
    open.push(child);
    const below = [...(arrows.get(child) ?? [])].map(walk);
    open.pop();
    const way = [child, ...below.reduce((best, next) => (next.length > best.length ? next : best), [])];
    longest.set(child, way);
    return way;
  };
  const ways = [...arrows.keys()].map(walk);
  if (circle !== undefined) return { way: circle, isCircle: true };
  return { way: ways.reduce((best, next) => (next.length > best.length ? next : best), []), isCircle: false };
}

/** Files of a folder's hall that only one folder beside them imports, and nobody else: they belong in there. */
export function looseFiles(
  folder: string,
  files: readonly SourceFile[],
  imports: readonly Import[] = importsBetween(files),
): string[] {
  return files
    .map(({ file }) => file)
    .filter((file) => file.startsWith(`${folder}/`) && !file.slice(folder.length + 1).includes('/'))
    .flatMap((file) => {
      const importers = new Set(
        imports.filter(({ to }) => to === file).map(({ from }) => childIn(folder, from) ?? 'outside'),
      );
      const [only] = importers;
      const isLoose = importers.size === 1 && only !== 'outside' && only?.endsWith('.ts') === false;
      return isLoose ? [`src/${file} belongs into ${only}/`] : [];
    });
}
